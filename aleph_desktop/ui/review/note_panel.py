"""The notes on a take: a button with their number, and the list that hangs under it."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.review import Note
from aleph_desktop.ui.review.head_button import HeadButton
from aleph_desktop.ui.review.head_signs import HeadSign
from aleph_desktop.ui.review.note_book import NoteBook, Place
from aleph_desktop.ui.review.note_sheet import NoteSheet


class NotePanel(HeadButton):
    """What was typed stays with its job until it is saved or cleared."""

    frame_wanted = Signal(float)  # seconds, as in Note
    notes_changed = Signal(object)  # tuple[Note, ...], in the order of time

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HeadSign.NOTE, "Notes", parent)
        self._books: defaultdict[str, NoteBook] = defaultdict(NoteBook)
        self._book = NoteBook()
        self._sheet = NoteSheet(self)
        self._sheet.frame_wanted.connect(self.frame_wanted)
        self._sheet.changed.connect(self._on_changed)
        self._sheet.typed.connect(self._refresh)
        self.clicked.connect(self.open)
        self.keep_room_for("88")
        self.set_job("", ())

    def set_job(self, job_id: str, notes: Sequence[Note]) -> None:
        """Whose notes; "": no job is shown."""
        if job_id:
            self._book = self._books[job_id]
            self._book.put(notes)
        else:
            self._book = NoteBook()
            self._sheet.close()
        self.setEnabled(bool(job_id))
        self._sheet.show_book(self._book)
        self._refresh()

    def set_clock(self, rate: Fraction, first: int) -> None:
        """Frames a second, and the number of the first one: for the timecodes."""
        self._sheet.set_clock(rate, first)

    def set_place(self, start: float, end: float, words: str) -> None:
        """Where a new note goes, seconds as in Note: "frame 73", or "frames 20 to 41"."""
        self._sheet.set_place(Place(start, end, words))

    def open(self) -> None:
        """Show it, ready to type."""
        if self.isEnabled():
            self._sheet.open_at(self)

    def _refresh(self) -> None:
        count = len(self._book.notes)
        unsaved = self._book.has_drafts
        self.set_word("…" if unsaved else f"{count or ''}")
        self.set_lit(count > 0)
        self.setAccessibleName(f"Notes: {count}" + (", one isn't saved" if unsaved else ""))
        self.setToolTip("Notes (M)" + (": what you typed isn't saved yet" if unsaved else ""))

    def _on_changed(self) -> None:
        self._refresh()
        self.notes_changed.emit(self._book.notes)
