"""The scrub bar: a position, and the part that loops."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from aleph_desktop.ui.review.line_slider import LineSlider

_MARK = 2  # pixels wide
_TALL = 12


class ScrubBar(LineSlider):
    """A LineSlider over frames, with the loop's marks on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[int, int] | None = None
        self.setPageStep(10)
        self.setAccessibleName("Position")

    def set_marks(self, marks: tuple[int, int] | None) -> None:
        """The first and the last frame that loop; None: all."""
        self._marks = marks
        words = f"Loops from frame {marks[0]} to {marks[1]}" if marks else ""
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._marks is None or not self.isEnabled():
            return
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.WindowText))
        left, right = (self.x_of(mark) for mark in self._marks)
        right += self.width() / (self.maximum() - self.minimum() + 1)
        top = (self.height() - _TALL) / 2
        for x, inwards in ((left, 1), (min(right, self.width() - _MARK), -1)):
            painter.drawRect(QRectF(x, top, _MARK, _TALL))
            for y in (top, top + _TALL - 1):
                foot = 4 * inwards
                painter.drawRect(QRectF(min(x, x + foot), y, abs(foot), 1))
