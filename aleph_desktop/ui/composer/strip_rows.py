"""The rows of the strip: one for a short clip, an overview and a detail for a long one."""

from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QRectF

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.strip_view import Part, StripView

STRIP_HEIGHT = 78
DETAIL = 25.0  # seconds that the second row shows
_OVERVIEW = 42  # pixels high, where there is a second row
_GAP = 2
_ONE_ROW = 30.0  # seconds; of a longer clip the range would be too small to take hold of


class RowKind(Enum):
    """What a row of the strip is for."""

    WHOLE = auto()  # the clip in pictures, and the range with its handles
    OVERVIEW = auto()  # the clip in pictures, and where in it the detail is
    DETAIL = auto()  # a stretch with its times, and the range with its handles


class Row(NamedTuple):
    """One row of the strip."""

    kind: RowKind
    view: StripView
    place: QRectF

    def part_at(self, x: float, span: TimeRange, playhead: float | None) -> Part:
        """What is at `x`."""
        handles = self.kind is not RowKind.OVERVIEW
        return self.view.part_at(x, span, playhead, handles=handles)


def rows_in(place: QRectF, duration: float, shown: TimeRange) -> list[Row]:
    """The rows from the top, for a clip of `duration` seconds; `shown` in the detail."""
    width = place.width()
    whole = StripView(width, TimeRange(0.0, duration))
    if duration <= _ONE_ROW:
        return [Row(RowKind.WHOLE, whole, place)]
    above = QRectF(place.left(), place.top(), width, _OVERVIEW)
    below = place.adjusted(0, _OVERVIEW + _GAP, 0, 0)
    return [
        Row(RowKind.OVERVIEW, whole, above),
        Row(RowKind.DETAIL, StripView(width, shown), below),
    ]
