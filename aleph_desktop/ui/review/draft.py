"""A clip that has no job yet, and the part of it that counts."""

from dataclasses import dataclass
from fractions import Fraction

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.time_range import TimeRange, first_part
from aleph_desktop.ui.review.pairing import LIMIT, EvenTiming
from aleph_desktop.ui.review.reel_ask import ReelAsk


@dataclass(frozen=True, slots=True)
class Draft:
    """`info` None: it has not been probed yet. `span` None: its start, as much as counts."""

    path: str
    info: ClipInfo | None = None
    span: TimeRange | None = None

    @property
    def ask(self) -> ReelAsk:
        """The frames that are needed. One part is always told in one way."""
        is_start = self.info is not None and self.span == first_part(self.info.duration, LIMIT)
        return ReelAsk(self.path, None if is_start else self.span)

    def timing(self, rate: Fraction) -> EvenTiming | None:
        """The part's frames until they are here; `rate` where it isn't known better."""
        if self.info is not None:
            span = self.span or first_part(self.info.duration, LIMIT)
            return EvenTiming(self.info.frame_rate, span.length)
        return EvenTiming(rate, self.span.length) if self.span else None

    def may_become(self, other: "Draft") -> bool:
        """Whether `other` is the same file, of which only more is known."""
        is_known = other.info is not None and self.info in (None, other.info)
        return self.path == other.path and is_known
