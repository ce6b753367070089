"""The button in a picture's corner that takes its frame as an image reference."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

USE_FRAME = "Use this frame as image reference"
_INSET = 10  # pixels from the picture's corner


class FrameButton(QToolButton):
    """Always there for the keyboard and a screen reader; painted while it is near to be used."""

    def __init__(self, of: str, parent: QWidget) -> None:
        """`of` names the picture: it is told to a screen reader."""
        super().__init__(parent)
        self._is_lit = False
        self.setText("Use this frame")
        self.setAccessibleName(f"{USE_FRAME}: {of}")
        self.setToolTip(USE_FRAME)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def set_lit(self, on: bool) -> None:
        """Whether the mouse is over the pictures."""
        self._is_lit = on
        self.update()

    def put_on(self, picture: QRect | None) -> None:
        """Into the picture's lower right corner; hidden without one, or where it has no room."""
        size = self.sizeHint()
        has_room = picture is not None and picture.width() >= size.width() + 2 * _INSET
        self.setVisible(has_room)
        if picture is not None:
            corner = picture.bottomRight()
            x, y = corner.x() + 1 - _INSET - size.width(), corner.y() + 1 - _INSET - size.height()
            self.setGeometry(x, y, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_lit or self.hasFocus():
            super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
