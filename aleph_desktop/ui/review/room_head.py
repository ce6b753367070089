"""The line over the pictures: what is shown, and whether its original is."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from aleph_desktop.ui.elided_label import ElidedLabel

_NAME = "Original"
_CHECKED = f"✓ {_NAME}"


class RoomHead(QWidget):
    """A title, and the toggle; always as tall."""

    original_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel()
        self._title.setFixedHeight(self._title.fontMetrics().height())  # also without words
        self._original = QToolButton()
        self._original.setText(_CHECKED)
        self._original.setFixedSize(self._original.sizeHint())
        self._original.setCheckable(True)
        self._original.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._original.setAccessibleName(_NAME)
        self._original.toggled.connect(self._on_toggled)
        policy = self._original.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._original.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self._title, 1)
        row.addWidget(self._original)
        self.set_title("")

    def set_title(self, text: str) -> None:
        """Of something else than before: whether it has an original is told next."""
        self._title.setText(" ".join(text.split()))
        self._title.setToolTip(text)
        self._original.hide()
        self._original.setText(_NAME)
        with QSignalBlocker(self._original):
            self._original.setChecked(False)

    def set_original(self, can: bool, words: str) -> None:
        """Whether what is shown can give way to its original, and what there is to say of it."""
        self._original.setEnabled(can)
        self._original.setToolTip(words)
        self._original.show()

    def _on_toggled(self, on: bool) -> None:
        self._original.setText(_CHECKED if on else _NAME)
        self.original_wanted.emit(on)
