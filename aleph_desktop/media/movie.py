"""Pictures written as a movie."""

import errno
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.stills import Picture, frame_of
from aleph_desktop.media.stopped import Stop, heed

OnFrame = Callable[[int, int], None]  # (frames done, frames in all)

_BT709 = 1  # of FFmpeg's lists of colour spaces, primaries and transfers
_TV_RANGE = 1
_OPTIONS = {"preset": "veryfast", "crf": "18"}  # not to be told from the pictures by eye
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def write_movie(
    path: Path,
    rate: Fraction,
    count: int,
    picture: Callable[[int], Picture],
    *,
    on_frame: OnFrame,
    stop: Stop,
) -> None:
    """Write `count` pictures of one even size as H.264 in MP4; `path` appears whole. Blocks.

    Raises KnownError, Stopped: nothing is left behind then.
    """

    def pictures() -> Iterator[Picture]:
        for number in range(count):
            heed(stop)
            yield picture(number)
            on_frame(number + 1, count)

    part = path.with_name(f".{path.name}.part")
    try:
        _write(part, rate, pictures())
        part.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _write(part: Path, rate: Fraction, pictures: Iterator[Picture]) -> None:
    with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream: VideoStream | None = None
        for number, picture in enumerate(pictures):
            frame = _frame(picture)
            if stream is None:
                stream = _stream(container, frame, rate)
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))


def _stream(
    container: av.container.OutputContainer, frame: VideoFrame, rate: Fraction
) -> VideoStream:
    stream = container.add_stream("libx264", rate=rate, options=_OPTIONS)
    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
    codec = stream.codec_context
    codec.colorspace = codec.color_primaries = codec.color_trc = _BT709
    codec.color_range = _TV_RANGE
    return stream


def _frame(picture: Picture) -> VideoFrame:
    return frame_of(picture).reformat(
        format="yuv420p", src_colorspace="itu709", dst_colorspace="itu709"
    )


def _not_written(path: Path, error: OSError) -> KnownError:
    """Why, and what to do about it."""
    title = f"“{path.name}” couldn't be saved"
    if error.errno in _FULL:
        return KnownError(
            title,
            f"The disk with “{path.parent}” is full.",
            "Free some space, or save to another disk.",
            kind=FailureKind.SPACE,
        )
    message = f"In “{path.parent}” it can't be written: {error.strerror or error}."
    return KnownError(title, message, "Save to another folder.", kind=FailureKind.DISK)
