"""Where the pictures go: fitted, 2 px apart, beside or over each other, whichever is larger."""

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
    return over if _smaller(over) > _smaller(beside) else beside


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


def _smaller(panes: tuple[QRect, QRect]) -> int:
    return min(pane.width() * pane.height() for pane in panes)


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
