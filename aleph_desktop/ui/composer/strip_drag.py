"""What is in the user's hand on the strip, and what comes of moving it."""

from collections.abc import Sequence
from dataclasses import dataclass

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.range_rule import RangeRule
from aleph_desktop.ui.composer.strip_view import Part, StripView

_STILL = 3.0  # pixels; less is a click by an unsteady hand
_SNAP = 6.0  # pixels to a cut


@dataclass(frozen=True, slots=True)
class StripDrag:
    """As it was taken: the view too, so that nothing runs away when that follows the range."""

    part: Part
    view: StripView
    span: TimeRange
    x: float  # pixels

    def is_click(self, x: float) -> bool:
        """Whether the pointer has hardly moved."""
        return abs(x - self.x) < _STILL

    def range_at(
        self, x: float, rule: RangeRule, cuts: Sequence[float], *, snaps: bool
    ) -> TimeRange:
        """The range with the pointer at `x`; `snaps`: to cuts, too."""
        by = (x - self.x) * self.view.scale
        reach = _SNAP * self.view.scale if snaps else 0.0
        cuts = cuts if snaps else ()
        if self.part is Part.IN:
            return rule.with_in(self.span, self.span.start + by, cuts, reach)
        if self.part is Part.OUT:
            return rule.with_out(self.span, self.span.end + by, cuts, reach)
        return rule.moved(self.span, self.span.start + by, cuts, reach)
