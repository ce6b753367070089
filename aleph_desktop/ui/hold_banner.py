"""Why the queue stands still: one line at the window's top, not a failure in fifty rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from aleph_desktop.errors import FailureKind
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.labels import label, set_role

PAUSED = "The queue is paused. What is at the service goes on; nothing new is sent."
KEPT = "Waiting jobs are kept and go on by themselves when this is mended."


class HoldBanner(QFrame):
    """Shows a `Hold` for as long as it lasts; nothing else can push it away."""

    resume_wanted = Signal()
    key_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._for_key = False
        self._words = label("", "heading", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def set_hold(self, hold: Hold) -> None:
        """Say why the queue stands still, or go away."""
        failure = hold.failure
        self._for_key = failure is not None and failure.kind is FailureKind.KEY
        self._button.setText("Enter key…" if self._for_key else "Resume")
        self._words.setText(PAUSED if failure is None else f"⚠ {failure} {KEPT}")
        set_role(self._words, "dim" if failure is None else "heading")
        self.setVisible(hold.is_on)

    def _on_clicked(self) -> None:
        (self.key_wanted if self._for_key else self.resume_wanted).emit()
