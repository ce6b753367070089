"""Opening a clip: one place where FFmpeg's complaints become words.

PyAV keeps FFmpeg's own log silent unless a level is set, and nothing here sets one.
"""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from aleph_desktop.errors import KnownError
from aleph_desktop.media.cadence import Timed
from aleph_desktop.media.formats import CLIP_FORMATS, access
from aleph_desktop.media.refusal import CHOOSE_VIDEO, EXPORT_AGAIN, refused, unreadable

PATIENCE = 500  # packets without one frame that can be decoded, then there is none
IMAGE_BRANDS = ("heic", "heix", "mif1", "msf1", "avif", "avis")
# The first bytes of MP4 and MOV (after their size), Matroska, AVI, MPEG-TS, MPEG-PS, FLV, ASF, MXF.
VIDEO_MARKS = (
    b"\x1aE\xdf\xa3",
    b"RIFF",
    b"G",
    b"\x00\x00\x01\xba",
    b"FLV",
    b"0&\xb2u",
    b"\x06\x0e+4",
)
VIDEO_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


@dataclass(frozen=True, slots=True)
class OpenClip:
    """A clip that is open for reading, and the video stream in it."""

    path: Path
    container: InputContainer
    stream: VideoStream

    @property
    def brand(self) -> str:
        """The major brand of an MP4 or MOV, e.g. "isom", "qt"; else empty."""
        return self.container.metadata.get("major_brand", "").strip()

    def frames(self) -> Iterator[tuple[Timed, VideoFrame]]:
        """Its frames in the order shown, from where the file stands.

        A packet that can't be decoded is left out; a file that breaks off ends there. Raises
        KnownError when nothing can be decoded at all.
        """
        step = float(1 / (self.stream.average_rate or 25))
        shown: Timed | None = None
        for frame in self._decoded():
            after = shown.start + step if shown else 0.0
            start = after if frame.pts is None else frame.time  # raw streams have no timestamps
            length = float(frame.duration * (frame.time_base or 0)) or step
            shown = Timed(start, length)
            yield shown, frame
        if shown is None:
            raise refused(self.path, "has no frame that can be decoded.", EXPORT_AGAIN)

    def _decoded(self) -> Iterator[VideoFrame]:
        found = False
        try:
            for number, packet in enumerate(self.container.demux(self.stream)):
                try:
                    frames = packet.decode()
                except av.FFmpegError:
                    frames = []  # damaged: the frames around it still count
                for frame in frames:
                    found = True
                    yield frame
                if not found and number >= PATIENCE:
                    return
        except av.FFmpegError as error:
            if isinstance(error, OSError):
                raise
            return  # the file breaks off here


@contextmanager
def open_clip(
    path: Path, *, threads: int = 0, formats: tuple[str, ...] = CLIP_FORMATS
) -> Iterator[OpenClip]:
    """Open a file as a clip. Raises KnownError with why it isn't one, or fails while it is read.

    `threads` is for decoding, 0: as many as there are cores. `formats`: no others are opened.
    """
    head = read_head(path)
    try:
        container = av.open(
            str(path.absolute()), metadata_errors="replace", container_options=access(formats)
        )
    except av.FFmpegError as error:
        raise _not_opened(path, head, error) from error
    try:
        with container:
            stream = _video_stream(path, container)
            stream.thread_count = threads
            stream.thread_type = "AUTO"
            clip = OpenClip(path, container, stream)
            if clip.brand in IMAGE_BRANDS:
                raise _is_image(path)
            yield clip
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise unreadable(path, error) from error
        raise refused(path, "is damaged, or coded in an unusual way.", EXPORT_AGAIN) from error


def read_head(path: Path) -> bytes:
    """A file's first 64 bytes. Raises KnownError for what is missing, empty or no file."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refused(path, "is a folder.", "Choose the file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise refused(path, "is not an ordinary file.", CHOOSE_VIDEO)
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        raise refused(path, "is empty: it has 0 bytes.", EXPORT_AGAIN)
    return head


def _not_opened(path: Path, head: bytes, error: av.FFmpegError) -> KnownError:
    if isinstance(error, OSError):
        return unreadable(path, error)
    is_text = b"\0" not in head  # a letter can begin like a video
    if not is_text and (head.startswith(VIDEO_MARKS) or head[4:8] in VIDEO_BOXES):
        return refused(path, "is damaged, or was not copied to its end.", EXPORT_AGAIN)
    return refused(path, "is not a video, or of a kind that can't be read.", CHOOSE_VIDEO)


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    """The first video that is not the cover picture of a song."""
    name = container.format.name
    if name.endswith("_pipe"):
        raise _is_image(path)
    streams = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    if streams and streams[0].codec_context is None:
        raise refused(path, "is coded in a way that can't be read here.", EXPORT_AGAIN)
    if streams:
        return streams[0]
    if container.streams.audio:
        raise refused(path, "has sound, but no picture.", CHOOSE_VIDEO)
    raise refused(path, "has no picture in it.", CHOOSE_VIDEO)


def _is_image(path: Path) -> KnownError:
    remedy = "Choose a video. An image can be added to a prompt as its reference."
    return refused(path, "is a still image, not a video.", remedy)
