"""The line over the pictures: what is shown, how it is compared, and what is thought of it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.review.compare_bar import CompareBar

_TITLE_LEAST = 90  # pixels
_MARGIN, _GAP = 14, 10


class RoomHead(QWidget):
    """A title, which gives way to the tools; always as tall."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = CompareBar()
        self._title = ElidedLabel()
        self._title.setFixedHeight(self._title.fontMetrics().height())  # also without words
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 6, _MARGIN, 6)
        row.setSpacing(_GAP)
        row.addWidget(self._title, 1)
        row.addWidget(self.bar)
        self.setFixedHeight(self.sizeHint().height())
        self.show_tools(False)

    def set_title(self, text: str) -> None:
        self._title.setText(" ".join(text.split()))
        self._title.setToolTip(text)

    def show_tools(self, on: bool) -> None:
        """Whether there is a job, which can be compared and judged."""
        self.bar.setVisible(on)

    def minimumSizeHint(self) -> QSize:
        """With the tools at their least: they give way when the room does."""
        tools = 0 if self.bar.isHidden() else _GAP + self.bar.least_width
        return QSize(2 * _MARGIN + tools + self._title.minimumSizeHint().width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.set_room(event.size().width() - 2 * _MARGIN - _GAP - _TITLE_LEAST)
