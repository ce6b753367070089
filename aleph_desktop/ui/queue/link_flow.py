"""Links one after the other, on as many lines as they may have. Pure."""

from collections.abc import Sequence
from typing import NamedTuple


class Spot(NamedTuple):
    """Where a link begins."""

    line: int
    x: int


def flow(widths: Sequence[int], gap: int, room: int, lines: int) -> list[Spot]:
    """Places for the first of the links; what has no room any more is left out.

    The first link always has a place: its words are fitted.
    """
    spots: list[Spot] = []
    line = x = 0
    for width in widths:
        if x and x + width > room:
            line, x = line + 1, 0
        if line == lines or (spots and width > room):
            break
        spots.append(Spot(line, x))
        x += width + gap
    return spots
