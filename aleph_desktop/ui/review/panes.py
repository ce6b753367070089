"""Where the pictures go: fitted, 2 px apart, beside or over each other, whichever is larger."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRect, QSize

GAP = 2  # pixels between the pictures
MARGIN = 10  # pixels around them


def one_pane(area: QSize, picture: QSize) -> QRect:
    """The place of a picture that stands alone."""
    cell = QRect(0, 0, area.width(), area.height()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    fitted = _fit(cell.size(), picture)
    return _centred(cell, fitted)


def two_panes(area: QSize, left: QSize, right: QSize) -> tuple[QRect, QRect]:
    """The places of the reference and the edited picture, side by side or over and under."""
    beside = _beside(area, left, right)
    over = _over(area, left, right)
    return over if _smallest(over) > _smallest(beside) else beside


def many_panes(area: QSize, shapes: Sequence[QSize]) -> list[QRect]:
    """The places of one to four pictures, in the order of reading."""
    if len(shapes) == 1:
        return [one_pane(area, shapes[0])]
    if len(shapes) == 2:
        return [*two_panes(area, *shapes)]
    ways = [_rows_of(area, shapes, columns) for columns in range(1, len(shapes) + 1)]
    return max(ways, key=_smallest)


def cells(area: QSize, places: Sequence[QRect]) -> list[QRect]:
    """The room that each of these places has to grow."""
    columns = sum(place.top() < places[0].bottom() for place in places)
    return [
        _cell(area, number, columns, ceil(len(places) / columns)) for number in range(len(places))
    ]


def _cell(area: QSize, number: int, columns: int, rows: int) -> QRect:
    width = (area.width() - 2 * MARGIN - (columns - 1) * GAP) // columns
    height = (area.height() - 2 * MARGIN - (rows - 1) * GAP) // rows
    row, column = divmod(number, columns)
    return QRect(
        MARGIN + column * (width + GAP),
        MARGIN + row * (height + GAP),
        max(2, width),
        max(2, height),
    )


def _rows_of(area: QSize, shapes: Sequence[QSize], columns: int) -> list[QRect]:
    """Rows of so many pictures, close together around the middle of the area."""
    rows = ceil(len(shapes) / columns)
    cell = _cell(area, 0, columns, rows).size()
    sizes = [_fit(cell, shape) for shape in shapes]
    widest = max(size.width() for size in sizes)
    tallest = max(size.height() for size in sizes)
    left = (area.width() - columns * widest - (columns - 1) * GAP) // 2
    top = (area.height() - rows * tallest - (rows - 1) * GAP) // 2
    places = []
    for number, size in enumerate(sizes):
        row, column = divmod(number, columns)
        slot = QRect(left + column * (widest + GAP), top + row * (tallest + GAP), widest, tallest)
        places.append(_centred(slot, size))
    return places


def _smallest(places: Sequence[QRect]) -> int:
    return min(place.width() * place.height() for place in places)


def _beside(area: QSize, left: QSize, right: QSize) -> tuple[QRect, QRect]:
    half = (area.width() - 2 * MARGIN - GAP) // 2
    cell = QSize(half, area.height() - 2 * MARGIN)
    a, b = _fit(cell, left), _fit(cell, right)
    x = (area.width() - a.width() - GAP - b.width()) // 2
    return (
        QRect(x, (area.height() - a.height()) // 2, a.width(), a.height()),
        QRect(x + a.width() + GAP, (area.height() - b.height()) // 2, b.width(), b.height()),
    )


def _over(area: QSize, top: QSize, bottom: QSize) -> tuple[QRect, QRect]:
    flipped = _beside(area.transposed(), top.transposed(), bottom.transposed())
    a, b = (QRect(r.y(), r.x(), r.height(), r.width()) for r in flipped)
    return a, b


def _fit(cell: QSize, picture: QSize) -> QSize:
    """The largest size of the picture's shape inside a cell; at least two pixels.

    Even: swscale takes three times as long for a picture of odd width (measured).
    """
    width, height = max(2, cell.width()), max(2, cell.height())
    if picture.width() * height > picture.height() * width:
        height = round(width * picture.height() / picture.width())
    else:
        width = round(height * picture.width() / picture.height())
    return QSize(max(2, width // 2 * 2), max(2, height // 2 * 2))


def _centred(cell: QRect, size: QSize) -> QRect:
    x = cell.x() + (cell.width() - size.width()) // 2
    y = cell.y() + (cell.height() - size.height()) // 2
    return QRect(x, y, size.width(), size.height())
