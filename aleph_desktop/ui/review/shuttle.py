"""The speed that is played at: the chosen one, or what J and L have made of it."""

from dataclasses import dataclass

SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
_FASTEST = 8


@dataclass(frozen=True, slots=True)
class Shuttle:
    """`times` 0: the chosen speed; else that many times as fast as usual, negative: backwards."""

    speed: float = 1.0  # one of SPEEDS
    times: int = 0

    @property
    def rate(self) -> float:
        """Seconds of the clip in a second."""
        return float(self.times) if self.times else self.speed

    def pushed(self, direction: int, *, plays: bool) -> "Shuttle":
        """L (1) or J (-1): first as fast as usual, then twice, four and eight times as fast."""
        runs = self.times or (1 if self.speed == 1.0 else 0)
        if not plays or runs * direction <= 0:
            return Shuttle(self.speed, direction)
        return Shuttle(self.speed, direction * min(_FASTEST, abs(runs) * 2))

    def stopped(self) -> "Shuttle":
        """K, or a pause: the chosen speed again."""
        return Shuttle(self.speed)


def speed_words(rate: float) -> str:
    """ "0.5×", "1×", "−4×"."""
    return f"{rate:g}×".replace("-", "−")
