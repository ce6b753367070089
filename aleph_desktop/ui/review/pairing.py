"""Which frames stand side by side: two clips paired by time, led by the reference's frames."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

LIMIT = 5.0  # seconds; provider docs: the model edits a clip's first five
_CLOSE = 0.0005  # seconds


class Timing(Protocol):
    """When a clip's frames are on screen; a Reel is one."""

    def __len__(self) -> int: ...

    @property
    def frame_rate(self) -> Fraction: ...  # frames per second

    @property
    def duration(self) -> float: ...  # seconds

    def index_at(self, seconds: float) -> int: ...  # clamped to the clip

    def time_of(self, index: int) -> float: ...  # the middle of the frame, seconds


@dataclass(frozen=True, slots=True)
class EvenTiming:
    """The timing of a clip whose frames are not here: all of them equally long."""

    frame_rate: Fraction  # frames per second
    duration: float  # seconds

    def __len__(self) -> int:
        return max(1, round(self.duration * self.frame_rate))

    def index_at(self, seconds: float) -> int:
        return min(max(0, math.floor(seconds * self.frame_rate)), len(self) - 1)

    def time_of(self, index: int) -> float:
        return float((index + Fraction(1, 2)) / self.frame_rate)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A reference and an edited clip on one time line; either may be missing.

    Frames are counted by the leader: the reference, or the edited clip where it stands alone. The
    other side's frame follows from the leader's frame, not from the time, so a pair is the same
    however it was reached: by playing, stepping or seeking.
    """

    reference: Timing | None = None
    edited: Timing | None = None
    offset: float = 0.0  # seconds that the edited clip is shown later than the reference

    @property
    def leader(self) -> Timing | None:
        return self.reference or self.edited

    @property
    def rate(self) -> Fraction:
        """The leader's frames per second."""
        return self.leader.frame_rate if self.leader else Fraction(25)

    @property
    def end(self) -> float:
        """The shared duration in seconds; nothing plays past it."""
        durations = [] if self.reference is None else [self.reference.duration]
        if self.edited is not None:
            durations.append(self.edited.duration + (self.offset if self.reference else 0.0))
        return max(0.0, min(LIMIT, *durations)) if durations else 0.0

    @property
    def first(self) -> int:
        """The first frame of the leader that both clips cover."""
        if self.offset <= 0 or self.reference is None or self.edited is None:
            return 0
        index = self.reference.index_at(self.offset)
        late = self.reference.time_of(index) < self.offset
        return min(index + late, max(0, self.count - 1))

    @property
    def count(self) -> int:
        """How many of the leader's frames are inside the shared duration; 0 without a clip."""
        return _last_inside(self.leader, self.end) + 1 if self.leader else 0

    def clamp(self, index: int) -> int:
        return min(max(self.first, index), max(0, self.count - 1))

    def index_at(self, seconds: float) -> int:
        """The leader's frame that is on screen at a time."""
        return self.clamp(self.leader.index_at(seconds)) if self.leader else 0

    def time_of(self, index: int) -> float:
        """The middle of a leader's frame, seconds: a player that seeks there shows just it."""
        return self.leader.time_of(self.clamp(index)) if self.leader else 0.0

    def start_of(self, index: int) -> float:
        """Where a leader's frame begins, seconds; where frames are uneven, a time inside it."""
        middle = self.time_of(index)
        start = max(0.0, middle - 0.5 / float(self.rate))
        return start if self.index_at(start + _CLOSE) == self.clamp(index) else middle

    def pair(self, index: int) -> tuple[int, int]:
        """The reference's and the edited clip's frame when the leader is at a frame."""
        index = self.clamp(index)
        if self.reference is None or self.edited is None:
            return index, index
        return index, self.edited.index_at(self.reference.time_of(index) - self.offset)


def _last_inside(timing: Timing, end: float) -> int:
    """The last frame of which at least half is shown before the end."""
    last = timing.index_at(end)
    while last > 0 and timing.time_of(last) >= end:
        last -= 1
    return last
