"""A list of texts, two lines each, with a field that filters it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.ui.labels import label
from aleph_desktop.ui.theme import Theme, semibold

_ENTRY = Qt.ItemDataRole.UserRole
_PAD = 6
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Entry(NamedTuple):
    """A text with its name, "" for none."""

    name: str
    text: str

    def matches(self, words: Sequence[str]) -> bool:
        """Whether each word is in it; upper and lower case are the same."""
        whole = f"{self.name} {self.text}".casefold()
        return all(word in whole for word in words)


class PromptList(QWidget):
    """Typing filters, arrows move, Enter or a click takes."""

    taken = Signal(object)  # Entry
    removal_wanted = Signal(object)  # Entry
    current_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()
        self._empty_words = ""
        self._search = _SearchLine()
        self._search.setClearButtonEnabled(True)
        self._list = QListWidget()
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_EntryDelegate(theme, self._list))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._search.list_key.connect(self._on_list_key)
        self._search.textChanged.connect(self._fill)
        self._search.returnPressed.connect(self._on_enter)
        self._list.itemClicked.connect(self._on_item)
        self._list.currentItemChanged.connect(self.current_changed)
        self._nothing = label("", "dim", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._search)
        layout.addWidget(self._nothing)
        layout.addWidget(self._list, 1)
        layout.addStretch(0)  # the words stay at the top where the list is hidden
        self.setFocusProxy(self._search)

    def set_entries(self, entries: Sequence[Entry], *, name: str, empty_words: str) -> None:
        """`name`: of what there is, such as "prompts"; `empty_words`: when there are none.

        An entry that was moved to stays the current one; else the first is.
        """
        moved_to = self.current if self._list.currentRow() > 0 else None
        self._entries = entries
        self._empty_words = empty_words
        self._search.setPlaceholderText(f"Search {name}")
        self._search.setAccessibleName(f"Search {name}")
        self._list.setAccessibleName(name.capitalize())
        self._fill()
        if moved_to in self.shown:
            self._list.setCurrentRow(self.shown.index(moved_to))

    def clear_search(self) -> None:
        self._search.clear()

    @property
    def current(self) -> Entry | None:
        item = self._list.currentItem()
        return item.data(_ENTRY) if item else None

    @property
    def shown(self) -> list[Entry]:
        return [self._list.item(row).data(_ENTRY) for row in range(self._list.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the list leaves: Enter takes, Del asks to remove."""
        if event.key() in _ENTER:
            self._on_enter()
        elif event.key() == Qt.Key.Key_Delete and self.current:
            self.removal_wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        words = self._search.text().casefold().split()
        found = [entry for entry in self._entries if entry.matches(words)]
        self._list.clear()
        for entry in found:
            item = QListWidgetItem(f"{entry.name}\n{entry.text}".strip(), self._list)
            item.setData(_ENTRY, entry)
            item.setToolTip(_wrapped(entry.text))
        self._list.setCurrentRow(0 if found else -1)
        self._list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._nothing.setText("Nothing has these words." if words else self._empty_words)
        self.current_changed.emit()

    def _on_list_key(self, event: QKeyEvent) -> None:
        self._list.keyPressEvent(event)

    def _on_enter(self) -> None:
        if self.current:
            self.taken.emit(self.current)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.taken.emit(item.data(_ENTRY))


class _SearchLine(QLineEdit):
    """The keys that move in a list belong to the list."""

    list_key = Signal(QKeyEvent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TO_LIST:
            self.list_key.emit(event)
        else:
            super().keyPressEvent(event)
            if event.key() in _ENTER:
                event.accept()  # not once more for the list around it


class _EntryDelegate(QStyledItemDelegate):
    """The name, if there is one, and the text, on two lines."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, 2 * QFontMetrics(option.font).lineSpacing() + 2 * _PAD)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        t = self._theme.tokens
        self.initStyleOption(option, index)
        style = option.state
        entry: Entry = index.data(_ENTRY)
        painter.save()
        if style & option.state.State_Selected:
            painter.fillRect(option.rect, QColor(t.selection))
        elif style & option.state.State_MouseOver:
            painter.fillRect(option.rect, QColor(t.raised))
        room = option.rect.adjusted(8, _PAD, -8, -_PAD)
        text = " ".join(entry.text.split())
        painter.setPen(QColor(t.text))
        if not entry.name:
            _draw_lines(painter, option, room, text)
        else:
            half = QRect(room.left(), room.top(), room.width(), room.height() // 2)
            painter.setFont(semibold(option.font))
            _draw_line(painter, half, entry.name)
            painter.setFont(option.font)
            painter.setPen(QColor(t.dim))
            _draw_line(painter, half.translated(0, half.height()), text)
        painter.restore()


def _draw_line(painter: QPainter, room: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def _draw_lines(painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str) -> None:
    """On two lines, broken at a space; the second ends with … where there is more."""
    painter.setFont(option.font)
    layout = QTextLayout(text[:500], option.font)
    layout.setTextOption(QTextOption())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room.width())
    first = text[: line.textLength()]
    layout.endLayout()
    rest = text[len(first) :].strip()
    half = QRect(room.left(), room.top(), room.width(), room.height() // 2)
    if not rest:
        _draw_line(painter, room, text)
        return
    _draw_line(painter, half, first.rstrip())
    _draw_line(painter, half.translated(0, half.height()), rest)


def _wrapped(text: str) -> str:
    """As rich text, which a tooltip breaks into lines."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<p>{plain}</p>"
