"""The prompt with its help: history, kinds of edit, and a gentle hint."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.ui.composer.hint_line import HintLine
from aleph_desktop.ui.composer.prompt_chips import PromptChips
from aleph_desktop.ui.composer.prompt_history import PromptHistory
from aleph_desktop.ui.labels import label
from aleph_desktop.ui.ports import Speller
from aleph_desktop.ui.prompt_editor import PromptEditor
from aleph_desktop.ui.theme import Theme
from aleph_desktop.ui.tokens import SMALL_PX, Tokens


class PromptSection(QWidget):
    """Holds the prompt in the making."""

    changed = Signal()
    pasted = Signal(QMimeData)  # a clip, an image or a URL: no words
    history_wanted = Signal()  # it is being shown: `set_history` and `set_snippets` may follow
    snippet_saved = Signal(object)  # Snippet
    snippet_removed = Signal(str)  # its name

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history_button = QToolButton()
        self._history_button.setText("History ▾")
        self._history_button.setToolTip("Prompts that were run, and saved snippets")
        self._history_button.setAccessibleName("Prompt history and snippets")
        self._editor = PromptEditor()
        self._chips = PromptChips(theme)
        self._hint = HintLine()
        self._connect()
        self._lay_out()
        self._on_theme_changed()
        self.setFocusProxy(self._editor)

    def set_limit(self, limit: int) -> None:
        """The model's limit, in UTF-16 units."""
        self._editor.set_limit(limit)

    def text(self) -> str:
        return self._editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Another prompt; what was there before is one Undo away."""
        self._editor.replace_text(text)

    def set_history(self, prompts: Sequence[str]) -> None:
        """Prompts that were run, newest first."""
        self._history.set_history(prompts)

    def set_snippets(self, snippets: Sequence[Snippet]) -> None:
        """The saved pieces of prompts."""
        self._history.set_snippets(snippets)

    def set_speller(self, speller: Speller | None) -> None:
        """None: nothing is underlined."""
        self._editor.set_speller(speller)

    @property
    def excess(self) -> int:
        """UTF-16 units over the limit; 0 when it fits."""
        return self._editor.excess

    @property
    def is_usable(self) -> bool:
        """Not empty and not too long."""
        return self._editor.is_usable

    def show_history(self) -> None:
        """Open the popup with what is known; `history_wanted` brings what is new."""
        _, selection, _ = self._editor.parts
        self.history_wanted.emit()
        self._history.open_under(
            self._history_button,
            self.width(),
            selection or self.text(),
            is_selection=bool(selection),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The kinds of edit get what heading, hint and the least of the editor leave."""
        super().resizeEvent(event)
        others = self.minimumSizeHint().height() - self._chips.minimumSizeHint().height()
        self._chips.set_room(self.height() - others)

    def _connect(self) -> None:
        self._editor.textChanged.connect(self._on_text_changed)
        self._editor.clip_pasted.connect(self.pasted)
        self._chips.chosen.connect(self._editor.put_in)
        self._history_button.clicked.connect(self.show_history)
        self._theme.changed.connect(self._on_theme_changed)

    @cached_property
    def _history(self) -> PromptHistory:
        """Made when it is wanted first: the start has enough to do."""
        made = PromptHistory(self._theme, self)
        made.prompt_taken.connect(self._editor.replace_text)
        made.snippet_taken.connect(self._editor.insert_words)
        made.snippet_saved.connect(self.snippet_saved)
        made.snippet_removed.connect(self.snippet_removed)
        made.closed.connect(self._editor.setFocus)
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("Prompt", "heading"))
        top.addStretch(1)
        top.addWidget(self._history_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self._editor, 1)
        layout.addWidget(self._hint)
        layout.addWidget(self._chips)

    def _on_text_changed(self) -> None:
        self._hint.look_at(self.text())
        self.changed.emit()

    def _on_theme_changed(self) -> None:
        self._history_button.setStyleSheet(_quiet(self._theme.tokens))


def _quiet(t: Tokens) -> str:
    return f"""
QToolButton {{ background: transparent; color: {t.dim}; border: 1px solid transparent;
  padding: 0; min-height: 16px; font-size: {SMALL_PX}px; }}
QToolButton:hover {{ color: {t.text}; }}
QToolButton:focus {{ border: 1px solid {t.accent}; }}
"""
