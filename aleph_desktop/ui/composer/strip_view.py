"""Where times lie on the strip, and what the pointer is on. Plain arithmetic, in pixels."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from aleph_desktop.domain.time_range import TimeRange

HANDLE = 10.0  # pixels: of each handle, outside of the range, so that a short one can be held
_NEAR = 4.0  # pixels beside the playhead that still are the playhead
_LEAST_BODY = 14.0  # pixels of a range without handles that can be held
_LEAST_GAP = 64.0  # pixels between two marks of the ruler, which have words
_STEPS = (0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)


class Part(Enum):
    """What of the strip a point is on."""

    IN = auto()  # the handle of the in point
    OUT = auto()
    PLAYHEAD = auto()
    RANGE = auto()
    OUTSIDE = auto()


@dataclass(frozen=True, slots=True)
class StripView:
    """A stretch of the clip over a width of pixels, with room for a handle at both ends."""

    width: float  # pixels
    shown: TimeRange  # seconds; what lies between the two rooms

    @property
    def scale(self) -> float:
        """Seconds a pixel."""
        return self.shown.length / max(1.0, self.width - 2 * HANDLE)

    def x_of(self, seconds: float) -> float:
        """Where a time is; outside of the width when it isn't shown."""
        return HANDLE + (seconds - self.shown.start) / self.scale

    def seconds_at(self, x: float) -> float:
        """Which time is there; beyond what is shown, too."""
        return self.shown.start + (x - HANDLE) * self.scale

    def part_at(
        self, x: float, span: TimeRange, playhead: float | None, *, handles: bool = True
    ) -> Part:
        """What is at `x`. The handles come first: they are why one is here."""
        left, right = self.x_of(span.start), self.x_of(span.end)
        if handles:
            # a pixel inside counts as the handle: that is where the eye sees the edge
            if left - HANDLE <= x <= left + 1:
                return Part.IN
            if right - 1 <= x <= right + HANDLE:
                return Part.OUT
        if playhead is not None and abs(x - self.x_of(playhead)) <= _NEAR:
            return Part.PLAYHEAD
        spare = 0.0 if handles else max(0.0, (_LEAST_BODY - (right - left)) / 2)
        return Part.RANGE if left - spare <= x <= right + spare else Part.OUTSIDE

    def marks(self) -> Iterator[float]:
        """Round times to write below the strip, in seconds."""
        step = next((s for s in _STEPS if s / self.scale >= _LEAST_GAP), _STEPS[-1])
        number = int(self.shown.start // step)
        while (mark := number * step) <= self.shown.end:
            if mark >= self.shown.start:
                yield mark
            number += 1


def around(centre: TimeRange, length: float, duration: float) -> TimeRange:
    """A stretch of the clip with `centre` in its middle, pushed inside the clip."""
    length = min(length, duration)
    start = (centre.start + centre.end - length) / 2
    start = max(0.0, min(start, duration - length))
    return TimeRange(start, start + length)


def followed(shown: TimeRange, span: TimeRange) -> TimeRange:
    """The same stretch, moved as little as shows the whole range."""
    by = min(0.0, span.start - shown.start) or max(0.0, span.end - shown.end)
    return TimeRange(shown.start + by, shown.end + by)


def clock(seconds: float) -> str:
    """For the ruler: "0:05", "12:30", "1:00:00", "0:02.5"."""
    whole, tenths = divmod(round(seconds * 10), 10)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    words = f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
    return f"{words}.{tenths}" if tenths else words
