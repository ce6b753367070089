"""What went wrong with the app itself, as a text to be sent to whoever mends it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.ui.labels import label

_SAFE = (
    "Your jobs are safe on the disk, and what is at the service goes on there. "
    "The report below holds no key and no address of a result: read it, and send it along."
)


class CrashDialog(QDialog):
    """Shows a report; sends nothing."""

    folder_wanted = Signal()

    def __init__(self, words: str, report: str, parent: QWidget | None = None) -> None:
        """`words`: one sentence about what happened. `report`: redacted by whoever made it."""
        super().__init__(parent)
        self.setWindowTitle("Problem report")
        self.resize(720, 520)
        self._words = label(words, "heading", wrap=True)
        self._report = QPlainTextEdit(report)
        self._report.setReadOnly(True)
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._report.setAccessibleName("Report")
        self._copy = QPushButton("&Copy report")
        self._copy.clicked.connect(self._on_copy)
        folder = QPushButton("Open &log folder")
        folder.clicked.connect(self.folder_wanted)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self._words)
        layout.addWidget(label(_SAFE, "dim", wrap=True))
        layout.addWidget(self._report, 1)
        layout.addLayout(buttons)

    def show_words(self, words: str) -> None:
        """It happened again while the report was open."""
        self._words.setText(words)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
        self._copy.setText("Copied")
