"""Pictures spread over a whole clip, however long."""

from collections.abc import Callable
from pathlib import Path

from aleph_desktop.domain.shape import Size
from aleph_desktop.media.stills import Still, thumbnails
from aleph_desktop.media.stopped import Stop, heed

OnStill = Callable[[int, Still], None]


def coarse_first(count: int) -> list[int]:
    """0 to `count` - 1 in another order: the first, the middle, the quarters, the eighths, …"""
    parts, order = 1, {0: None}
    while len(order) < count:
        parts *= 2
        order |= dict.fromkeys(count * part // parts for part in range(parts))
    return list(order)[:count]


def film_strip(path: Path, count: int, box: Size, on_still: OnStill, stop: Stop) -> None:
    """Tell `count` pictures, each inside `box`. Blocks. Raises KnownError, or Stopped."""
    for number, still in enumerate(thumbnails(path, count, *box)):
        heed(stop)
        on_still(number, still)
