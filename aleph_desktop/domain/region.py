"""A rectangle on a picture, in shares of it."""

from typing import NamedTuple, Self

_LEAST = 0.01  # of the picture's width and height; less is a click, no rectangle


class Region(NamedTuple):
    """0 to 1 from the picture's upper left corner; left < right, top < bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def between(cls, a: tuple[float, float], b: tuple[float, float]) -> Self | None:
        """By two opposite corners, cut to the picture; None: too small to be meant."""
        (left, right), (top, bottom) = (
            sorted(min(1.0, max(0.0, value)) for value in pair) for pair in zip(a, b, strict=True)
        )
        if right - left < _LEAST or bottom - top < _LEAST:
            return None
        return cls(left, top, right, bottom)
