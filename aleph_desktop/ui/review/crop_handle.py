"""The crop on the picture, for the mouse: it is painted by the view, and dragged here."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.framing import Placement
from aleph_desktop.ui.review.framed import crop_position, dragged


class CropHandle(QWidget):
    """Lies over the picture and is as large. `moved` is told; who shows the crop moves it."""

    moved = Signal(float)  # where the crop should lie, 0 to 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._placement: Placement | None = None
        self._begun: tuple[QPointF, float] | None = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName("Crop")
        self.hide()

    def set_placement(self, placement: Placement) -> None:
        """What is dragged."""
        self._placement = placement

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._placement is None:
            event.ignore()
            return
        self._begun = event.position(), crop_position(self._placement)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._begun is None or self._placement is None:
            return
        grabbed, position = self._begun
        way = event.position() - grabbed
        self.moved.emit(dragged(self.rect(), self._placement, position, way))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begun = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
