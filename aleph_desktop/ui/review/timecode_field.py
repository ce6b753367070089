"""The timecode on screen, which can be typed over to go to another frame."""

import re
from fractions import Fraction

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from aleph_desktop.domain.timecode import read_timecode, timecode
from aleph_desktop.ui.labels import set_invalid
from aleph_desktop.ui.theme import fixed

_FRAME_NUMBER = re.compile(r"[fF#]\s*(\d{1,9})")
_STEP = re.compile(r"([+\-−])\s*(\d{1,9})")
_TIP = "Type where to go: 2:09, 1:00:02:09, 2.36 (seconds), f73 (frame) or +10"
_ROOM = 14  # pixels that are not for the figures


class TimecodeField(QLineEdit):
    """Return goes there; Escape and leaving the field take back what was typed."""

    number_given = Signal(int)  # of a frame, as `set_number` counts

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._first = 0, 0
        self._rate, self._drop = Fraction(25), False
        self.setFont(fixed())
        self.setStyleSheet("QLineEdit { padding: 0 2px; min-height: 22px; }")
        self.setAccessibleName("Timecode")
        self.setToolTip(_TIP)
        self.setMaxLength(20)
        self.setAcceptDrops(False)  # the window takes them, and knows what they are
        self.textEdited.connect(self._on_text_edited)
        self.returnPressed.connect(self._on_return)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("00:00:00:00") + _ROOM, 26)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def set_clip(self, rate: Fraction, first: int, *, drop: bool) -> None:
        """Frames a second, the number of the clip's first frame, and whether numbers are dropped.

        "f73" means the clip's frame 73, from 0.
        """
        self._rate, self._first, self._drop = rate, first, drop

    def set_number(self, number: int) -> None:
        """Show a frame's timecode, unless somebody is just typing another."""
        self._number = number
        if not self.isModified():
            self._show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        had_focus = self.hasFocus()
        super().mousePressEvent(event)
        if not had_focus:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._show()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._show()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        self.setText(timecode(self._number, self._rate, drop=self._drop))
        self.setModified(False)
        set_invalid(self, False)
        self.setCursorPosition(0)

    def _read(self) -> int:
        """Raises ValueError, with words for people."""
        text = self.text().strip()
        if found := _FRAME_NUMBER.fullmatch(text):
            return self._first + int(found[1])
        if found := _STEP.fullmatch(text):
            return self._number + (int(found[2]) if found[1] == "+" else -int(found[2]))
        return read_timecode(text, self._rate, drop=self._drop)

    def _on_text_edited(self) -> None:
        set_invalid(self, False)
        QToolTip.hideText()

    def _on_return(self) -> None:
        """Wrong words stay, to be mended, and it is said what is wrong with them."""
        try:
            number = self._read()
        except ValueError as error:
            set_invalid(self, True)
            words = f"{error}\n{_TIP}"
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), words, self)
            return
        self._show()
        self.clearFocus()
        self.number_given.emit(number)
