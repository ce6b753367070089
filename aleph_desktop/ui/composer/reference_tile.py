"""One image reference as a small picture that can be taken away."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QWidget

from aleph_desktop.domain.source_url import is_url
from aleph_desktop.ui.composer.reference_picture import TILE, is_there, picture, short_name
from aleph_desktop.ui.theme import Theme, small

_CROSS = 16  # pixels a side
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OPENING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu)


class ReferenceTile(QWidget):
    """Shows a cross while the mouse or the focus is on it; Del removes, too."""

    removal_wanted = Signal(str)

    def __init__(self, theme: Theme, reference: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.reference = reference
        self.is_missing = not is_there(reference)
        self._image: QImage | None = None
        self._pressed = False
        if not self.is_missing and not is_url(reference):
            self._image = picture(reference, TILE, self.devicePixelRatioF())
        self.setFixedSize(TILE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(self._facts())
        self.setAccessibleName(f"Image reference {self._facts()}")
        self.setAccessibleDescription("Del removes it")
        theme.changed.connect(self.update)

    @property
    def cross(self) -> QRect:
        """Where a click removes."""
        return QRect(self.width() - _CROSS - 2, 2, _CROSS, _CROSS)

    @property
    def words(self) -> str:
        """What stands in it instead of a picture."""
        if self.is_missing:
            return "missing"
        if is_url(self.reference):
            return short_name(self.reference)
        return "" if self._image else "no picture"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _REMOVING:
            self.removal_wanted.emit(self.reference)
        elif event.key() in _OPENING:
            self._open_menu(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._is_on_cross(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed and self._is_on_cross(event):
            self.removal_wanted.emit(self.reference)
        self._pressed = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(frame, 6, 6)
        painter.fillPath(shape, QColor(t.field))
        if self._image is not None:
            painter.setClipPath(shape)
            painter.drawImage(0, 0, self._image)
            painter.setClipping(False)
        else:
            self._paint_words(painter)
        line = t.bad if self.is_missing else t.accent if self.hasFocus() else t.line
        painter.setPen(QPen(QColor(line), 2 if self.hasFocus() else 1))
        painter.drawPath(shape)
        if self.underMouse() or self.hasFocus():
            self._paint_cross(painter)

    def _paint_words(self, painter: QPainter) -> None:
        t = self._theme.tokens
        font = small(self.font())
        font.setPixelSize(10)
        painter.setFont(font)
        painter.setPen(QColor(t.bad if self.is_missing else t.dim))
        room = self.rect().adjusted(4, 2, -4, -2)
        if is_url(self.reference):
            _paint_globe(painter, QPoint(room.center().x(), room.top() + 12))
            room.setTop(room.bottom() - painter.fontMetrics().height())
        right = Qt.TextElideMode.ElideRight
        lines = [
            painter.fontMetrics().elidedText(word, right, room.width())
            for word in self.words.split()
        ]
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), "\n".join(lines))

    def _paint_cross(self, painter: QPainter) -> None:
        t = self._theme.tokens
        place = QRectF(self.cross)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.raised))
        painter.drawEllipse(place)
        painter.setPen(QPen(QColor(t.text), 1.4))
        inner = place.adjusted(5, 5, -5, -5)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())

    def _is_on_cross(self, event: QMouseEvent) -> bool:
        left = event.button() is Qt.MouseButton.LeftButton
        return left and self.cross.contains(event.position().toPoint())

    def _open_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Remove").triggered.connect(self._on_remove)
        menu.popup(where)

    def _on_remove(self) -> None:
        self.removal_wanted.emit(self.reference)

    def _facts(self) -> str:
        if is_url(self.reference):
            return f"{short_name(self.reference)}: an image on the web"
        name = short_name(self.reference) or "from the library"
        if self.is_missing:
            return f"{name}: this file is not there any more"
        return name if self._image else f"{name}: no picture can be shown"


def _paint_globe(painter: QPainter, middle: QPoint) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, 9, 9)
    painter.drawEllipse(middle, 4, 9)
    painter.drawLine(middle.x() - 9, middle.y(), middle.x() + 9, middle.y())
