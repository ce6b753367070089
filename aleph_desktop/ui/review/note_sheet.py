"""The list of notes under its button, and the field for a new one."""

from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.ui.labels import label, link_button
from aleph_desktop.ui.review.hanging import Hanging
from aleph_desktop.ui.review.note_book import NoteBook, Place
from aleph_desktop.ui.review.note_list import NoteList

_SIZE = QSize(340, 320)
_LONGEST = 2000  # characters
_NONE_YET = "Notes that you save stand here, and in the list of jobs they can be searched."


class NoteSheet(Hanging):
    """Shows a book and changes it. A click on a note goes to its frame."""

    frame_wanted = Signal(float)  # seconds, as in Note
    changed = Signal()  # the book's notes
    typed = Signal()  # the book's drafts

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._book = NoteBook()
        self._here = Place()
        self._make()
        self._lay_out()
        self._connect()
        self.show_book(self._book)

    def show_book(self, book: NoteBook) -> None:
        """Whose notes; the same one again shows what has changed."""
        self._book = book
        self._refresh()

    def set_clock(self, rate: Fraction, first: int) -> None:
        """Frames a second, and the number of the first one."""
        self._list.set_clock(rate, first)
        self._refresh_place()

    def set_place(self, place: Place) -> None:
        """Where a new note goes: as often as a frame is shown."""
        self._here = place
        if self.isVisible():
            self._refresh_place()

    def open_at(self, anchor: QWidget) -> None:
        """Ready to type."""
        self._refresh()
        self.open_under(anchor, _SIZE)
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    # What is seen

    def _refresh(self) -> None:
        self._list.set_notes(self._book.notes)
        self._list.setVisible(bool(self._book.notes))
        self._nothing.setVisible(not self._book.notes)
        if self._field.text() != self._book.text:  # else the cursor would go to the end
            with QSignalBlocker(self._field):
                self._field.setText(self._book.text)
        self._undo.setVisible(self._book.can_undo)
        for button in (self._edit, self._delete):
            button.setVisible(self._list.current is not None)
        self._refresh_place()

    def _refresh_place(self) -> None:
        edited, draft = self._book.edited, self._book.draft
        if edited is not None:
            words, other = f"Edit the note at {self._list.when(edited)}", "Cancel"
        else:
            place = draft.place if draft is not None else self._here
            moved = draft is not None and place != self._here
            words, other = f"Note on {place.words}", f"Put on {self._here.words}" if moved else ""
        self._where.setText(words)
        self._field.setAccessibleName(words)
        self._field.setPlaceholderText(words)
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._save.setEnabled(draft is not None and bool(draft.text.strip()))

    # What is done

    def _on_text_edited(self, text: str) -> None:
        self._book.write(text, self._here)
        self._refresh_place()
        self.typed.emit()

    def _on_save(self) -> None:
        if self._book.save(self._here):
            self._tell()

    def _on_other(self) -> None:
        if self._book.edited is not None:
            self._book.drop_draft()
        else:
            self._book.move_draft(self._here)
        self._refresh()
        self.typed.emit()

    def _on_chosen(self) -> None:
        self._refresh()
        if self._list.current is not None:
            self.frame_wanted.emit(self._list.current.start)

    def _on_edit(self) -> None:
        self._book.edited = self._list.current
        self._refresh()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_delete(self) -> None:
        if self._list.current is not None:
            self._book.delete(self._list.current)
            self._tell()

    def _on_undo(self) -> None:
        self._book.undo()
        self._tell()

    def _tell(self) -> None:
        self._refresh()
        self.changed.emit()

    def _make(self) -> None:
        self._list = NoteList()
        self._nothing = label(_NONE_YET, "dim", wrap=True)
        self._edit = link_button("Edit")
        self._edit.setToolTip("Edit the note (F2)")
        self._delete = link_button("Delete")
        self._delete.setToolTip("Delete the note (Del)")
        self._undo = link_button("Undo delete")
        self._undo.setToolTip("The note that was deleted last comes back")
        self._where = label("", "dim")
        self._other = link_button("")
        self._field = QLineEdit()
        self._field.setMaxLength(_LONGEST)
        self._save = QPushButton("Save")
        self._save.setToolTip("Save the note (Enter)")

    def _connect(self) -> None:
        self._field.textEdited.connect(self._on_text_edited)
        self._field.returnPressed.connect(self._on_save)
        self._save.clicked.connect(self._on_save)
        self._other.clicked.connect(self._on_other)
        self._edit.clicked.connect(self._on_edit)
        self._delete.clicked.connect(self._on_delete)
        self._undo.clicked.connect(self._on_undo)
        self._list.chosen.connect(self._on_chosen)
        self._list.edit_wanted.connect(self._on_edit)
        self._list.delete_wanted.connect(self._on_delete)
        self._list.currentRowChanged.connect(self._refresh)

    def _lay_out(self) -> None:
        top, middle, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(label("Notes", "heading"))
        top.addStretch(1)
        for button in (self._undo, self._edit, self._delete):
            top.addWidget(button)
        middle.addWidget(self._where, 1)
        middle.addWidget(self._other)
        bottom.addWidget(self._field, 1)
        bottom.addWidget(self._save)
        for row in (top, middle, bottom):
            row.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 12)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addWidget(self._nothing)
        whole.addWidget(self._list, 1)
        whole.addStretch(0)
        whole.addLayout(middle)
        whole.addLayout(bottom)
