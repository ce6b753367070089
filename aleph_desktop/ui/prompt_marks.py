"""Marks in the prompt: what is too much for the model, and words that seem misspelled."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QPalette, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from aleph_desktop.domain.prompt import utf16_length, utf16_prefix
from aleph_desktop.ui.ports import Speller

_REST_MS = 300  # of typing, until words are looked at
_LONGEST = 20_000  # UTF-16 units of a line; nobody wrote that by hand
_NAMES = re.compile(r"https?://\S+|\S*[@\\/\d_]\S*|\[[^\]]*\]")  # addresses, files, places
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?:]\s*[\"“]?)\s*$")


class PromptMarks(QObject):
    """Keeps an editor's marks right. They are no part of the text, nor of what Undo takes back."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._limit = 0
        self._speller: Speller | None = None
        self._known: dict[str, bool] = {}
        self._wrong: list[QTextCursor] = []
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        editor.cursorPositionChanged.connect(self._rest.start)
        editor.verticalScrollBar().valueChanged.connect(self._rest.start)
        editor.installEventFilter(self)

    def set_limit(self, limit: int) -> None:
        """In UTF-16 units."""
        self._limit = limit
        self.show_all()

    def set_speller(self, speller: Speller | None) -> None:
        self._speller = speller
        self._known.clear()
        self._on_rested()

    def text_changed(self) -> None:
        """What is too much is marked at once, words when the typing rests."""
        self.show_all()
        if self._speller is not None:
            self._rest.start()

    def wrong_word_at(self, position: int) -> QTextCursor | None:
        """The marked word around a position, selected."""
        for cursor in self._wrong:
            if cursor.selectionStart() <= position <= cursor.selectionEnd():
                return QTextCursor(cursor)
        return None

    def show_all(self) -> None:
        bad = self._editor.palette().color(QPalette.ColorRole.BrightText)
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(bad)
        marks = [_mark(cursor, wave) for cursor in self._wrong if cursor.hasSelection()]
        overflow = self._overflow()
        if overflow is not None:
            ground = QTextCharFormat()
            ground.setBackground(QColor(bad.red(), bad.green(), bad.blue(), 90))
            marks.append(_mark(overflow, ground))
        self._editor.setExtraSelections(marks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize):
            self._rest.start()
        elif event.type() is QEvent.Type.PaletteChange:
            self.show_all()
        return False

    def _overflow(self) -> QTextCursor | None:
        """From the first character that doesn't fit, which is never half a character."""
        document = self._editor.document()
        if document.characterCount() - 1 <= self._limit:
            return None
        start = utf16_length(utf16_prefix(self._editor.toPlainText(), self._limit))
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _on_rested(self) -> None:
        self._wrong = [] if self._speller is None else list(self._find_wrong(self._speller))
        self.show_all()

    def _find_wrong(self, speller: Speller) -> Iterator[QTextCursor]:
        typed = self._editor.textCursor().position() if self._editor.hasFocus() else -1
        for block in self._visible_blocks():
            text = block.text()
            for start, end in _words(text):
                if self._is_right(speller, text[start:end]):
                    continue
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + utf16_length(text[:start]))
                cursor.setPosition(
                    block.position() + utf16_length(text[:end]), QTextCursor.MoveMode.KeepAnchor
                )
                if cursor.position() != typed:  # it may not be ready yet
                    yield cursor

    def _visible_blocks(self) -> Iterator[QTextBlock]:
        bottom = self._editor.viewport().height()
        block = self._editor.firstVisibleBlock()
        offset = self._editor.contentOffset()
        while block.isValid():
            if self._editor.blockBoundingGeometry(block).translated(offset).top() > bottom:
                return
            if block.length() <= _LONGEST:
                yield block
            block = block.next()

    def _is_right(self, speller: Speller, word: str) -> bool:
        if word not in self._known:
            self._known[word] = speller.is_right(word.replace("’", "'"))
        return self._known[word]


def _mark(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor
    made.format = look
    return made


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Where plain words begin and end: no addresses, no names, no abbreviations."""
    names = [found.span() for found in _NAMES.finditer(text)]
    for found in _WORD.finditer(text):
        word = found.group()
        in_name = any(start <= found.start() < end for start, end in names)
        is_short = len(word) == 1 or word.isupper()
        is_proper = not word.islower() and not (
            word.istitle() and _BEGINS.search(text[: found.start()])
        )
        if not (in_name or is_short or is_proper):
            yield found.span()
