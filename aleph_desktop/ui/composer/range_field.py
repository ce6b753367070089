"""A field for one timecode: takes what `read_timecode` takes, and shows what is no timecode."""

from fractions import Fraction

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from aleph_desktop.domain.timecode import read_timecode, timecode
from aleph_desktop.ui.labels import set_invalid
from aleph_desktop.ui.theme import fixed
from aleph_desktop.ui.tokens import SMALL_PX

_FRAME = 12  # pixels that are not for the figures
_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class RangeField(QLineEdit):
    """Return or leaving the field takes what was typed; what can't be read goes back."""

    frame_given = Signal(int)

    def __init__(self, name: str, tip: str, *, short: bool, parent: QWidget | None = None) -> None:
        """`short`: for lengths of a few seconds, without hours and minutes."""
        super().__init__(parent)
        self._short = short
        self._frame = 0
        self._rate = Fraction(25)
        font = fixed()
        font.setPixelSize(SMALL_PX)
        self.setFont(font)
        # as wide as its figures, and lower than the fields that the theme has in mind
        self.setStyleSheet("QLineEdit { padding: 0 2px; min-height: 22px; }")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(20)
        self.setAccessibleName(name)
        self.setToolTip(f"{tip}\nTake what you like: 2:09, 1:00:02:09 or 2.36 (seconds)")
        self.setAcceptDrops(False)  # the window takes them, and knows what they are
        self.textEdited.connect(self._on_text_edited)
        self.returnPressed.connect(self._on_return)

    def sizeHint(self) -> QSize:
        return self._size_for("00:00" if self._short else "00:00:00:00")

    def minimumSizeHint(self) -> QSize:
        return self._size_for("00:00" if self._short else "00:00:00")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.text() and not self.isModified():
            self._show()

    def set_frame(self, frame: int, rate: Fraction) -> None:
        """Show a frame, unless somebody is just typing another."""
        self._frame, self._rate = frame, rate
        if not self.isModified():
            self._show()

    def clear(self) -> None:
        """There is no clip."""
        super().clear()
        self._settle()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show()
        elif event.key() in _STEPS:
            self._take()
            self.frame_given.emit(self._frame + _STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _size_for(self, sample: str) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(sample) + _FRAME, 24)

    def _take(self) -> None:
        """Give on what was typed, if it can be read; show what holds."""
        frame = self._read() if self.isModified() else None
        self._show()
        if frame is not None:
            self.frame_given.emit(frame)

    def _read(self) -> int | None:
        try:
            return read_timecode(self.text(), self._rate)
        except ValueError:
            return None

    def _show(self) -> None:
        """Without hours that are none, where there is no room for them."""
        code = timecode(self._frame, self._rate)
        if self._short:
            code = code.removeprefix("00:00:")
        elif self._size_for(code).width() > self.width():
            code = code.removeprefix("00:")
        self.setText(code)
        self._settle()

    def _settle(self) -> None:
        self.setModified(False)
        set_invalid(self, False)

    def _on_text_edited(self) -> None:
        set_invalid(self, bool(self.text().strip()) and self._read() is None)

    def _on_return(self) -> None:
        """Wrong words stay, to be mended."""
        if self._read() is not None:
            self._take()
            self.selectAll()
