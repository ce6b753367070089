"""How a draft's picture lies in what is sent: the crop's place on it, or the bars' around it."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from aleph_desktop.domain.framing import Placement

_OUTSIDE = QColor(0, 0, 0, 0xA8)  # over what isn't sent
_LINE = QColor(0xFF, 0xFF, 0xFF, 0xC8)
_BARS = QColor(0, 0, 0)


def picture_in(place: QRect, placement: Placement) -> QRect:
    """Where the picture is inside the frame that is drawn at `place`; of even size."""
    scale = place.width() / placement.size[0]
    x, y, width, height = placement.picture
    inner = QRectF(x * scale, y * scale, width * scale, height * scale).translated(place.topLeft())
    cut = inner.toRect()
    return QRect(cut.x(), cut.y(), max(2, cut.width() // 2 * 2), max(2, cut.height() // 2 * 2))


def crop_in(place: QRect, placement: Placement) -> QRectF:
    """Where the crop is on the whole picture that is drawn at `place`."""
    across = place.width() / placement.source[0]
    down = place.height() / placement.source[1]
    x, y, width, height = placement.crop
    crop = QRectF(x * across, y * down, width * across, height * down)
    return crop.translated(QPointF(place.topLeft()))


def crop_position(placement: Placement) -> float:
    """Where the crop lies, 0 at the left or top, 1 at the right or bottom."""
    x, y, width, height = placement.crop
    wide, tall = placement.source[0] - width, placement.source[1] - height
    return x / wide if wide >= tall else y / tall


def dragged(place: QRect, placement: Placement, begun: float, by: QPointF) -> float:
    """The position of a crop that was at `begun` and is dragged by some pixels of the screen."""
    crop = crop_in(place, placement)
    wide, tall = place.width() - crop.width(), place.height() - crop.height()
    way, room = (by.x(), wide) if wide >= tall else (by.y(), tall)
    return min(1.0, max(0.0, begun + way / room)) if room > 0 else begun


def paint_crop(painter: QPainter, place: QRect, placement: Placement) -> None:
    """Dim what isn't sent, and put a line around the rest."""
    crop = crop_in(place, placement).toAlignedRect().intersected(place)
    painter.save()
    for part in _around(place, crop):
        painter.fillRect(part, _OUTSIDE)
    _outline(painter, crop)
    painter.restore()


def paint_bars(painter: QPainter, place: QRect) -> None:
    """The ground of a frame that its picture doesn't fill."""
    painter.fillRect(place, _BARS)


def paint_edge(painter: QPainter, place: QRect) -> None:
    """A line around the whole frame: bars are as dark as what is around them."""
    painter.save()
    _outline(painter, place)
    painter.restore()


def _outline(painter: QPainter, rect: QRect) -> None:
    painter.setPen(_LINE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _around(place: QRect, hole: QRect) -> tuple[QRect, ...]:
    """The parts of a rectangle that a hole leaves."""
    left, top = hole.x() - place.x(), hole.y() - place.y()
    right, bottom = place.right() - hole.right(), place.bottom() - hole.bottom()
    return (
        QRect(place.x(), place.y(), place.width(), top),
        QRect(place.x(), hole.bottom() + 1, place.width(), bottom),
        QRect(place.x(), hole.y(), left, hole.height()),
        QRect(hole.right() + 1, hole.y(), right, hole.height()),
    )
