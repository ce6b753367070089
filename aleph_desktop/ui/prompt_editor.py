"""The prompt: plain text, counted as the model's vendor counts."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from aleph_desktop.domain.prompt import utf16_length
from aleph_desktop.ui.labels import label, set_invalid, set_role


class PromptEditor(QPlainTextEdit):
    """A text field with the count in its corner; too long is shown, never cut."""

    clip_pasted = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = 1000
        self.setPlaceholderText(
            "What should be different?\n\nOne change a run works best. Say what must stay: "
            "“Keep the camera and the rabbit's movement as they are.”"
        )
        self.setAccessibleName("Prompt")
        self.setTabChangesFocus(True)
        self._count = label("", "dim", self)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setViewportMargins(0, 0, 0, 20)
        self.textChanged.connect(self._on_text_changed)
        self._on_text_changed()

    def set_limit(self, limit: int) -> None:
        """The model's limit, in UTF-16 units."""
        self._limit = limit
        self._on_text_changed()

    def length(self) -> int:
        """In UTF-16 units."""
        return utf16_length(self.toPlainText())

    @property
    def is_usable(self) -> bool:
        """Not empty and not too long."""
        return bool(self.toPlainText().strip()) and self.length() <= self._limit

    @property
    def excess(self) -> int:
        """UTF-16 units over the limit; 0 when it fits."""
        return max(0, self.length() - self._limit)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text only; a file that is pasted or dropped is a clip, not its path as text."""
        if self.canInsertFromMimeData(source):
            self.insertPlainText(source.text())
        elif source.hasUrls():
            self.clip_pasted.emit(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_count()

    def _on_text_changed(self) -> None:
        over = self.excess
        self._count.setText(
            f"{self.length()} / {self._limit}" + (f" · {over} too many" if over else "")
        )
        set_role(self._count, "error" if over else "dim")
        set_invalid(self, bool(over))
        self._place_count()

    def _place_count(self) -> None:
        self._count.adjustSize()
        self._count.move(
            self.width() - self._count.width() - 12, self.height() - self._count.height() - 7
        )
