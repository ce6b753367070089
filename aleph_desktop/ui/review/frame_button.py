"""The button in a picture's corner that takes its frame as an image reference."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

USE_FRAME = "Use this frame as image reference"
_WORDS = "Use this frame"
_SIGN = "+"  # where the words have no room
_INSET = 10  # pixels from the picture's corner


class FrameButton(QToolButton):
    """Always there for the keyboard and a screen reader; painted while it is near to be used."""

    def __init__(self, of: str, parent: QWidget) -> None:
        """`of` names the picture: it is told to a screen reader."""
        super().__init__(parent)
        self._is_lit = False
        self.setAccessibleName(f"{USE_FRAME}: {of}")
        self.setToolTip(USE_FRAME)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def set_lit(self, on: bool) -> None:
        """Whether the mouse is over the pictures."""
        self._is_lit = on
        self.update()

    def put_on(self, picture: QRect | None, *, left: bool = False) -> None:
        """Into the picture's lower right corner, or the left one; hidden without one."""
        self.setVisible(picture is not None)
        if picture is None:
            return
        self.setText(_WORDS)
        if self.sizeHint().width() + 2 * _INSET > picture.width():
            self.setText(_SIGN)
        self.resize(self.sizeHint())
        if left:
            self.move(picture.bottomLeft() - self.rect().bottomLeft() + QPoint(_INSET, -_INSET))
        else:
            self.move(picture.bottomRight() - self.rect().bottomRight() - QPoint(_INSET, _INSET))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_lit or self.hasFocus():
            super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
