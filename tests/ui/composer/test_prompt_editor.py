"""The prompt's text field: what is pasted, put in, too long or misspelled."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from aleph_desktop.domain.prompt import utf16_length
from aleph_desktop.domain.prompt_pattern import PATTERNS, EditKind
from aleph_desktop.ui.prompt_editor import PromptEditor

BY_KIND = {pattern.kind: pattern for pattern in PATTERNS}
REMOVE, REPLACE = BY_KIND[EditKind.REMOVE], BY_KIND[EditKind.REPLACE]


class Words:
    """A speller with a small dictionary, that counts what it is asked."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.asked: list[str] = []

    def is_right(self, word: str) -> bool:
        self.asked.append(word)
        return word.lower() in self.words

    def suggestions(self, word: str) -> list[str]:
        return [right for right in self.words if right[0] == word[0]]


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    made.editor = PromptEditor()
    made.next = QLineEdit()
    layout.addWidget(made.editor)
    layout.addWidget(made.next)
    made.resize(340, 300)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


@pytest.fixture
def editor(window):
    window.editor.setFocus()
    return window.editor


def select(editor: PromptEditor, words: str) -> None:
    """The first place of these words."""
    text = editor.toPlainText()
    start = utf16_length(text[: text.index(words)])
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + utf16_length(words), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def selected(editor: PromptEditor) -> str:
    return editor.textCursor().selectedText()


def marked(editor: PromptEditor, *, wavy: bool) -> list[str]:
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    return [
        mark.cursor.selectedText()
        for mark in editor.extraSelections()
        if (mark.format.underlineStyle() == wave) == wavy
    ]


# What is put in


def test_a_wording_is_put_in_with_its_target_selected(editor, qtbot) -> None:
    editor.put_in(REMOVE)
    assert selected(editor) == "[what]"
    qtbot.keyClicks(editor, "the sign")
    assert editor.toPlainText().startswith("Remove the sign. Keep ")


def test_undo_takes_a_wording_back_in_one_step(editor) -> None:
    editor.replace_text("Make it night.")
    editor.put_in(REMOVE)
    assert editor.toPlainText() == f"Make it night. {REMOVE.wording}"
    editor.undo()
    assert editor.toPlainText() == "Make it night."
    editor.undo()
    assert editor.toPlainText() == ""
    editor.redo()
    assert editor.toPlainText() == "Make it night."


def test_the_selection_becomes_the_target_behind_an_emoji_too(editor) -> None:
    editor.replace_text("🧚🏽 flies. the old sign")
    select(editor, "the old sign")
    editor.put_in(REPLACE)
    assert editor.toPlainText().startswith("🧚🏽 flies. Replace the old sign with [what instead].")
    assert selected(editor) == "[what instead]"


def test_an_empty_prompt_replaces_another_in_one_step(editor) -> None:
    editor.replace_text("Make it night.")
    editor.replace_text("")
    assert editor.toPlainText() == ""
    editor.undo()
    assert editor.toPlainText() == "Make it night."


def test_tab_goes_to_the_next_place_and_then_out(window, editor, qtbot) -> None:
    editor.put_in(REPLACE)
    assert selected(editor) == "[what]"
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert selected(editor) == "[what instead]"
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert window.next.hasFocus()


def test_words_are_inserted_apart_from_their_neighbours(editor) -> None:
    editor.replace_text("Make it night.")
    editor.insert_words("Keep the camera.")
    assert editor.toPlainText() == "Make it night. Keep the camera."
    select(editor, "night")
    editor.insert_words("snow")
    assert editor.toPlainText() == "Make it snow. Keep the camera."


@given(st.text(alphabet="a🧚 .\n", max_size=12), st.integers(0, 12), st.integers(0, 12))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_parts_are_the_text_whatever_is_selected(editor, text, first, second) -> None:
    editor.setPlainText(text)
    cursor = editor.textCursor()
    cursor.setPosition(utf16_length(text[:first]))
    cursor.setPosition(utf16_length(text[:second]), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    before, selection, after = editor.parts
    assert before + selection + after == text
    assert selection == selected(editor).replace("\u2029", "\n")


# What is pasted


@pytest.fixture
def pasted(editor):
    found: list[QMimeData] = []
    editor.clip_pasted.connect(found.append)
    return found


def paste(editor: PromptEditor, data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)
    editor.paste()


def words(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_words_are_pasted_as_words(editor, pasted) -> None:
    paste(editor, words("Make it like https://example.com/a.mp4"))
    assert editor.toPlainText() == "Make it like https://example.com/a.mp4"
    assert pasted == []


def test_words_with_a_picture_are_words(editor, pasted) -> None:
    data = words("Make it night")
    data.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    paste(editor, data)
    assert editor.toPlainText() == "Make it night"
    assert pasted == []


def test_an_address_alone_a_file_and_a_picture_are_no_words(editor, pasted) -> None:
    paste(editor, words(" https://example.com/a.mp4\n"))
    file = QMimeData()
    file.setUrls([QUrl.fromLocalFile("/clips/bunny.mp4")])
    paste(editor, file)
    image = QMimeData()
    image.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    paste(editor, image)
    assert editor.toPlainText() == ""
    assert len(pasted) == 3


# What is too long


def test_what_is_too_much_is_marked(editor) -> None:
    editor.set_limit(5)
    editor.setPlainText("night")
    assert marked(editor, wavy=False) == []
    editor.setPlainText("nightly")
    assert marked(editor, wavy=False) == ["ly"]
    assert editor._count.text() == "7 / 5 · 2 too many"
    editor.set_limit(7)
    assert marked(editor, wavy=False) == []


@given(st.text(alphabet="a🧚é\n", max_size=12), st.integers(0, 20))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_mark_begins_at_the_first_character_that_does_not_fit(editor, text, limit) -> None:
    editor.set_limit(limit)
    editor.setPlainText(text)
    marks = [mark.replace("\u2029", "\n") for mark in marked(editor, wavy=False)]
    if editor.excess == 0:
        assert marks == []
        return
    kept = text.removesuffix(marks[0])
    assert kept + marks[0] == text
    first = marks[0][0]
    assert utf16_length(kept) <= limit < utf16_length(kept + first)


# What is misspelled


@pytest.fixture
def speller(editor):
    made = Words("make", "it", "night", "the", "rabbit", "red", "rabbit's")
    editor.set_speller(made)
    return made


def rest(editor: PromptEditor, qtbot) -> None:
    """Wait until the words were looked at."""
    timer = editor._marks._rest
    if timer.isActive():
        with qtbot.waitSignal(timer.timeout):
            pass


def test_wrong_words_are_underlined_and_right_ones_not(editor, speller, qtbot) -> None:
    editor.setPlainText("Make it nigth 🧚 rabitt. Mkae it\nred the rabbit’s")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    rest(editor, qtbot)
    assert marked(editor, wavy=True) == ["nigth", "rabitt", "Mkae"]
    assert "rabbit's" in speller.asked


def test_names_addresses_places_and_abbreviations_are_left_alone(editor, speller, qtbot) -> None:
    editor.setPlainText("make Zorbla VFX a1b_c [wht] https://exmple.com iPhone x")
    rest(editor, qtbot)
    assert marked(editor, wavy=True) == []
    assert speller.asked == ["make"]


def test_the_word_in_the_making_is_left_alone(editor, speller, qtbot) -> None:
    qtbot.keyClicks(editor, "make it nig")
    rest(editor, qtbot)
    assert marked(editor, wavy=True) == []
    qtbot.keyClicks(editor, " ")
    rest(editor, qtbot)
    assert marked(editor, wavy=True) == ["nig"]


def test_marks_are_nothing_that_undo_knows(editor, speller, qtbot) -> None:
    editor.replace_text("make it nigth it")
    rest(editor, qtbot)
    assert marked(editor, wavy=True) == ["nigth"]
    editor.undo()
    assert editor.toPlainText() == ""


def test_a_correction_is_in_the_menu(editor, speller, qtbot) -> None:
    editor.replace_text("make it nigth, red")
    rest(editor, qtbot)
    menu = editor.correction_menu(10)
    qtbot.addWidget(menu)
    assert menu.actions()[0].text() == "night"
    menu.actions()[0].trigger()
    assert editor.toPlainText() == "make it night, red"
    rest(editor, qtbot)
    assert marked(editor, wavy=True) == []
    editor.undo()
    assert editor.toPlainText() == "make it nigth, red"


def test_a_word_without_suggestions_says_so_and_a_right_one_has_no_entry(
    editor, speller, qtbot
) -> None:
    editor.replace_text("make xxyz it")
    rest(editor, qtbot)
    menu, plain = editor.correction_menu(6), editor.correction_menu(1)
    qtbot.addWidget(menu)
    qtbot.addWidget(plain)
    assert menu.actions()[0].text() == "No suggestions"
    assert not menu.actions()[0].isEnabled()
    assert len(plain.actions()) == len(menu.actions()) - 2


def test_only_what_can_be_seen_is_looked_at(editor, speller, qtbot) -> None:
    editor.setPlainText("\n".join(f"nigth {'abcdefghij'[n % 10]}word" for n in range(500)))
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    rest(editor, qtbot)
    assert 1 < len(marked(editor, wavy=True)) < 100


def test_without_a_speller_nothing_is_underlined(editor, speller, qtbot) -> None:
    editor.setPlainText("nigth it")
    editor.set_speller(None)
    assert marked(editor, wavy=True) == []
