"""The line over the pictures: what is shown, and whether its original is."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from aleph_desktop.ui.elided_label import ElidedLabel


class RoomHead(QWidget):
    """A title, and the toggle; always as tall."""

    original_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel()
        self._title.setFixedHeight(self._title.fontMetrics().height())  # also without words
        self._original = QToolButton()
        self._original.setText("Original")
        self._original.setProperty("flat", True)
        self._original.setCheckable(True)
        self._original.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._original.setAccessibleName("Original")
        self._original.toggled.connect(self.original_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self._title, 1)
        row.addWidget(self._original)
        self.set_can_original(False)

    def set_title(self, text: str) -> None:
        """For something else than before: its original is not wanted yet."""
        self._title.setText(" ".join(text.split()))
        self._title.setToolTip(text)
        with QSignalBlocker(self._original):
            self._original.setChecked(False)

    def set_can_original(self, can: bool) -> None:
        """Whether there is an original beside what was sent."""
        self._original.setEnabled(can)
        self._original.setToolTip(
            "Show your own file in place of the copy that was sent"
            if can
            else "What was sent has no file of yours beside it"
        )
