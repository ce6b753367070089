"""Pictures written as a movie."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from aleph_desktop.media.stills import Picture
from aleph_desktop.media.stopped import Stop

OnFrame = Callable[[int, int], None]  # (frames done, frames in all)


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
    raise NotImplementedError
