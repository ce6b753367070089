"""Where the parts of a row lie. Pure geometry, in logical pixels from the row's top left."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect

ROW_HEIGHT = 62
TILE_WIDTH = 72
TILE_HEIGHT = 42
MARGIN = 14

_TILE_GAP = 2
_GAP = 12
_AFTER_TILES = 16
_PROMPT_GOOD = 250  # the state line gets its whole width only beyond this

Field = Literal["size", "seed", "cost", "age"]


@dataclass(frozen=True, slots=True)
class TextWidths:
    """What the parts need in the font at hand, in pixels."""

    state_least: int  # for words that must be read
    state_most: int  # for the longest usual line
    size_and_seed: int
    cost: int
    age: int


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column of small facts: lines of fields."""

    rect: QRect
    lines: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The parts, left to right; none overlaps another."""

    tiles: tuple[QRect, ...]  # reference and result, or one for both where it is narrow
    prompt: QRect
    state: QRect
    facts: tuple[FactColumn, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A way to spend the width; taken when the prompt keeps its least."""

    tiles: int
    prompt: int  # least
    columns: tuple[tuple[int, tuple[tuple[Field, ...], ...]], ...]  # width, lines


def lay_out(width: int, texts: TextWidths) -> RowLayout:
    """The layout for a row of this width: facts are stacked, then dropped, as it gets narrow."""
    plans = _plans(texts)
    plan = next((p for p in plans if _needs(p, texts) <= width), plans[-1])
    tiles = tuple(
        QRect(MARGIN + i * (TILE_WIDTH + _TILE_GAP), _middle(TILE_HEIGHT), TILE_WIDTH, TILE_HEIGHT)
        for i in range(plan.tiles)
    )
    right = width - MARGIN
    columns = []
    for column_width, lines in reversed(plan.columns):
        columns.append(FactColumn(QRect(right - column_width, 0, column_width, ROW_HEIGHT), lines))
        right -= column_width + _GAP
    left = tiles[-1].x() + TILE_WIDTH + _AFTER_TILES
    room = max(0, right - left - _GAP)
    state = max(texts.state_least, min(texts.state_most, room - _PROMPT_GOOD))
    state = min(state, room * 3 // 4)
    return RowLayout(
        tiles=tiles,
        prompt=QRect(left, 0, room - state, ROW_HEIGHT),
        state=QRect(right - state, 0, state, ROW_HEIGHT),
        facts=tuple(reversed(columns)),
    )


def _plans(texts: TextWidths) -> tuple[_Plan, ...]:
    size, cost, age = texts.size_and_seed, texts.cost, texts.age
    in_a_line: tuple[tuple[int, tuple[tuple[Field, ...], ...]], ...] = (
        (size, (("size", "seed"),)),
        (cost, (("cost",),)),
        (age, (("age",),)),
    )
    return (
        _Plan(2, 230, in_a_line),
        _Plan(2, 190, ((max(size, cost + age + _GAP), (("size", "seed"), ("cost", "age"))),)),
        _Plan(2, 96, ((max(age, cost), (("age",), ("cost",))),)),
        _Plan(2, 190, ()),
        _Plan(1, 0, ()),
    )


def _needs(plan: _Plan, texts: TextWidths) -> int:
    tiles = plan.tiles * TILE_WIDTH + (plan.tiles - 1) * _TILE_GAP
    columns = sum(width + _GAP for width, _ in plan.columns)
    return 2 * MARGIN + tiles + _AFTER_TILES + plan.prompt + _GAP + texts.state_least + columns


def _middle(height: int) -> int:
    return (ROW_HEIGHT - height) // 2
