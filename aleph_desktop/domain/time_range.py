"""The part of a clip that counts: from its in point to its out point."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

LEAST = 0.5  # seconds; less is no shot, and what the service makes of it is not documented
_SAME = 1e-6  # seconds


class TimeRange(NamedTuple):
    """Seconds from the clip's first frame. `end` is when the last frame goes."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Seconds."""
        return self.end - self.start


def first_part(duration: float, longest: float) -> TimeRange:
    """What counts of a clip when nobody has said: its start."""
    return TimeRange(0.0, min(duration, longest))


def moved(span: TimeRange, start: float, duration: float) -> TimeRange:
    """The range as long as it is, begun at `start`, inside the clip."""
    start = max(0.0, min(start, duration - span.length))
    return TimeRange(start, min(duration, start + span.length))


def with_in(span: TimeRange, start: float, duration: float, longest: float) -> TimeRange:
    """The range with another in point. The out point stays, or is pulled along."""
    least = min(LEAST, duration)
    start = max(0.0, min(start, duration - least))
    end = min(max(span.end, start + least), start + longest, duration)
    return TimeRange(start, end)


def with_out(span: TimeRange, end: float, duration: float, longest: float) -> TimeRange:
    """The range with another out point. The in point stays, or is pulled along."""
    least = min(LEAST, duration)
    end = max(least, min(end, duration))
    start = max(min(span.start, end - least), end - longest, 0.0)
    return TimeRange(start, end)


def on_frame(seconds: float, rate: Fraction) -> float:
    """The frame's start that is nearest."""
    return float(round(Fraction(seconds) * rate) / rate)


def on_cut(seconds: float, cuts: Iterable[float], reach: float) -> float:
    """The nearest cut within `reach` seconds, else `seconds` itself."""
    nearest = min(cuts, key=lambda cut: abs(cut - seconds), default=seconds)
    return nearest if abs(nearest - seconds) <= reach else seconds


def is_whole(span: TimeRange, duration: float, rate: Fraction) -> bool:
    """Whether nothing of a clip is left out, but for less than one frame at its end."""
    return span.start <= _SAME and span.end >= duration - 1 / float(rate)
