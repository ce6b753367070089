"""Words on the canvas: labels in a pane's corner, and what stands where there is no picture."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from aleph_desktop.ui.theme import fixed, semibold, small
from aleph_desktop.ui.tokens import ON_CANVAS_TEXT

_BEHIND = QColor(0x0B, 0x0C, 0x0E, 0xC4)
_INSET = 10  # pixels from the picture's corner
_WRAP = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(
    Qt.TextFlag.TextWordWrap
)


def paint_label(painter: QPainter, place: QRect, text: str, *, right: bool = False) -> None:
    """A clip's name in the top left corner of its picture, or the right one."""
    font = small(painter.font())
    metrics = QFontMetrics(font)
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() - 2 * _INSET - 16)
    if not text:
        return
    width = metrics.horizontalAdvance(text) + 16
    x = place.x() + (place.width() - width - _INSET if right else _INSET)
    _paint_box(painter, QRectF(x, place.y() + _INSET, width, metrics.height() + 6), font, text)


def paint_readout(painter: QPainter, place: QRect, text: str) -> None:
    """What is under the mouse, in figures that don't move their neighbours."""
    font = small(fixed())
    if text:
        _paint_box(painter, QRectF(place), font, text)


def readout_size(text: str) -> QSize:
    """What `paint_readout` needs for this text."""
    metrics = QFontMetrics(small(fixed()))
    return QSize(metrics.horizontalAdvance(text) + 16, metrics.height() + 6)


def _paint_box(painter: QPainter, box: QRectF, font: QFont, text: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_BEHIND)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(QColor(ON_CANVAS_TEXT))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def paint_words(painter: QPainter, place: QRect, text: str) -> None:
    """A title line and what else there is to say, wrapped, in the middle of a place."""
    title, _, rest = text.partition("\n")
    room = place.adjusted(16, 8, -16, -8)
    if not title or room.width() < 1:
        return
    painter.save()
    heading = semibold(painter.font()) if rest else painter.font()
    body = small(painter.font())
    tall = 10000
    title_box = QFontMetrics(heading).boundingRect(0, 0, room.width(), tall, _WRAP, title)
    rest_box = QFontMetrics(body).boundingRect(0, 0, room.width(), tall, _WRAP, rest)
    gap = 6 if rest else 0
    height = title_box.height() + gap + (rest_box.height() if rest else 0)
    top = room.y() + max(0, (room.height() - height) // 2)
    painter.setClipRect(place)
    painter.setFont(heading)
    painter.setPen(QColor(ON_CANVAS_TEXT))
    painter.drawText(QRect(room.x(), top, room.width(), title_box.height()), _WRAP, title)
    if rest:
        painter.setFont(body)
        below = QRect(room.x(), top + title_box.height() + gap, room.width(), rest_box.height())
        painter.drawText(below, _WRAP, rest)
    painter.restore()
