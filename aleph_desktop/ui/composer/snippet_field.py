"""Where words of the prompt are given a name and kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.ui.elided_label import ElidedLabel

_LONGEST_NAME = 60
_NAME_WORDS = 5


class SnippetField(QWidget):
    """Offers a name made of the first words."""

    saved = Signal(object)  # Snippet

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._what = ElidedLabel()
        self._what.setProperty("role", "dim")
        self._name = QLineEdit(placeholderText="Name")
        self._name.setAccessibleName("Name of the snippet")
        self._name.setMaxLength(_LONGEST_NAME)
        self._save = QPushButton("Save")
        self._save.setToolTip("Keep these words as a snippet")
        self._name.returnPressed.connect(self._on_save)
        self._name.textChanged.connect(self._refresh)
        self._save.clicked.connect(self._on_save)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(4)
        layout.addWidget(self._what, 0, 0, 1, 2)
        layout.addWidget(self._name, 1, 0)
        layout.addWidget(self._save, 1, 1)

    def offer(self, words: str, *, is_selection: bool) -> None:
        """What may be saved: the selection, or the whole prompt."""
        self._words = words.strip()
        what = "the selected words" if is_selection else "the prompt"
        self._what.setText(
            f"Save {what} as a snippet:" if self._words else "The prompt is empty: nothing to save."
        )
        self._name.setText(" ".join(self._words.split()[:_NAME_WORDS])[:_LONGEST_NAME])
        self._refresh()

    def _refresh(self) -> None:
        self._name.setEnabled(bool(self._words))
        self._save.setEnabled(bool(self._words and self._name.text().strip()))

    def _on_save(self) -> None:
        if self._save.isEnabled():
            self.saved.emit(Snippet(self._name.text().strip(), self._words))
            self.offer("", is_selection=False)
            self._what.setText("Saved.")
