"""What was removed, and the way back, for ten seconds. Lies over the list: no row moves."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN_MS = 10_000


class UndoStrip(QFrame):
    """ "Removed 1 job · Undo"."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._label = QLabel()
        self._undo = QPushButton("Undo")
        self._undo.setProperty("link", True)
        self._undo.setAccessibleName("Undo the removal")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.setSpacing(12)
        line.addWidget(self._label)
        line.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._undo.clicked.connect(self._on_undo_clicked)
        self.hide()

    def show_removed(self, count: int) -> None:
        """Say it, from now on for ten seconds."""
        self._label.setText(f"Removed {count} {'job' if count == 1 else 'jobs'}")
        self._timer.start()
        self.adjustSize()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """There is nothing to undo any more."""
        self._timer.stop()
        self.hide()

    def _on_undo_clicked(self) -> None:
        self.dismiss()
        self.undo_wanted.emit()
