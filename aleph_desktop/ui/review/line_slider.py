"""A slim slider: a line and a handle, for scrubbing and for the volume."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSlider, QWidget

_LINE = 4  # pixels
_HANDLE = 3  # pixels wide
_TALL = 14


class LineSlider(QSlider):
    """A click jumps there, a drag follows, keys step. `chosen` is the user's doing alone."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(120, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 20)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self.chosen.emit(self.value())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        groove = QRectF(0, middle - _LINE / 2, self.width(), _LINE)
        painter.setBrush(self._colour(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(groove, 2, 2)
        if not self.isEnabled():
            return
        x = self.x_of(self.value())
        groove.setWidth(x + _HANDLE / 2)
        painter.setBrush(self._colour(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(groove, 2, 2)
        handle = QRectF(x, middle - _TALL / 2, _HANDLE, _TALL)
        if self.hasFocus():
            painter.drawRoundedRect(handle.adjusted(-3, -3, 3, 3), 4, 4)
        painter.setBrush(self._colour(QPalette.ColorRole.WindowText))
        painter.drawRoundedRect(handle, 1.5, 1.5)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)

    def _span(self) -> int:
        return max(1, self.maximum() - self.minimum())

    def x_of(self, value: int) -> float:
        """Where a value lies, pixels from the left edge."""
        return (value - self.minimum()) / self._span() * (self.width() - _HANDLE)

    def _go_to(self, x: float) -> None:
        share = (x - _HANDLE / 2) / max(1, self.width() - _HANDLE)
        value = self.minimum() + round(min(1.0, max(0.0, share)) * self._span())
        if value != self.value():
            self.setValue(value)
            self.chosen.emit(value)
