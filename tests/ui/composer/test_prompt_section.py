"""The prompt's section: history, snippets, kinds of edit, the hint."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.domain.prompt_pattern import PATTERNS
from aleph_desktop.ui.composer.prompt_section import PromptSection
from aleph_desktop.ui.theme import Theme

PROMPTS = ["Make it rain", "Add a red balloon", "Add rain & <b>fog</b>"]
SNIPPETS = [Snippet("Keep all", "Keep everything else as it is."), Snippet("Night", "at night")]
TITLES = [pattern.title for pattern in PATTERNS]


@pytest.fixture
def section(qapp, qtbot):
    made = PromptSection(Theme(qapp, "dark"))
    qtbot.addWidget(made)
    made.set_history(PROMPTS)
    made.set_snippets(SNIPPETS)
    made.resize(330, 420)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


@pytest.fixture
def popup(section, qtbot):
    with qtbot.waitSignal(section.history_wanted):
        qtbot.mouseClick(section._history_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(section._history.isVisible)
    yield section._history
    section._history.close()


def texts(popup) -> list[str]:
    return [entry.text for entry in popup._list.shown]


def show_snippets(popup, qtbot) -> None:
    qtbot.mouseClick(popup._snippets_tab, Qt.MouseButton.LeftButton)


def test_words_filter_the_history_and_enter_takes_one(section, popup, qtbot) -> None:
    section.set_text("Make it night")
    assert texts(popup) == PROMPTS
    qtbot.keyClicks(popup._list._search, "RAIN add")
    assert texts(popup) == ["Add rain & <b>fog</b>"]
    qtbot.keyClick(popup._list._search, Qt.Key.Key_Return)
    assert section.text() == "Add rain & <b>fog</b>"
    assert not popup.isVisible()
    section._editor.undo()
    assert section.text() == "Make it night"


def test_arrows_move_while_typing(section, popup, qtbot) -> None:
    qtbot.keyClick(popup._list._search, Qt.Key.Key_Down)
    qtbot.keyClick(popup._list._search, Qt.Key.Key_Return)
    assert section.text() == PROMPTS[1]


def test_escape_closes_and_takes_nothing(section, popup, qtbot) -> None:
    section.set_text("Make it night")
    qtbot.keyClick(popup._list._search, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert section.text() == "Make it night"
    qtbot.waitUntil(section._editor.hasFocus)


def test_what_comes_late_is_shown_in_the_open_popup(section, popup) -> None:
    section.set_history(["Newest", *PROMPTS])
    assert texts(popup) == ["Newest", *PROMPTS]
    assert popup._list.current.text == "Newest"
    popup._list._list.setCurrentRow(2)
    section.set_history(["Newer still", "Newest", *PROMPTS])
    assert popup._list.current.text == PROMPTS[1]


def test_nothing_found_and_nothing_there_say_so(section, popup, qtbot) -> None:
    qtbot.keyClicks(popup._list._search, "zebra")
    assert popup._list._nothing.isVisible()
    assert popup._list._nothing.text() == "Nothing has these words."
    popup._list.clear_search()
    section.set_history([])
    assert "kept here" in popup._list._nothing.text()


def test_a_click_takes_and_the_tooltip_has_the_whole_prompt(section, popup, qtbot) -> None:
    shown = popup._list._list
    assert shown.item(2).toolTip() == "<p>Add rain &amp; &lt;b>fog&lt;/b></p>"
    place = shown.visualItemRect(shown.item(1)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert section.text() == PROMPTS[1]


def test_a_snippet_goes_in_at_the_cursor(section, popup, qtbot) -> None:
    section.set_text("Make it night.")
    show_snippets(popup, qtbot)
    assert popup._list.shown[0].name == "Keep all"
    qtbot.keyClick(popup._list._search, Qt.Key.Key_Return)
    assert section.text() == "Make it night. Keep everything else as it is."


def test_the_prompt_is_saved_as_a_snippet(section, qtbot) -> None:
    section.set_text("Make it a moonlit night with stars over the hills")
    saved: list[Snippet] = []
    section.snippet_saved.connect(saved.append)
    section.show_history()
    popup = section._history
    show_snippets(popup, qtbot)
    assert popup._field._name.text() == "Make it a moonlit night"
    popup._field._name.setText(" Night ")
    qtbot.keyClick(popup._field._name, Qt.Key.Key_Return)
    assert saved == [Snippet("Night", "Make it a moonlit night with stars over the hills")]
    assert [entry.name for entry in popup._list.shown] == ["Night", "Keep all"]
    assert popup._list._search.hasFocus()
    qtbot.keyClick(popup._field._name, Qt.Key.Key_Return)
    assert len(saved) == 1
    popup.close()


def test_only_the_selection_is_saved_where_there_is_one(section, qtbot) -> None:
    section.set_text("Make it night. Keep the camera.")
    editor = section._editor
    editor._select(15, 31)
    saved: list[Snippet] = []
    section.snippet_saved.connect(saved.append)
    section.show_history()
    show_snippets(section._history, qtbot)
    assert "selected words" in section._history._field._what.text()
    qtbot.mouseClick(section._history._field._save, Qt.MouseButton.LeftButton)
    assert saved == [Snippet("Keep the camera.", "Keep the camera.")]
    section._history.close()


def test_nothing_is_saved_of_an_empty_prompt(section, popup, qtbot) -> None:
    show_snippets(popup, qtbot)
    assert not popup._field._save.isEnabled()


def test_a_snippet_is_removed_by_del_or_by_the_button(section, popup, qtbot) -> None:
    removed: list[str] = []
    section.snippet_removed.connect(removed.append)
    assert not popup._remove.isVisible()  # the history has no such thing
    popup._list._list.setFocus()
    qtbot.keyClick(popup._list._list, Qt.Key.Key_Delete)
    assert removed == []
    show_snippets(popup, qtbot)
    popup._list._list.setFocus()
    qtbot.keyClick(popup._list._list, Qt.Key.Key_Delete)
    assert removed == ["Keep all"]
    qtbot.mouseClick(popup._remove, Qt.MouseButton.LeftButton)
    assert removed == ["Keep all", "Night"]
    assert not popup._remove.isVisible()


def chip(section: PromptSection, title: str) -> QToolButton:
    return next(chip for chip in section._chips._chips if chip.text() == title)


def test_a_chip_puts_its_wording_in_and_one_types_on(section, qtbot) -> None:
    qtbot.mouseClick(chip(section, "Add"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(section._editor, "a moon")
    assert section.text().startswith("Add a moon. Keep ")


@pytest.mark.parametrize("width", [300, 348, 420])
@pytest.mark.parametrize("height", [140, 180, 220, 300, 500])
def test_every_kind_has_a_place_or_is_in_the_menu(section, qtbot, width, height) -> None:
    section.resize(width, height)
    chips = section._chips
    qtbot.waitUntil(lambda: chips.width() == width)
    if height >= 300:  # once the layout has heard how many rows that takes
        qtbot.waitUntil(lambda: not chips._menu.actions())
    in_menu = [action.text() for action in chips._menu.actions()]
    assert chips.shown + in_menu == TITLES
    assert chips._more.isVisible() == bool(in_menu)
    assert section._editor.viewport().height() >= 3 * section.fontMetrics().lineSpacing()
    inside = [*(each for each in chips._chips if each.isVisible())]
    inside += [chips._more] if in_menu else []
    for each in inside:
        assert chips.rect().contains(each.geometry())


def test_what_is_in_the_menu_works_too(section, qtbot) -> None:
    section.resize(300, 150)
    qtbot.waitUntil(lambda: section._chips._menu.actions() != [])
    action = section._chips._menu.actions()[-1]
    assert action.text() == "Next shot"
    assert "framing isn't kept" in action.toolTip()
    action.trigger()
    assert section.text().startswith("Generate the next shot: [what happens]")


def test_every_kind_says_to_a_screen_reader_what_it_is_for(section) -> None:
    for pattern in PATTERNS:
        assert pattern.purpose in chip(section, pattern.title).accessibleName()
        assert chip(section, pattern.title).toolTip() == pattern.purpose


def test_a_hint_waits_until_the_typing_rests_and_goes_at_once(section, qtbot) -> None:
    line = section._hint
    section.set_text("Make it rain today")
    assert line.text() == ""
    with qtbot.waitSignal(line._rest.timeout, timeout=5000):
        pass
    assert "what must stay" in line.text()
    height = line.height()
    section.set_text("Make it rain today. Keep the camera.")
    assert line.text() == ""
    assert line.height() == height  # nothing jumps


def test_the_chips_follow_the_theme(qapp, qtbot) -> None:
    theme = Theme(qapp, "dark")
    section = PromptSection(theme)
    qtbot.addWidget(section)
    theme.set_choice("light")
    assert theme.tokens.line in section._chips.styleSheet()
    assert theme.tokens.dim in section._history_button.styleSheet()
