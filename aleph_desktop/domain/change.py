"""Where an edited clip differs most: peaks of the change over time, and how it is drawn."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median

_APART = Fraction(1, 4)  # seconds between two peaks
_MOST = 12  # peaks; more would be no help to the eye
_OF_HEIGHT = 0.05  # of the full height; less isn't seen when it is drawn
_OVER_TYPICAL = 0.1  # of the typical change
_OVER_NOISE = 8  # times the typical step between two frames; chance alone makes 5 or 6
_FULL = 0.05  # what at least the full height stands for, so that nothing isn't drawn as much


def peaks(changes: Sequence[float], rate: Fraction) -> tuple[int, ...]:
    """The frames where the change stands out from what is around it, in the order of time.

    `changes`: each frame's, 0 to 1; `rate`: frames per second. A change that is steady, however
    large, has no peak; the first and the last frame can be one.
    """
    if len(changes) < 2:
        return ()
    least = _least_prominence(changes)
    found = [(_prominence(changes, index), index) for index in _tops(changes)]
    strongest = sorted((-height, index) for height, index in found if height >= least)
    apart = max(1, math.ceil(_APART * rate))
    chosen: list[int] = []
    for _, index in strongest:
        if all(abs(index - other) >= apart for other in chosen):
            chosen.append(index)
        if len(chosen) == _MOST:
            break
    return tuple(sorted(chosen))


def next_peak(peaks: Sequence[int], index: int) -> int | None:
    """The first one after a frame; None: there is none."""
    place = bisect_right(peaks, index)
    return peaks[place] if place < len(peaks) else None


def previous_peak(peaks: Sequence[int], index: int) -> int | None:
    """The last one before a frame; None: there is none."""
    place = bisect_left(peaks, index)
    return peaks[place - 1] if place else None


def worst_frame(changes: Sequence[float]) -> int | None:
    """The first of those that differ most; None: nothing differs."""
    most = max(changes, default=0.0)
    return list(changes).index(most) if most > 0 else None


def full_height(changes: Sequence[float]) -> float:
    """The change, 0 to 1, that is drawn as tall as there is room."""
    return max((_FULL, *changes))


def scaled(changes: Sequence[float]) -> tuple[float, ...]:
    """How tall each is drawn: 0 to 1 of the full height."""
    full = full_height(changes)
    return tuple(change / full for change in changes)


def percent(change: float) -> str:
    """A change in words: "18 %", and with a decimal where it is small."""
    if 0 < change < 0.0005:
        return "under 0.1 %"
    return f"{change * 100:.0f} %" if change >= 0.0995 or change <= 0 else f"{change * 100:.1f} %"


def _least_prominence(changes: Sequence[float]) -> float:
    """How far a peak must stand out."""
    steps = [abs(after - before) for before, after in pairwise(changes)]
    return max(
        _OF_HEIGHT * full_height(changes),
        _OVER_TYPICAL * median(changes),
        _OVER_NOISE * median(steps),
    )


def _tops(changes: Sequence[float]) -> list[int]:
    """Frames with less on both sides, where there are sides; of equal ones the first."""
    tops: list[int] = []
    top: int | None = 0
    for index in range(1, len(changes)):
        if changes[index] > changes[index - 1]:
            top = index
        elif changes[index] < changes[index - 1] and top is not None:
            tops.append(top)
            top = None
    return tops if top is None else [*tops, top]


def _prominence(changes: Sequence[float], top: int) -> float:
    """How far one must go down from a top on the way to a higher one; from the highest: at all.

    The clip's ends lead to none, so what comes and stays until the end stands out, too.
    """
    height = changes[top]
    lows, lowest = [], height
    for side in (range(top - 1, -1, -1), range(top + 1, len(changes))):
        low = height
        for index in side:
            if changes[index] > height:
                lows.append(low)
                break
            low = min(low, changes[index])
        lowest = min(lowest, low)
    return height - (max(lows) if lows else lowest)
