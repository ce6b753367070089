"""How the range of one clip may be changed: on its frames, inside it, as long as counts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.frame_rate import frames_within
from aleph_desktop.domain.time_range import (
    LEAST,
    TimeRange,
    first_part,
    moved,
    on_cut,
    on_frame,
    with_in,
    with_out,
)

_HAIR = Fraction(1, 1000)  # of a frame: what rounding leaves


@dataclass(frozen=True, slots=True)
class RangeRule:
    """The limits of one clip. Times are seconds from its first frame."""

    rate: Fraction  # frames per second
    duration: float  # seconds
    longest: float  # seconds that count for the model

    @classmethod
    def of(cls, info: ClipInfo, longest: float) -> "RangeRule":
        return cls(info.frame_rate, info.duration, longest)

    @property
    def frames(self) -> int:
        """Of the whole clip; a last one that is cut short counts."""
        return max(1, math.ceil(Fraction(self.duration) * self.rate - _HAIR))

    @property
    def can_change(self) -> bool:
        """Whether there is another range than the whole clip."""
        return self.duration > LEAST

    @property
    def default(self) -> TimeRange:
        """What counts when nobody has said."""
        return self.settled(first_part(self.duration, self.longest))

    def settled(self, span: TimeRange) -> TimeRange:
        """The range on frames, inside the clip, neither too short nor too long."""
        first = self.frame_of(max(0.0, span.start))
        count = self.count_of(span)
        count = max(1, min(max(count, self._least), self._most, self.frames))
        first = min(first, self.frames - count)
        return self.between(first, first + count)

    def between(self, first: int, end: int) -> TimeRange:
        """From a frame up to another, which isn't in it."""
        return TimeRange(float(first / self.rate), min(self.duration, float(end / self.rate)))

    def frame_of(self, seconds: float) -> int:
        """The frame that begins nearest to a time."""
        return round(Fraction(seconds) * self.rate)

    def shown_frame(self, seconds: float) -> int:
        """The frame that is on screen at a time."""
        found = math.floor(Fraction(seconds) * self.rate + _HAIR)
        return max(0, min(found, self.frames - 1))

    def count_of(self, span: TimeRange) -> int:
        """How many frames a range has; one that the clip's end cuts short counts."""
        if span.end >= self.duration - 1e-6:
            return max(1, self.frames - self.frame_of(span.start))
        return frames_within(span.length, self.rate)

    def moved(
        self, span: TimeRange, start: float, cuts: Sequence[float] = (), reach: float = 0.0
    ) -> TimeRange:
        """The range begun at `start`, or where one of its ends meets a cut within `reach`."""
        end = start + span.length
        by = min((on_cut(start, cuts, reach) - start, on_cut(end, cuts, reach) - end), key=_rank)
        return self._on_frames(moved(self._even(span), self._near(start + by), self._whole))

    def with_in(
        self, span: TimeRange, start: float, cuts: Sequence[float] = (), reach: float = 0.0
    ) -> TimeRange:
        """Another in point; the out point stays, or is pulled along."""
        start = self._near(on_cut(start, cuts, reach))
        return self._on_frames(with_in(self._even(span), start, self._whole, self._longest))

    def with_out(
        self, span: TimeRange, end: float, cuts: Sequence[float] = (), reach: float = 0.0
    ) -> TimeRange:
        """Another out point; the in point stays, or is pulled along."""
        end = self._near(on_cut(end, cuts, reach))
        return self._on_frames(with_out(self._even(span), end, self._whole, self._longest))

    def begun(self, span: TimeRange, frame: int) -> TimeRange:
        """The in point at a frame; beyond the out point, as long as counts."""
        start = frame / float(self.rate)
        if start >= span.end:
            span = TimeRange(start, min(self.duration, start + self.longest))
        return self.with_in(span, start)

    def ended(self, span: TimeRange, frame: int) -> TimeRange:
        """The out point before a frame; before the in point, as long as counts."""
        end = frame / float(self.rate)
        if end <= span.start:
            span = TimeRange(max(0.0, end - self.longest), end)
        return self.with_out(span, end)

    @property
    def _least(self) -> int:
        """Frames."""
        return math.ceil(Fraction(LEAST) * self.rate)

    @property
    def _most(self) -> int:
        """Frames."""
        return frames_within(self.longest, self.rate)

    @property
    def _longest(self) -> float:
        """As much as counts, in whole frames."""
        return float(self._most / self.rate)

    @property
    def _whole(self) -> float:
        """The clip as if its last frame weren't cut short."""
        return float(self.frames / self.rate)

    def _near(self, seconds: float) -> float:
        return on_frame(max(0.0, seconds), self.rate)

    def _even(self, span: TimeRange) -> TimeRange:
        """The range as if the clip's last frame weren't cut short."""
        first = self.frame_of(span.start)
        return TimeRange(float(first / self.rate), float((first + self.count_of(span)) / self.rate))

    def _on_frames(self, span: TimeRange) -> TimeRange:
        """Outwards: half a second need not be whole frames, and is the least."""
        first = math.floor(Fraction(span.start) * self.rate + _HAIR)
        end = math.ceil(Fraction(span.end) * self.rate - _HAIR)
        return self.between(first, end)


def _rank(shift: float) -> tuple[bool, float]:
    """The smallest that is one: 0 means that there was no cut."""
    return shift == 0.0, abs(shift)
