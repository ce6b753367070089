"""The notes on a take, in the order of time: when, and the words."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from aleph_desktop.domain.review import Note
from aleph_desktop.domain.timecode import timecode

_ROWS = """
QListWidget { background: transparent; }
QListWidget::item { padding: 5px 6px; border-radius: 6px; }
QListWidget::item:hover { background: palette(mid); }
QListWidget::item:selected { background: palette(highlight); color: palette(highlighted-text); }
"""
_NOTE = Qt.ItemDataRole.UserRole


class NoteList(QListWidget):
    """A click or Enter on a note goes to its frame; F2 edits it, Del deletes it."""

    chosen = Signal()  # all three: of the current note
    edit_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[Note, ...] = ()
        self._rate = Fraction(25)
        self._first = 0
        self.setAccessibleName("Notes")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(_ROWS)
        self.itemClicked.connect(self._on_item_clicked)

    @property
    def current(self) -> Note | None:
        item = self.currentItem()
        note = item.data(_NOTE) if item is not None else None
        return note if isinstance(note, Note) else None

    def set_notes(self, notes: Sequence[Note]) -> None:
        """What there is; the current one stays it, while it is there."""
        if tuple(notes) == self._notes:
            return
        current, self._notes = self.current, tuple(notes)
        with QSignalBlocker(self):
            self.clear()
            for note in self._notes:
                item = QListWidgetItem(self._words(note), self)
                item.setData(_NOTE, note)
                if note == current:
                    self.setCurrentItem(item)

    def set_clock(self, rate: Fraction, first: int) -> None:
        """Frames a second, and the number of the first one."""
        if (rate, first) == (self._rate, self._first):
            return
        self._rate, self._first = rate, first
        for row, note in enumerate(self._notes):
            self.item(row).setText(self._words(note))

    def when(self, note: Note) -> str:
        """The timecode of its frame, or of its first and last."""
        start, end = (self._first + round(s * self._rate) for s in (note.start, note.end))
        if start == end:
            return timecode(start, self._rate)
        return f"{timecode(start, self._rate)} – {timecode(end, self._rate)}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.current is not None and event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif self.current is not None and event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_item_clicked()
        else:
            super().keyPressEvent(event)

    def _words(self, note: Note) -> str:
        return f"{self.when(note)}\n{note.text}"

    def _on_item_clicked(self) -> None:
        if self.current is not None:
            self.chosen.emit()
