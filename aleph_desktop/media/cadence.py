"""Frame rates, and frames of any timing laid out at a constant rate. Plain arithmetic."""

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple, TypeVar

T = TypeVar("T")

STANDARD_RATES = tuple(
    Fraction(rate) * scale
    for rate in (12, 15, 24, 25, 30, 48, 50, 60, 90, 100, 120, 240)
    for scale in (Fraction(1), Fraction(1000, 1001))
)
FASTEST = 60  # frames a second; the model's clips have 24 to 30, so more only costs bytes


class Timed(NamedTuple):
    """When something is shown. Both in seconds; `length` is 0 where the file doesn't say."""

    start: float
    length: float


def snapped(rate: Fraction) -> Fraction:
    """The standard rate that `rate` means, or `rate` in short terms.

    Rounded timestamps give averages like 29.9698. 24 and 23.976 lie 0.1 % apart, hence 0.03 %.
    """
    nearest = min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
    if abs(nearest - rate) <= rate * Fraction(3, 10_000):
        return nearest
    return rate.limit_denominator(1001)


def proxy_rate(rate: Fraction) -> Fraction:
    """The rate of the proxy: the source's own, or a whole part of it that is at most 60."""
    return rate / math.ceil(rate / FASTEST)


def frames_within(seconds: float, rate: Fraction) -> int:
    """How many whole frames fit into `seconds`; at least 1."""
    return max(1, math.floor(Fraction(seconds) * rate + Fraction(1, 1000)))


def constant_rate(frames: Iterable[tuple[Timed, T]], rate: Fraction, count: int) -> Iterator[T]:
    """The frame to show at each tick of `rate`, at most `count` of them.

    That is the one on screen then, counted from the first frame; of a gap the frame before it.
    The last is held for its own length; something is shown at least once.
    """
    shown = 0
    origin: float | None = None
    held: tuple[Timed, T] | None = None
    for timed, frame in frames:
        if held is None or origin is None:
            origin = timed.start
        else:
            due = min(_tick(timed.start - origin, rate), count)
            yield from (held[1] for _ in range(shown, due))
            shown = max(shown, due)
        if shown >= count:
            return
        held = (timed, frame)
    if held is not None and origin is not None:
        due = max(1, _tick(held[0].start + held[0].length - origin, rate))
        yield from (held[1] for _ in range(shown, min(due, count)))


def _tick(seconds: float, rate: Fraction) -> int:
    """The first tick that is not before a time.

    A quarter of a tick of slack: many files round their times, Matroska to milliseconds.
    """
    return math.ceil(seconds * float(rate) - 0.25)
