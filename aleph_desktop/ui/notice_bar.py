"""One line at the window's top for what concerns no single field or row."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from aleph_desktop.errors import Failure
from aleph_desktop.ui.labels import label


class NoticeBar(QFrame):
    """Not modal, stays until it is closed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._words = label("", "heading", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton()
        close.setText("✕")
        close.setProperty("flat", True)
        close.setAccessibleName("Close this message")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 8, 4)
        layout.addWidget(self._words, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_failure(self, failure: Failure) -> None:
        """What went wrong, and what to do."""
        self.show_words(f"⚠ {failure}")

    def show_words(self, words: str) -> None:
        self._words.setText(words)
        self.show()
