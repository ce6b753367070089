"""The prompt: plain text, counted as the model's vendor counts."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from aleph_desktop.domain.prompt import utf16_length, utf16_prefix
from aleph_desktop.domain.prompt_pattern import Insertion, PromptPattern, find_place, put_in
from aleph_desktop.domain.source_url import is_url
from aleph_desktop.ui.labels import label, set_invalid, set_role
from aleph_desktop.ui.ports import Speller
from aleph_desktop.ui.prompt_marks import PromptMarks

_LEAST_LINES = 3
_COUNT_HEIGHT = 20


class PromptEditor(QPlainTextEdit):
    """A text field with the count in its corner; too long is shown, never cut."""

    clip_pasted = Signal(QMimeData)  # or an image, or a URL

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = 1000
        self._speller: Speller | None = None
        self._corrected: QTextCursor | None = None  # the word that the menu was opened on
        self.setPlaceholderText(
            "What should be different?\n\nOne change a run works best. Say what must stay: "
            "“Keep the camera and the rabbit's movement as they are.”"
        )
        self.setAccessibleName("Prompt")
        self.setTabChangesFocus(True)
        self._count = label("", "dim", self)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setViewportMargins(0, 0, 0, _COUNT_HEIGHT)
        self._marks = PromptMarks(self)
        self.textChanged.connect(self._on_text_changed)
        self.verticalScrollBar().rangeChanged.connect(self._place_count)
        self.set_limit(self._limit)

    def set_limit(self, limit: int) -> None:
        """The model's limit, in UTF-16 units."""
        self._limit = limit
        self._marks.set_limit(limit)
        self._on_text_changed()

    def set_speller(self, speller: Speller | None) -> None:
        """Whose words are right; None: every word is."""
        self._speller = speller
        self._marks.set_speller(speller)

    def length(self) -> int:
        """In UTF-16 units, as Qt counts, too; the document has a line's end more."""
        return self.document().characterCount() - 1

    @property
    def is_usable(self) -> bool:
        """Not empty and not too long."""
        return self.length() <= self._limit and bool(self.toPlainText().strip())

    @property
    def excess(self) -> int:
        """UTF-16 units over the limit; 0 when it fits."""
        return max(0, self.length() - self._limit)

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text before the selection, the selection, and the text after it."""
        text, cursor = self.toPlainText(), self.textCursor()
        before = utf16_prefix(text, cursor.selectionStart())
        rest = text[len(before) :]
        selection = utf16_prefix(rest, cursor.selectionEnd() - cursor.selectionStart())
        return before, selection, rest[len(selection) :]

    def replace_text(self, text: str) -> None:
        """Another prompt, in one step that Undo takes back."""
        self._show(Insertion(text, "", ""))

    def put_in(self, pattern: PromptPattern) -> None:
        """A kind's wording, with what is to be filled in selected; one step for Undo."""
        self._show(put_in(pattern, *self.parts))
        self.setFocus()

    def insert_words(self, words: str) -> None:
        """Words of their own at the cursor, in the selection's place; one step for Undo."""
        before, _, after = self.parts
        lead = " " if before and not before[-1].isspace() else ""
        trail = " " if after and after[0].isalnum() else ""
        self.textCursor().insertText(lead + words + trail)
        self.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Three lines, and the count."""
        lines = _LEAST_LINES * self.fontMetrics().lineSpacing()
        margin = round(2 * self.document().documentMargin())
        frame = 22  # the style sheet's padding and line, and a taller line for an emoji
        return QSize(120, lines + margin + frame + _COUNT_HEIGHT)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls() and not _is_address(source.text())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text only; a file, a picture or a URL alone is a clip or a reference, not words."""
        if self.canInsertFromMimeData(source):
            self.insertPlainText(source.text())
        elif source.hasUrls() or source.hasImage() or source.hasText():
            self.clip_pasted.emit(source)

    def focusNextPrevChild(self, next_one: bool) -> bool:
        """Tab goes to what is still to be filled in behind the cursor, and then on."""
        if next_one and self._select_next_place():
            return True
        return super().focusNextPrevChild(next_one)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Above the usual entries: what a word that seems misspelled may be."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        cursor = self.textCursor() if by_key else self.cursorForPosition(event.pos())
        self.correction_menu(cursor.position()).popup(event.globalPos())

    def correction_menu(self, position: int) -> QMenu:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._corrected = self._marks.wrong_word_at(position)
        if self._corrected is None or self._speller is None:
            return menu
        first = menu.actions()[0]
        for word in self._speller.suggestions(self._corrected.selectedText()):
            action = QAction(word, menu)
            action.setData(word)
            action.triggered.connect(self._on_correction_chosen)
            menu.insertAction(first, action)
        if menu.actions()[0] is first:
            none = QAction("No suggestions", menu)
            none.setEnabled(False)
            menu.insertAction(first, none)
        menu.insertSeparator(first)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_count()

    def _show(self, put: Insertion) -> None:
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(put.text)
        cursor.endEditBlock()
        self._select(utf16_length(put.before), utf16_length(put.before + put.selected))

    def _select(self, start: int, end: int) -> None:
        """In UTF-16 units. The cursor is left at the end."""
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _select_next_place(self) -> bool:
        before, selection, _ = self.parts
        text = self.toPlainText()
        place = find_place(text, len(before) + len(selection))
        if place is None:
            return False
        self._select(*(utf16_length(text[:index]) for index in place))
        return True

    def _on_correction_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._corrected is not None:
            self._corrected.insertText(str(action.data()))

    def _on_text_changed(self) -> None:
        over = self.excess
        self._count.setText(
            f"{self.length()} / {self._limit}" + (f" · {over} too many" if over else "")
        )
        set_role(self._count, "error" if over else "dim")
        set_invalid(self, bool(over))
        self._marks.text_changed()
        self._place_count()

    def _place_count(self) -> None:
        self._count.adjustSize()
        bar = self.verticalScrollBar()
        right = self.width() - 12 - (bar.width() if bar.isVisible() else 0)
        self._count.move(right - self._count.width(), self.height() - self._count.height() - 7)


def _is_address(text: str) -> bool:
    text = text.strip()
    return is_url(text) and len(text.split()) == 1
