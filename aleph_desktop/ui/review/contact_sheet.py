"""A contact sheet: pairs of frames over the whole take, reference over edited, with a header."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.review.exhibit import Exhibit, Shown
from aleph_desktop.ui.review.lettering import Lettering, elided, paint_tag, wrapped
from aleph_desktop.ui.tokens import DARK, ON_CANVAS_DIM, ON_CANVAS_TEXT

PAIRS = 12
MOST = 4000  # pixels, either way
_CELL = 640  # pixels, the widest picture
_SHAPE = 1.4  # the sheet's width by its height, about, as paper has
_PROMPT_LINES = 4
_GROUND = QColor(DARK.canvas)
_TEXT, _DIM, _MARK = QColor(ON_CANVAS_TEXT), QColor(ON_CANVAS_DIM), QColor(DARK.warning)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def sheet_frames(count: int, peaks: Sequence[int], most: int = PAIRS) -> list[int]:
    """The frames of a sheet, in order: evenly spread from the first to the last.

    A peak takes the place of the frame nearest to it, the greatest first; every second place stays,
    so that the sheet is of the whole take.
    """
    places = min(most, count)
    if places < 2:
        return [0] * places
    even = [round(place * (count - 1) / (places - 1)) for place in range(places)]
    chosen = dict(enumerate(even))
    free = set(range(1, places - 1, 2))
    for peak in peaks:
        if free and 0 <= peak < count and peak not in chosen.values():
            place = min(free, key=lambda place: (abs(even[place] - peak), place))
            free.discard(place)
            chosen[place] = peak
    return sorted(chosen.values())


class _Plan(NamedTuple):
    """Measures in pixels."""

    columns: int
    rows: int
    cell: int  # a picture's width
    heights: tuple[int, ...]  # of the pictures in a cell, from the top
    unit: int  # the height of the small letters; gaps and margins follow from it
    header: int
    size: tuple[int, int]


class ContactSheet:
    """Painted in steps, so that none takes long: `for step in range(sheet.steps): paint(step)`."""

    def __init__(self, exhibit: Exhibit, fonts: Lettering) -> None:
        """At least one side has frames."""
        self._exhibit = exhibit
        self._sides = [side for side in (exhibit.reference, exhibit.edited) if side is not None]
        self._frames = sheet_frames(len(exhibit.pairs), exhibit.peaks)
        plan = _planned(self._sides, len(self._frames))
        self._small = fonts.sized(plan.unit)
        self._large = fonts.sized(round(plan.unit * 1.5))
        room = min(plan.size[0] - 4 * plan.unit, plan.unit * 90)
        self._prompt = wrapped(exhibit.caption.prompt, self._large.plain, room, _PROMPT_LINES)
        self._plan = _measured(self._sides, plan.columns, plan.rows, plan.cell, len(self._prompt))
        self.image = QImage(*self._plan.size, QImage.Format.Format_RGB32)

    @property
    def steps(self) -> int:
        """The header, and each picture."""
        return 1 + len(self._frames) * len(self._sides)

    def paint(self, step: int) -> None:
        """One of them, in order."""
        painter = QPainter(self.image)
        try:
            if step == 0:
                self._clear(painter, 0, self._plan.header)
                self._paint_header(painter)
            else:
                self._paint_picture(painter, *divmod(step - 1, len(self._sides)))
        finally:
            painter.end()

    def _paint_header(self, painter: QPainter) -> None:
        plan, caption = self._plan, self._exhibit.caption
        unit, margin = plan.unit, 2 * plan.unit
        width = plan.size[0] - 2 * margin
        line = QRectF(margin, margin, width, unit * 2.2)
        painter.setPen(_DIM)
        painter.setFont(self._small.plain)
        facts = " · ".join((*caption.facts, self._span()))
        used = painter.boundingRect(line, _RIGHT, facts).width() + margin
        painter.drawText(line, _RIGHT, facts)
        painter.setPen(_TEXT)
        painter.setFont(self._large.bold)
        painter.drawText(line, _LEFT, elided(caption.title, self._large.bold, width - used))
        painter.setFont(self._large.plain)
        line.translate(0, unit * 0.3)
        for words in self._prompt:
            line.translate(0, unit * 2.1)
            painter.drawText(line, _LEFT, words)

    def _clear(self, painter: QPainter, top: int, height: int) -> None:
        """The header's ground or a row's, not all at once: the whole sheet takes too long."""
        painter.fillRect(0, top, self._plan.size[0], height, _GROUND)

    def _span(self) -> str:
        """Which part of the clip it is."""
        exhibit = self._exhibit
        return f"{exhibit.code(0)} – {exhibit.code(len(exhibit.pairs) - 1)}"

    def _paint_picture(self, painter: QPainter, number: int, row: int) -> None:
        place = self._place(number, row)
        if row == 0 and number % self._plan.columns == 0:
            height = _cell_height(self._plan.heights, self._plan.unit)
            self._clear(painter, place.y(), height + self._plan.unit)  # with the lower margin
        side, index = self._sides[row], self._frames[number]
        pair = self._exhibit.pairs[index]
        which = pair[0] if side is self._exhibit.reference else pair[1]
        still = side.reel.still(which, place.width(), place.height())
        painter.drawImage(place.topLeft(), to_image(still))
        if number == 0:
            words = "Reference" if side is self._exhibit.reference else "Edited"
            paint_tag(painter, place, words, self._small.plain)
        if row == len(self._sides) - 1:
            self._paint_code(painter, place, index)

    def _paint_code(self, painter: QPainter, place: QRect, index: int) -> None:
        """Under the cell: its timecode and its number; a peak is marked."""
        unit, exhibit = self._plan.unit, self._exhibit
        line = QRectF(place.x(), place.bottom() + 1, place.width(), unit * 2)
        painter.setFont(self._small.fixed)
        painter.setPen(_TEXT)
        painter.drawText(line, _LEFT, exhibit.code(index))
        painter.setFont(self._small.plain)
        is_peak = index in exhibit.peaks
        painter.setPen(_MARK if is_peak else _DIM)
        number = f"frame {exhibit.first + index}"
        painter.drawText(line, _RIGHT, f"▲ peak · {number}" if is_peak else number)

    def _place(self, number: int, row: int) -> QRect:
        plan = self._plan
        down, across = divmod(number, plan.columns)
        x = 2 * plan.unit + across * (plan.cell + plan.unit)
        y = plan.header + down * _cell_height(plan.heights, plan.unit)
        y += sum(plan.heights[:row]) + row * _seam(plan.unit)
        return QRect(x, y, plan.cell, plan.heights[row])


def _seam(unit: int) -> int:
    """Between the reference and the edited picture."""
    return max(2, unit // 6)


def _cell_height(heights: tuple[int, ...], unit: int) -> int:
    """With the timecode, and the gap to the next row."""
    return sum(heights) + _seam(unit) * (len(heights) - 1) + 3 * unit


def _planned(sides: Sequence[Shown], count: int) -> _Plan:
    """The number of columns whose sheet is nearest to paper's shape, of those without a gap."""
    plans = [_plan(sides, count, wide) for wide in range(1, count + 1) if count % wide == 0]
    return min(plans, key=lambda plan: abs(plan.size[0] / plan.size[1] / _SHAPE - 1))


def _plan(sides: Sequence[Shown], count: int, columns: int) -> _Plan:
    """With pictures as large as the sheet may be."""
    rows = -(-count // columns)
    cell = min(_CELL, *(max(side.reel.width, 320) for side in sides))
    while True:
        plan = _measured(sides, columns, rows, cell)
        over = max(plan.size) / MOST
        if over <= 1:
            return plan
        cell = min(cell - 1, int(cell / over))


def _measured(
    sides: Sequence[Shown], columns: int, rows: int, cell: int, lines: int = _PROMPT_LINES
) -> _Plan:
    heights = tuple(max(1, round(cell * s.reel.height / s.reel.width)) for s in sides)
    width = columns * cell
    unit = max(12, round(width / 110))
    header = round(unit * (2 + 2.5 + 2.1 * lines + 0.8))
    size = (
        width + (columns - 1) * unit + 4 * unit,
        header + rows * _cell_height(heights, unit) + unit,
    )
    return _Plan(columns, rows, cell, heights, unit, header, size)
