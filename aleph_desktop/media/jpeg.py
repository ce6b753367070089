"""A frame as a JPEG."""

import av
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange

from aleph_desktop.domain.shape import Size, within_long_side
from aleph_desktop.media.stills import encoded
from aleph_desktop.media.upright import Upright

LONG_SIDE = 2048  # pixels; the model's largest frame is 1584 long
# FFmpeg's quantiser, from hard to tell from the source to plainly poor.
STEPS = (2, 3, 5, 8, 12, 18)
_SMALLEST = 256  # pixels; below it there is nothing left to see


def jpeg(frame: VideoFrame, shown: Size, long_side: int = LONG_SIDE, step: int = STEPS[0]) -> bytes:
    """The frame upright, at most `long_side` pixels long.

    `frame` is as it came from the decoder, `shown` its size when shown; `step` is of `STEPS`.
    """
    upright = Upright(within_long_side(shown, long_side), sharp=True)(frame)
    picture = upright.reformat(
        format="yuvj420p",
        src_colorspace="itu709",
        dst_colorspace="itu601",
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    )
    codec = av.CodecContext.create("mjpeg", "w")
    codec.options = {"qmin": str(step), "qmax": str(step)}
    return encoded(codec, picture)


def jpeg_within(frame: VideoFrame, shown: Size, limit: int) -> bytes | None:
    """As `jpeg`, of at most `limit` bytes; None: it can't be made so small.

    First its quality is brought down, then its size.
    """
    side = LONG_SIDE
    while side >= _SMALLEST:
        for step in STEPS:
            data = jpeg(frame, shown, side, step)
            if len(data) <= limit:
                return data
        side //= 2
    return None
