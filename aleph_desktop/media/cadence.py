"""Frames of any timing laid out at a constant rate. Plain arithmetic."""

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

T = TypeVar("T")

_DENSE_FOR = Fraction(1, 2)  # seconds; a burst that is shorter is none of a clip's usual parts


class Timed(NamedTuple):
    """When something is shown. Both in seconds; `length` is 0 where the file doesn't say."""

    start: float
    length: float


def constant_rate(
    frames: Iterable[tuple[Timed, T]], rate: Fraction, count: int, start: float = -math.inf
) -> Iterator[T]:
    """The frame to show at each tick of `rate`, at most `count` of them.

    That is the one on screen then, counted from the first frame; of a gap the frame before it.
    The last is held for its own length; something is shown at least once. It is counted from
    `start` instead where the first frame has been on screen for more than a tick by then.
    """
    shown = 0
    origin: float | None = None
    held: tuple[Timed, T] | None = None
    for timed, frame in frames:
        if held is None or origin is None:
            is_late = timed.start + 1 / float(rate) < start
            origin = start if is_late else timed.start
        else:
            due = min(_tick(timed.start - origin, rate, held[0].length), count)
            yield from (held[1] for _ in range(shown, due))
            shown = max(shown, due)
        if shown >= count:
            return
        held = (timed, frame)
    if held is not None and origin is not None:
        length = held[0].length
        due = max(1, _tick(held[0].start + length - origin, rate, length))
        yield from (held[1] for _ in range(shown, min(due, count)))


def densest_rate(times: Sequence[int], time_base: Fraction) -> Fraction:
    """Frames per second where frames follow each other most quickly, for half a second or longer.

    `times` are ascending; 0 where they are shorter than that.
    """
    span = math.ceil(_DENSE_FOR / time_base)
    densest = Fraction(0)
    first = 0
    for last, time in enumerate(times):
        while first < last and time - times[first + 1] >= span:
            first += 1
        if time - times[first] >= span:
            densest = max(densest, (last - first) / ((time - times[first]) * time_base))
    return densest


def _tick(seconds: float, rate: Fraction, length: float) -> int:
    """The first tick that is not before a time, when what was shown until then has a length.

    With some slack: many files round their times, Matroska to milliseconds. It is less than a
    frame, also where many fall on one tick.
    """
    slack = min(0.25, 0.4 * length * float(rate)) if length else 0.25
    return math.ceil(seconds * float(rate) - slack)
