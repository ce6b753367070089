"""Where one shot ends and the next begins."""

from collections.abc import Callable
from pathlib import Path

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.media.stopped import Stop

OnCut = Callable[[float], None]  # seconds from the clip's first frame


def find_cuts(path: Path, span: TimeRange, on_cut: OnCut, stop: Stop) -> None:
    """Tell the start of the first frame of each shot that begins inside `span`.

    Blocks. Raises KnownError, or Stopped.
    """
