"""One measured figure, beside its floor and its goal."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is value ÷ floor. `goal` is in words; None: the figure is for information."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    goal: str | None = None
    met: bool | None = None


def absolute(
    name: str, value: float, unit: str, *, floor: float | None = None, most: float | None = None
) -> Figure:
    """A figure whose goal, if any, is a number of its own unit; the floor only stands beside it."""
    goal = None if most is None else f"≤ {most:g} {unit}".rstrip()
    return Figure(name, value, unit, floor, None, goal, None if most is None else value <= most)


def relative(
    name: str,
    value: float,
    unit: str,
    floor: float,
    *,
    most: float | None = None,
    least: float | None = None,
) -> Figure:
    """A figure whose goal, if any, is a multiple of its floor."""
    ratio = value / floor
    goal, met = None, None
    if most is not None:
        goal, met = f"≤ {most:g} × floor", ratio <= most
    elif least is not None:
        goal, met = f"≥ {least:g} × floor", ratio >= least
    return Figure(name, value, unit, floor, ratio, goal, met)


_HEADS = ("figure", "value", "floor", "ratio", "goal", "")


def table(figures: Sequence[Figure]) -> str:
    """All figures, one a line, and how many goals were missed."""
    rows = [_HEADS, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = ["  ".join(_cells(row, widths)).rstrip() for row in rows]
    lines.insert(1, "─" * max(map(len, lines)))
    missed = sum(figure.met is False for figure in figures)
    goals = sum(figure.met is not None for figure in figures)
    if goals:
        lines.append(f"\n{goals - missed} of {goals} goals met, {missed} missed.")
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    floor = "" if figure.floor is None else _number(figure.floor)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    value = f"{_number(figure.value)} {figure.unit}".rstrip()
    return figure.name, value, floor, ratio, figure.goal or "", verdict


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Names and goals to the left, figures to the right."""
    return [
        cell.rjust(width) if column in (1, 2, 3) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def _number(value: float) -> str:
    if value == int(value):
        return f"{value:.0f}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
