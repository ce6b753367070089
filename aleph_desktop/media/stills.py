"""Single frames as pictures, for lists and pages."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from aleph_desktop.domain.shape import Size, even, fitted, shown_size
from aleph_desktop.errors import BugError
from aleph_desktop.media.opening import OpenClip, open_clip
from aleph_desktop.media.upright import Upright, rotation_of


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


def thumbnail(path: Path, width: int, height: int, at_seconds: float = 0.0) -> Still:
    """The frame at a time, fitted inside `width` × `height`. Blocks. Raises KnownError."""
    with open_clip(path, threads=1) as clip:
        return _still_at(clip, (width, height), at_seconds)


def thumbnails(path: Path, count: int, width: int, height: int) -> Iterator[Still]:
    """`count` pictures spread evenly over the clip, each made when asked for. Blocks."""
    with open_clip(path, threads=1) as clip:
        duration = (clip.container.duration or 0) / av.time_base
        for number in range(count):
            yield _still_at(clip, (width, height), duration * (number + 0.5) / count)


def frame_of(still: Still) -> VideoFrame:
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


def _still_at(clip: OpenClip, box: Size, at_seconds: float) -> Still:
    frame = _frame_at(clip, at_seconds)
    rotation = rotation_of(frame)
    aspect = clip.stream.sample_aspect_ratio
    size = fitted(shown_size(frame.width, frame.height, aspect, rotation), box)
    upright = Upright(even((size[0] + 1, size[1] + 1)), sharp=False)(frame)
    return render(upright, size, VideoReformatter())


def _frame_at(clip: OpenClip, seconds: float) -> VideoFrame:
    """The frame on screen at a time from the clip's start; the last one when it is too late."""
    start = (clip.container.start_time or 0) / av.time_base
    wanted = start + max(0.0, seconds)
    with suppress(av.FFmpegError):  # a damaged index: then it is read from where it stands
        clip.container.seek(round(wanted * av.time_base))
    chosen: VideoFrame | None = None
    for timed, frame in clip.frames():
        if chosen is None or timed.start <= wanted + 0.0005:
            chosen = frame
        if timed.start + timed.length > wanted + 0.0005:
            break
    if chosen is None:
        raise BugError("frames() raises when there is none")
    return chosen
