"""One line at the window's top for what concerns no single field or row."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from aleph_desktop.errors import Failure
from aleph_desktop.ui.labels import label, link_button, thin_line


class NoticeBar(QFrame):
    """Not modal, stays until it is closed or replaced."""

    more_wanted = Signal()  # its button, where the words came with one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._words = label("", "", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = link_button("")
        self._more.clicked.connect(self._on_more)
        close = QToolButton()
        close.setText("✕")
        close.setProperty("flat", True)
        close.setAccessibleName("Close this message")
        close.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self._words, 1)
        row.addWidget(self._more)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(thin_line())
        self.hide()

    def show_failure(self, failure: Failure) -> None:
        """What went wrong, and what to do."""
        self.show_words(f"⚠ {failure}")

    def show_words(self, words: str, more: str = "") -> None:
        """`more`: what a button beside them says; without it there is none."""
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.show()

    def _on_more(self) -> None:
        self.hide()
        self.more_wanted.emit()
