"""Opening a clip: one place where FFmpeg's complaints become words.

PyAV keeps FFmpeg's own log silent unless a level is set, and nothing here sets one.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from aleph_desktop.errors import KnownError
from aleph_desktop.media.clip_frames import OpenClip
from aleph_desktop.media.formats import CLIP_FORMATS, access
from aleph_desktop.media.refusal import CHOOSE_VIDEO, EXPORT_AGAIN, refused, unreadable

__all__ = ["ClipFile", "OpenClip", "open_clip", "read_head", "size_of"]

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

IMAGE_MARKS = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\0", b"MM\0*")
_BEFORE_A_PAGE = b"\xef\xbb\xbf \t\r\n"
_PAGE = (b"<!doctype html", b"<html", b"<head")


class ClipFile(Protocol):
    """A clip that is no file on a disk of ours, but can be read like one."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...

    def tell(self) -> int: ...


@contextmanager
def open_clip(
    source: Path | ClipFile, *, threads: int = 0, formats: tuple[str, ...] = CLIP_FORMATS
) -> Iterator[OpenClip]:
    """Open a file as a clip. Raises KnownError with why it isn't one, or fails while it is read.

    `threads` is for decoding, 0: as many as there are cores. `formats`: no others are opened.
    What a ClipFile raises goes through.
    """
    path = source if isinstance(source, Path) else Path(source.name)
    head = read_head(source) if isinstance(source, Path) else _head_of(source)
    file = str(source.absolute()) if isinstance(source, Path) else source
    try:
        container = av.open(
            file, mode="r", metadata_errors="replace", container_options=access(formats)
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


def size_of(source: Path | ClipFile) -> int:
    """Bytes. Raises KnownError."""
    if not isinstance(source, Path):
        return source.seek(0, os.SEEK_END)
    try:
        return source.stat().st_size
    except OSError as error:
        raise unreadable(source, error) from error


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


def _head_of(file: ClipFile) -> bytes:
    file.seek(0)
    head = file.read(64)
    file.seek(0)
    if not head:
        raise refused(Path(file.name), "is empty: it has 0 bytes.", EXPORT_AGAIN)
    return head


def _not_opened(path: Path, head: bytes, error: av.FFmpegError) -> KnownError:
    if isinstance(error, OSError):
        return unreadable(path, error)
    if head.startswith(IMAGE_MARKS):  # FFmpeg takes some of them by their names only
        return _is_image(path)
    if head.lstrip(_BEFORE_A_PAGE).lower().startswith(_PAGE):
        remedy = "Download the video itself: the page may have a button for it."
        return refused(path, "is a web page, not a video.", remedy)
    is_text = b"\0" not in head  # a letter can begin like a video
    if not is_text and (head.startswith(VIDEO_MARKS) or head[4:8] in VIDEO_BOXES):
        return refused(path, "is damaged, or was not copied to its end.", EXPORT_AGAIN)
    return refused(path, "is not a video, or of a kind that can't be read.", CHOOSE_VIDEO)


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    """The video that players show: not a song's cover, nor a track that is switched off."""
    name = container.format.name
    if name.endswith("_pipe"):
        raise _is_image(path)
    streams = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    streams.sort(key=lambda stream: not stream.disposition & Disposition.default)
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
