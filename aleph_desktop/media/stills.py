"""Single frames as pictures, for lists and pages."""

from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from aleph_desktop.domain.shape import Size, even, fitted, shown_size
from aleph_desktop.errors import BugError, KnownError
from aleph_desktop.media.clip_frames import OpenClip, go_on
from aleph_desktop.media.opening import ClipFile, open_clip
from aleph_desktop.media.refusal import EXPORT_AGAIN, refused
from aleph_desktop.media.stopped import Stop
from aleph_desktop.media.upright import Upright, rotation_of

_FROM_THE_START = 1e-6  # seconds; with 0 it would be read from where the file stands
_BACK = (1.0, 10.0, 60.0)  # seconds before a time where nothing is any more, to find the last


class Picture(Protocol):
    """What a Still is, whoever made it."""

    @property
    def width(self) -> int: ...  # pixels

    @property
    def height(self) -> int: ...  # pixels

    @property
    def stride(self) -> int: ...  # bytes a row

    @property
    def data(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Still:
    """One picture: rows of 32-bit pixels, blue first, as QImage.Format_RGB32 holds them."""

    width: int  # pixels
    height: int  # pixels
    stride: int  # bytes a row
    data: bytes


def render(frame: VideoFrame, size: Size, reformatter: VideoReformatter) -> Still:
    """An upright frame as a picture of just this size."""
    width, height = size
    picture = reformatter.reformat(
        frame, width, height, "bgra", interpolation=Interpolation.BILINEAR, threads=1
    )
    plane = picture.planes[0]
    return Still(width, height, plane.line_size, bytes(plane))


def thumbnail(source: Path | ClipFile, width: int, height: int, at_seconds: float = 0.0) -> Still:
    """The frame at a time, fitted inside `width` × `height`. Blocks. Raises KnownError."""
    with open_clip(source, threads=1) as clip:
        return StillMaker(clip, (width, height))(frame_at(clip, at_seconds))


def frame_of(still: Picture) -> VideoFrame:
    """The picture as a frame of FFmpeg's."""
    frame = VideoFrame(still.width, still.height, "bgra")
    plane = frame.planes[0]
    used = still.width * 4
    gap = bytes(plane.line_size - used)
    starts = range(0, still.height * still.stride, still.stride)
    plane.update(b"".join(still.data[start : start + used] + gap for start in starts))
    return frame


def encoded(codec: VideoCodecContext, frame: VideoFrame) -> bytes:
    """One frame in an image codec."""
    codec.width, codec.height = frame.width, frame.height
    codec.pix_fmt = frame.format.name
    codec.time_base = Fraction(1, 25)
    frame.pts = 0
    packets = [*codec.encode(frame), *codec.encode(None)]
    if not packets:
        raise BugError("an image codec gave nothing")
    return b"".join(bytes(packet) for packet in packets)


class StillMaker:
    """Makes pictures of one clip's frames."""

    def __init__(self, clip: OpenClip, box: Size) -> None:
        """They lie inside `box`."""
        self._clip = clip
        self._box = box
        self._size: Size | None = None
        self._upright: Upright | None = None
        self._reformatter = VideoReformatter()

    def small(self, frame: VideoFrame) -> VideoFrame:
        """A frame from the decoder, upright, and hardly larger than its picture."""
        if self._upright is None:
            aspect = self._clip.stream.sample_aspect_ratio
            shown = shown_size(frame.width, frame.height, aspect, rotation_of(frame))
            self._size = width, height = fitted(shown, self._box)
            self._upright = Upright(even((width + 1, height + 1)), sharp=False)
        return self._upright(frame)

    def picture(self, small: VideoFrame) -> Still:
        """Of what `small` has made."""
        return render(small, self._size or (small.width, small.height), self._reformatter)

    def __call__(self, frame: VideoFrame) -> Still:
        """A frame from the decoder as a picture."""
        return self.picture(self.small(frame))


def frame_at(clip: OpenClip, seconds: float, stop: Stop = go_on) -> VideoFrame:
    """The frame on screen at a time from the first frame; the last one when it is too late.

    Raises KnownError, Stopped.
    """
    for back in (0.0, *_BACK, seconds):
        frames = clip.frames(max(seconds - back, _FROM_THE_START), stop)
        with suppress(KnownError):  # there is nothing from there on
            found = next(frames) if back == 0.0 else deque(frames, maxlen=1)[0]
            return found[1]
    raise refused(clip.path, "has no frame that can be decoded.", EXPORT_AGAIN)
