"""The prompt with its help: history, kinds of edit, and a gentle hint."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.ports import Speller
from aleph_desktop.ui.prompt_editor import PromptEditor
from aleph_desktop.ui.theme import Theme


class PromptSection(QWidget):
    """Holds the prompt in the making."""

    changed = Signal()
    pasted = Signal(QMimeData)  # a clip, an image or a URL: no words
    history_wanted = (
        Signal()
    )  # it is about to be shown: `set_history` and `set_snippets` may follow
    snippet_saved = Signal(object)  # Snippet
    snippet_removed = Signal(str)  # its name

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = PromptEditor()
        self._editor.textChanged.connect(self.changed)
        self._editor.clip_pasted.connect(self.pasted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label("Prompt", "heading"))
        layout.addWidget(self._editor, 1)
        self.setFocusProxy(self._editor)

    def set_limit(self, limit: int) -> None:
        """The model's limit, in UTF-16 units."""
        self._editor.set_limit(limit)

    def text(self) -> str:
        return self._editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Another prompt; what was there before is one Undo away."""
        self._editor.setPlainText(text)

    def set_history(self, prompts: Sequence[str]) -> None:
        """Prompts that were run, newest first."""

    def set_snippets(self, snippets: Sequence[Snippet]) -> None:
        """The saved pieces of prompts."""

    def set_speller(self, speller: Speller | None) -> None:
        """None: nothing is underlined."""

    @property
    def excess(self) -> int:
        """UTF-16 units over the limit; 0 when it fits."""
        return self._editor.excess

    @property
    def is_usable(self) -> bool:
        """Not empty and not too long."""
        return self._editor.is_usable
