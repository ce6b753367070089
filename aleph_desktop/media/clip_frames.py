"""A clip that is open for reading, and its frames from any moment on."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from aleph_desktop.media.cadence import Timed
from aleph_desktop.media.refusal import EXPORT_AGAIN, refused
from aleph_desktop.media.stopped import Stop, heed

PATIENCE = 500  # packets without one frame that can be decoded, then there is none
# Seconds before the wanted frame to begin reading at: an index can point behind it, and what
# follows an open group of pictures can't be decoded without the one before.
RUN_UPS = (0.0, 1.0, 4.0, 15.0, 60.0)
ROUNDING = 0.0015  # seconds: Matroska rounds the first frame's time and this one's to a millisecond
# Streams that were recorded or joined: their clock jumps. Elsewhere a gap is meant.
JUMPY_FORMATS = ("mpegts", "mpeg")
JUMP = 10.0  # seconds forward that are no gap, as FFmpeg takes it
ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
STEP_BACK = 0.5  # seconds backward that are no disorder


def go_on() -> bool:
    """A Stop for work that nobody can end."""
    return False


class OpenClip:
    """A clip that is open for reading, and the video stream in it."""

    def __init__(self, path: Path, container: InputContainer, stream: VideoStream) -> None:
        """`path` gives its name in what is said about it."""
        self.path = path
        self.container = container
        self.stream = stream
        self._decoder = _alpha_decoder(stream)
        self._first: float | None = None
        self._is_timed = True
        self._is_fresh = True  # nothing has been read

    @property
    def brand(self) -> str:
        """The major brand of an MP4 or MOV, e.g. "isom", "qt"; else empty."""
        return self.container.metadata.get("major_brand", "").strip()

    def first_time(self) -> float:
        """When the first frame is shown, in seconds on the file's clock: that may begin anywhere.

        Reads the file's start when it is asked for the first time, and leaves the file there.
        Raises KnownError when nothing can be decoded.
        """
        if self._first is None:
            if not self._is_fresh:
                self._rewind()
            frame = next(self._decoded(go_on), None)
            if frame is None:
                raise self._undecodable()
            self._is_timed = frame.pts is not None
            self._first = frame.time if self._is_timed else 0.0
        return self._first

    def frames(self, start: float = 0.0, stop: Stop = go_on) -> Iterator[tuple[Timed, VideoFrame]]:
        """Its frames in the order shown, from where the file stands.

        With a `start`, in seconds from the first frame: those on screen from then on, of which the
        first may begin before. A packet that can't be decoded is left out; a file that breaks off
        ends there. Raises KnownError when there is no frame, Stopped when `stop` says so.
        """
        found = False
        for timed in self._from(start, stop) if start > 0 else self._timed(stop):
            found = True
            yield timed
        if not found and start > 0:
            why = f"has no frame that can be decoded from {start:.1f} s on."
            raise refused(self.path, why, f"Choose an earlier part of it. {EXPORT_AGAIN}")
        if not found:
            raise self._undecodable()

    def _from(self, start: float, stop: Stop) -> Iterator[tuple[Timed, VideoFrame]]:
        wanted = self.first_time() + start + ROUNDING
        held: tuple[Timed, VideoFrame] | None = None
        for timed, frame in self._before(wanted, stop):
            if timed.start <= wanted:
                held = timed, frame
                continue
            if held is not None:
                yield held
                held = None
            yield timed, frame
        if held is not None and held[0].start + held[0].length > wanted:
            yield held

    def _before(self, wanted: float, stop: Stop) -> Iterator[tuple[Timed, VideoFrame]]:
        """The frames from one before `wanted` on; from as near as the file lets itself be read."""
        first = self.first_time()
        for run_up in RUN_UPS if self._is_timed else ():
            start = wanted - run_up
            if start <= first or not self._seek(start):
                break
            frames = self._timed(stop)
            nearest = next(frames, None)
            if nearest is not None and nearest[0].start <= wanted:
                yield nearest
                yield from frames
                return
        self._rewind()
        yield from self._timed(stop)

    def _seek(self, seconds: float) -> bool:
        base = self.stream.time_base or 0
        try:
            self.container.seek(round(seconds / base), stream=self.stream)
        except (av.FFmpegError, ZeroDivisionError):
            return False
        self._forget()
        return True

    def _rewind(self) -> None:
        self._forget()
        if self._is_timed and self.container.format.name not in JUMPY_FORMATS:
            with suppress(av.FFmpegError):
                self.container.seek(self.stream.start_time or 0, stream=self.stream)
                return
        with suppress(av.FFmpegError):
            self.container.seek(0, unsupported_byte_offset=True)

    def _timed(self, stop: Stop) -> Iterator[tuple[Timed, VideoFrame]]:
        """The frames with their times, which go on where the file's clock jumps."""
        step = float(1 / (self.stream.average_rate or 25))
        jump = JUMP if self.container.format.name in JUMPY_FORMATS else float("inf")
        shown: Timed | None = None
        shift = 0.0
        for frame in self._decoded(stop):
            after = shown.start + step if shown else 0.0
            start = after if frame.pts is None else frame.time + shift
            if shown and not shown.start - STEP_BACK <= start <= after + jump:
                shift += after - start
                start = after
            length = float(frame.duration * (frame.time_base or 0)) or step
            shown = Timed(start, length)
            yield shown, frame

    def _decoded(self, stop: Stop) -> Iterator[VideoFrame]:
        found = self._is_fresh = False
        try:
            for number, packet in enumerate(self.container.demux(self.stream)):
                heed(stop)
                try:
                    frames = self._decode(packet)
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

    def _decode(self, packet: "Packet[VideoStream]") -> list[VideoFrame]:
        if self._decoder is None:
            return packet.decode()
        return self._decoder.decode(packet if packet.size else None)

    def _forget(self) -> None:
        """Frames that the decoder holds back belong to where the file stood before."""
        if self._decoder is not None:
            self._decoder.flush_buffers()

    def _undecodable(self) -> Exception:
        return refused(self.path, "has no frame that can be decoded.", EXPORT_AGAIN)


def _alpha_decoder(stream: VideoStream) -> VideoCodecContext | None:
    """WebM has transparency beside the picture: FFmpeg's own decoders leave it out, libvpx's don't.

    None for all others: those are decoded by the stream's own.
    """
    if stream.codec_context is None or stream.metadata.get("alpha_mode") != "1":
        return None
    name = ALPHA_DECODERS.get(stream.codec_context.codec.canonical_name)
    if name is None:
        return None
    decoder = cast("VideoCodecContext", av.CodecContext.create(name, "r"))
    decoder.thread_count = 1
    return decoder
