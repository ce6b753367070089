"""Why the queue stands still: one line at the window's top, not a failure in fifty rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from aleph_desktop.errors import FailureKind
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.labels import label, thin_line

PAUSED = "What is at the service goes on; nothing new is sent."
KEPT = "Waiting jobs go on by themselves when this is mended."


class HoldBanner(QFrame):
    """Shows a `Hold` for as long as it lasts; nothing else can push it away."""

    resume_wanted = Signal()
    key_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._for_key = False
        self._title = label("", "heading")
        self._words = label("", "", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        row = QHBoxLayout()
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(thin_line())
        self.hide()

    def set_hold(self, hold: Hold) -> None:
        """Say why the queue stands still, or go away."""
        failure = hold.failure
        self._for_key = failure is not None and failure.kind is FailureKind.KEY
        self._button.setText("Enter key…" if self._for_key else "Resume")
        if failure is None:
            self._title.setText("The queue is paused")
            self._words.setText(PAUSED)
        else:
            self._title.setText(f"⚠ {failure.title}")
            said = (failure.message, failure.remedy, KEPT)
            self._words.setText(" ".join(part for part in said if part))
        self.setVisible(hold.is_on)

    def _on_clicked(self) -> None:
        (self.key_wanted if self._for_key else self.resume_wanted).emit()
