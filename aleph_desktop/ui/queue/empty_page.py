"""What stands where the list has no row: what will come, and the one next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyPage(QWidget):
    """A heading, a sentence, a button."""

    button_clicked = Signal()

    def __init__(self, heading: str, text: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(heading)
        title.setProperty("role", "heading")
        self._text = QLabel(text)
        self._text.setProperty("role", "dim")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = QPushButton(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(4)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._button.clicked.connect(self._on_clicked)

    def set_text(self, text: str) -> None:
        self._text.setText(text)

    def _on_clicked(self) -> None:
        self.button_clicked.emit()
