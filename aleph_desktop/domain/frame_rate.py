"""Frame rates, in plain arithmetic: frames per second as fractions."""

import math
from fractions import Fraction

STANDARD_RATES = tuple(
    Fraction(rate) * scale
    for rate in (12, 15, 24, 25, 30, 48, 50, 60, 90, 100, 120, 240)
    for scale in (Fraction(1), Fraction(1000, 1001))
)
FASTEST = 60  # frames a second; the model's clips have 24 to 30, so more only costs bytes


def snapped(rate: Fraction, *, within: Fraction = Fraction(3, 10_000)) -> Fraction:
    """The standard rate that `rate` means, or `rate` in short terms.

    Rounded timestamps give averages like 29.9698. 24 and 23.976 lie 0.1 % apart, hence 0.03 %.
    `within` is for what is measured less exactly.
    """
    nearest = min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
    if abs(nearest - rate) <= rate * within:
        return nearest
    return rate.limit_denominator(1001)


def proxy_rate(rate: Fraction) -> Fraction:
    """The rate of the proxy: the source's own, or a whole part of it that is at most 60."""
    return rate / math.ceil(rate / FASTEST)


def frames_within(seconds: float, rate: Fraction) -> int:
    """How many whole frames fit into `seconds`; at least 1."""
    return max(1, math.floor(Fraction(seconds) * rate + Fraction(1, 1000)))


def rate_words(rate: Fraction) -> str:
    """For people: "25 fps", "23.98 fps"."""
    return f"{float(rate):.2f}".rstrip("0").rstrip(".") + " fps"
