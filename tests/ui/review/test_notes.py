"""Notes, as a user writes, finds, changes and deletes them."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton

from aleph_desktop.domain.review import Note
from aleph_desktop.ui.review.note_book import NoteBook, Place
from aleph_desktop.ui.review.note_panel import NotePanel
from aleph_desktop.ui.review.note_sheet import NoteSheet

FLICKER = Note(0.8, 1.64, "The wings flicker")
FACE = Note(2.92, 2.92, "The face changes")
NOTES = (FLICKER, FACE)


class Notes:
    """What a user sees and does."""

    def __init__(self, qtbot, panel):
        self.qtbot = qtbot
        self.panel = panel
        self.sheet = panel.findChild(NoteSheet)
        self.field = self.sheet.findChild(QLineEdit)
        self.list = self.sheet.findChild(QListWidget)
        self.frames = []
        self.changes = []
        panel.frame_wanted.connect(self.frames.append)
        panel.notes_changed.connect(self.changes.append)

    def open(self):
        self.qtbot.mouseClick(self.panel, Qt.MouseButton.LeftButton)
        self.qtbot.waitExposed(self.sheet)

    def type(self, words):
        self.qtbot.keyClicks(self.field, words)

    def enter(self):
        self.qtbot.keyClick(self.field, Qt.Key.Key_Return)

    def press(self, words):
        self.qtbot.mouseClick(self.button(words), Qt.MouseButton.LeftButton)

    def button(self, words):
        found = [b for b in self.sheet.findChildren(QPushButton) if b.text() == words]
        assert [b.isVisible() for b in found] == [True], words
        return found[0]

    def can(self, words):
        return any(
            b.text() == words and b.isVisible() for b in self.sheet.findChildren(QPushButton)
        )

    def click(self, row):
        place = self.list.visualItemRect(self.list.item(row)).center()
        self.qtbot.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    @property
    def rows(self):
        return [self.list.item(row).text() for row in range(self.list.count())]

    @property
    def where(self):
        return next(
            label.text()
            for label in self.sheet.findChildren(QLabel)
            if label.text() == self.field.accessibleName()
        )


@pytest.fixture
def notes(qtbot, theme):
    panel = NotePanel()
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    panel.set_clock(Fraction(25), 0)
    panel.set_job("one", NOTES)
    panel.set_place(2.92, 2.92, "frame 73")
    yield Notes(qtbot, panel)
    panel.set_job("", ())


def test_the_button_says_how_many(notes):
    assert notes.panel.word == "2"
    assert notes.panel.accessibleName() == "Notes: 2"
    notes.panel.set_job("two", ())
    assert notes.panel.word == ""
    notes.panel.set_job("", ())
    assert not notes.panel.isEnabled()


def test_the_list_has_the_files_timecodes(notes):
    assert notes.rows == [
        "00:00:00:20 – 00:00:01:16\nThe wings flicker",
        "00:00:02:23\nThe face changes",
    ]
    notes.panel.set_clock(Fraction(24000, 1001), 86_400)
    assert notes.rows[1] == "01:00:02:22\nThe face changes"


def test_a_click_goes_to_the_frame(notes):
    notes.open()
    notes.click(1)
    notes.click(0)
    assert notes.frames == [2.92, 0.8]


def test_enter_saves_what_is_typed_at_the_frame(notes):
    notes.open()
    assert notes.where == "Note on frame 73"
    notes.type("too dark")
    notes.enter()
    assert notes.changes == [(*NOTES, Note(2.92, 2.92, "too dark"))]
    assert notes.field.text() == ""
    assert notes.rows[2] == "00:00:02:23\ntoo dark"
    assert notes.panel.word == "3"
    notes.enter()
    assert len(notes.changes) == 1, "nothing is no note"


def test_notes_are_in_the_order_of_time(notes):
    notes.panel.set_place(0.8, 0.8, "frame 20")
    notes.open()
    notes.type("first")
    notes.press("Save")
    assert notes.changes == [(Note(0.8, 0.8, "first"), *NOTES)]


def test_a_note_on_a_range(notes):
    notes.panel.set_place(0.8, 1.64, "frames 20 to 41")
    notes.open()
    assert notes.where == "Note on frames 20 to 41"
    notes.type("x")
    notes.enter()
    assert Note(0.8, 1.64, "x") in notes.changes[0]


def test_words_stay_where_they_were_begun(notes):
    notes.open()
    notes.type("too")
    notes.panel.set_place(3.0, 3.0, "frame 75")
    notes.type(" dark")
    assert notes.where == "Note on frame 73"
    notes.enter()
    assert Note(2.92, 2.92, "too dark") in notes.changes[0]
    assert notes.where == "Note on frame 75"


def test_words_can_be_put_elsewhere(notes):
    notes.open()
    notes.type("too dark")
    notes.panel.set_place(3.0, 3.0, "frame 75")
    notes.press("Put on frame 75")
    assert notes.where == "Note on frame 75"
    notes.enter()
    assert Note(3.0, 3.0, "too dark") in notes.changes[0]


def test_what_was_typed_waits_for_its_job(notes):
    notes.open()
    notes.type("half a th")
    notes.qtbot.keyClick(notes.field, Qt.Key.Key_Escape)
    assert not notes.sheet.isVisible()
    assert notes.panel.word == "…"
    notes.panel.set_job("two", ())
    notes.open()
    assert notes.field.text() == ""
    notes.type("another")
    notes.panel.set_job("one", NOTES)
    assert notes.field.text() == "half a th"
    assert "isn't saved" in notes.panel.accessibleName()
    notes.type("ought")
    notes.enter()
    assert Note(2.92, 2.92, "half a thought") in notes.changes[0]
    notes.panel.set_job("two", ())
    assert notes.field.text() == "another"


def test_a_job_that_is_told_again_leaves_the_words_alone(notes):
    notes.open()
    notes.type("abcd")
    notes.field.setCursorPosition(2)
    notes.panel.set_job("one", (*NOTES, Note(4.0, 4.0, "by another way")))
    notes.type("-")
    assert notes.field.text() == "ab-cd"
    assert len(notes.rows) == 3


def test_the_chosen_note_stays_it(notes):
    notes.open()
    notes.click(1)
    notes.panel.set_job("one", (Note(0.0, 0.0, "by another way"), *NOTES))
    notes.press("Delete")
    assert notes.changes == [(Note(0.0, 0.0, "by another way"), FLICKER)]


def test_editing(notes):
    notes.open()
    notes.click(1)
    notes.press("Edit")
    assert notes.where == "Edit the note at 00:00:02:23"
    assert notes.field.hasFocus()
    notes.type(" twice")
    notes.enter()
    assert notes.changes == [(FLICKER, Note(2.92, 2.92, "The face changes twice"))]
    assert notes.where == "Note on frame 73"


def test_editing_keeps_the_new_notes_words(notes):
    notes.open()
    notes.type("new words")
    notes.click(0)
    notes.press("Edit")
    notes.type("!")
    notes.press("Cancel")
    assert notes.field.text() == "new words"
    notes.enter()
    assert notes.changes == [(*NOTES, Note(2.92, 2.92, "new words"))]


def test_a_deleted_note_comes_back(notes):
    notes.open()
    notes.click(0)
    notes.press("Delete")
    assert notes.changes == [(FACE,)]
    assert len(notes.rows) == 1
    notes.panel.set_job("two", ())
    assert not notes.can("Undo delete")
    notes.panel.set_job("one", (FACE,))
    notes.press("Undo delete")
    assert notes.changes[1] == NOTES
    assert not notes.can("Undo delete")


def test_all_by_keyboard(notes):
    notes.panel.open()
    notes.qtbot.waitExposed(notes.sheet)
    assert notes.field.hasFocus()
    notes.list.setFocus()
    notes.qtbot.keyClick(notes.list, Qt.Key.Key_Down)
    notes.qtbot.keyClick(notes.list, Qt.Key.Key_Down)
    notes.qtbot.keyClick(notes.list, Qt.Key.Key_Return)
    assert notes.frames == [2.92]
    notes.qtbot.keyClick(notes.list, Qt.Key.Key_F2)
    assert notes.field.text() == FACE.text
    notes.list.setFocus()
    notes.qtbot.keyClick(notes.list, Qt.Key.Key_Delete)
    assert notes.changes == [(FLICKER,)]


def test_the_same_note_twice_is_one():
    book = NoteBook()
    book.put(NOTES)
    book.write(FACE.text, Place(FACE.start, FACE.end, ""))
    book.save(Place())
    assert book.notes == NOTES
    book.delete(FACE)
    book.put(NOTES)  # it has come back by another way
    book.undo()
    assert book.notes == NOTES


def test_the_words_for_a_note_that_went_are_kept():
    book = NoteBook()
    book.put(NOTES)
    book.write("new", Place(1.0, 1.0, "frame 25"))
    book.edited = FACE
    book.write("The face changes a lot", Place())
    book.put((FLICKER,))
    assert book.edited is None
    assert book.text == "new The face changes a lot"


def test_the_words_for_a_deleted_note_wait_for_it():
    book = NoteBook()
    book.put(NOTES)
    book.edited = FACE
    book.write("The face changes a lot", Place())
    book.delete(FACE)
    book.put((FLICKER,))
    assert book.text == ""
    book.undo()
    book.edited = FACE
    assert book.text == "The face changes a lot"
    assert book.save(Place())
    assert book.notes == (FLICKER, Note(2.92, 2.92, "The face changes a lot"))
