"""A popup with the prompts that were run, and saved snippets."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.ui.composer.popup_ground import raise_popup
from aleph_desktop.ui.composer.prompt_list import Entry, PromptList
from aleph_desktop.ui.composer.snippet_field import SnippetField
from aleph_desktop.ui.labels import link_button
from aleph_desktop.ui.theme import Theme

_HEIGHT = 380


class PromptHistory(QFrame):
    """Two lists with one search. Taking an entry closes it, and so does Esc."""

    prompt_taken = Signal(str)
    snippet_taken = Signal(str)  # its text
    snippet_saved = Signal(object)  # Snippet
    snippet_removed = Signal(str)  # its name
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)  # the button would open it again
        raise_popup(self)
        self._prompts: Sequence[Entry] = ()
        self._snippets: Sequence[Entry] = ()
        self._pages = QButtonGroup(self)
        self._history_tab = self._tab("History")
        self._snippets_tab = self._tab("Snippets")
        self._list = PromptList(theme)
        self._field = SnippetField()
        self._remove = link_button("Remove")
        self._remove.setToolTip("Remove the snippet (Del)")
        self._pages.buttonClicked.connect(self._on_page)
        self._list.taken.connect(self._on_taken)
        self._list.removal_wanted.connect(self._on_removal)
        self._list.current_changed.connect(self._refresh_remove)
        self._remove.clicked.connect(self._on_remove)
        self._field.saved.connect(self._on_saved)
        self._lay_out()
        self._history_tab.setChecked(True)
        self._show_page()

    def set_history(self, prompts: Sequence[str]) -> None:
        """Newest first."""
        self._prompts = [Entry("", prompt) for prompt in prompts]
        self._show_page()

    def set_snippets(self, snippets: Sequence[Snippet]) -> None:
        self._snippets = [Entry(*snippet) for snippet in snippets]
        self._show_page()

    def open_under(self, anchor: QWidget, width: int, words: str, *, is_selection: bool) -> None:
        """With its right edge at the anchor's; `words` are what may be saved as a snippet."""
        self._field.offer(words, is_selection=is_selection)
        self._list.clear_search()
        room = anchor.screen().availableGeometry()
        size = QSize(min(width, room.width()), min(_HEIGHT, room.height()))
        corner = anchor.mapToGlobal(QPoint(anchor.width() - size.width(), anchor.height() + 2))
        x = max(room.left(), min(corner.x(), room.right() - size.width()))
        y = max(room.top(), min(corner.y(), room.bottom() - size.height()))
        self.setGeometry(x, y, size.width(), size.height())
        self.show()
        self._list.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _tab(self, title: str) -> QToolButton:
        tab = QToolButton(self)
        tab.setText(title)
        tab.setCheckable(True)
        tab.setProperty("segment", True)
        self._pages.addButton(tab)
        return tab

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        tabs.addWidget(self._history_tab)
        tabs.addWidget(self._snippets_tab)
        tabs.addStretch(1)
        tabs.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(tabs)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._field)

    @property
    def _on_snippets(self) -> bool:
        return self._snippets_tab.isChecked()

    def _show_page(self) -> None:
        if self._on_snippets:
            empty = "Pieces of prompts that you save below are kept here."
            self._list.set_entries(self._snippets, name="snippets", empty_words=empty)
        else:
            empty = "The prompts that you run are kept here."
            self._list.set_entries(self._prompts, name="prompts", empty_words=empty)
        self._field.setVisible(self._on_snippets)
        self._refresh_remove()

    def _refresh_remove(self) -> None:
        self._remove.setVisible(self._on_snippets and self._list.current is not None)

    def _on_page(self) -> None:
        self._list.clear_search()
        self._show_page()
        self._list.setFocus()

    def _on_taken(self, entry: Entry) -> None:
        self.close()
        (self.snippet_taken if self._on_snippets else self.prompt_taken).emit(entry.text)

    def _on_removal(self, entry: Entry) -> None:
        if self._on_snippets:
            self.set_snippets(
                [Snippet(*kept) for kept in self._snippets if kept.name != entry.name]
            )
            self.snippet_removed.emit(entry.name)

    def _on_remove(self) -> None:
        if self._list.current:
            self._on_removal(self._list.current)
            self._list.setFocus()  # the button may be hidden now

    def _on_saved(self, snippet: Snippet) -> None:
        kept = [Snippet(*old) for old in self._snippets if old.name != snippet.name]
        self.set_snippets([snippet, *kept])
        self.snippet_saved.emit(snippet)
        self._list.setFocus()  # the button is disabled now
