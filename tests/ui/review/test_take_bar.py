"""What is compared with what, and the marks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.review.take_bar import TakeBar, TakeChoice

SIGNALS = ("take_wanted", "against_wanted", "original_wanted", "mark_wanted")


def take(number, mark=Mark.NONE, is_ready=True):
    return TakeChoice(f"job {number}", f"Take {number}", is_ready, mark)


@pytest.fixture
def bar(qtbot, theme):
    bar = TakeBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def told(bar):
    seen = []

    def note(name):
        return lambda value: seen.append((name, value))

    for name in SIGNALS:
        getattr(bar, name).connect(note(name))
    return seen


def show(qtbot, bar, takes, current="", against=""):
    bar.set_takes(takes, current, against)
    bar.resize(bar.sizeHint())
    qtbot.waitExposed(bar)


def shown(bar):
    return {b.accessibleName(): b for b in bar.findChildren(QToolButton) if b.isVisible()}


def entries(button):
    return {a.text(): a for a in button.findChild(QMenu).actions() if not a.isSeparator()}


def press(qtbot, bar, name):
    qtbot.mouseClick(shown(bar)[name], Qt.MouseButton.LeftButton)


def test_hidden_until_there_is_a_take(qtbot, bar):
    assert bar.isHidden()
    show(qtbot, bar, [take(1)], "job 1")
    assert set(shown(bar)) == {"Star this take", "Reject this take"}
    bar.set_takes([], "", "")
    assert bar.isHidden()


def test_two_takes_against_the_reference(qtbot, bar, told):
    show(qtbot, bar, [take(1), take(2)], "job 2")
    buttons = shown(bar)
    assert buttons["Right picture: Take 2"].isChecked()
    press(qtbot, bar, "Right picture: Take 1")
    assert told == [("take_wanted", "job 1")]
    assert buttons["Right picture: Take 2"].isChecked(), "until the room says otherwise"
    assert not buttons["Right picture: Take 1"].isChecked()


def test_a_take_against_another_and_back(qtbot, bar, told):
    takes = [take(1), take(2), take(3, is_ready=False)]
    show(qtbot, bar, takes, "job 2")
    choices = entries(shown(bar)["Left picture: Reference"])
    assert list(choices) == ["Reference", "Take 1", "Take 2", "Take 3"]
    assert choices["Reference"].isChecked()
    assert not choices["Take 2"].isEnabled(), "it is on the right"
    assert not choices["Take 3"].isEnabled()
    assert choices["Take 3"].toolTip() == "Its result isn't here yet"
    choices["Take 1"].trigger()
    assert choices["Reference"].isChecked(), "until the room says otherwise"
    assert not choices["Take 1"].isChecked()
    bar.set_takes(takes, "job 2", "job 1")
    button = shown(bar)["Left picture: Take 1"]
    assert entries(button)["Take 1"].isChecked()
    entries(button)["Take 1"].trigger()
    assert told == [("against_wanted", "job 1")], "it is there already"
    entries(button)["Reference"].trigger()
    assert told[1:] == [("against_wanted", "")]


def test_the_original_in_the_references_place(qtbot, bar, told):
    bar.set_original(True, "Your own file", on=False)
    show(qtbot, bar, [take(1)], "job 1")
    choices = entries(shown(bar)["Left picture: Reference"])
    assert list(choices) == ["Reference", "Original", "Take 1"]
    choices["Original"].trigger()
    bar.set_original(True, "Your own file", on=True)
    choices = entries(shown(bar)["Left picture: Original"])
    choices["Reference"].trigger()
    assert told == [("original_wanted", True), ("original_wanted", False)]
    bar.set_original(False, "The original is on the web", on=False)
    original = entries(shown(bar)["Left picture: Reference"])["Original"]
    assert not original.isEnabled()
    assert original.toolTip() == "The original is on the web"


def test_a_take_takes_the_originals_place(qtbot, bar, told):
    bar.set_original(True, "", on=True)
    show(qtbot, bar, [take(1), take(2)], "job 1")
    entries(shown(bar)["Left picture: Original"])["Take 2"].trigger()
    assert told == [("original_wanted", False), ("against_wanted", "job 2")]


@pytest.mark.parametrize(
    ("mark", "star", "reject"),
    [
        (Mark.NONE, Mark.STAR, Mark.REJECT),
        (Mark.STAR, Mark.NONE, Mark.REJECT),
        (Mark.REJECT, Mark.STAR, Mark.NONE),
    ],
)
def test_marks(qtbot, bar, told, mark, star, reject):
    show(qtbot, bar, [take(1, mark)], "job 1")
    for name, own in (("Star this take", Mark.STAR), ("Reject this take", Mark.REJECT)):
        press(qtbot, bar, name)
        assert shown(bar)[name].isChecked() == (mark is own), "until it is stored"
    assert told == [("mark_wanted", star), ("mark_wanted", reject)]


def test_a_mark_moves_no_button(qtbot, bar):
    show(qtbot, bar, [take(1), take(2)], "job 2")
    before = [button.geometry() for button in shown(bar).values()]
    bar.set_takes([take(1, Mark.REJECT), take(2, Mark.STAR)], "job 2", "")
    assert [button.geometry() for button in shown(bar).values()] == before
    assert "Right picture: Take 2 ★" in shown(bar)
    assert "Right picture: Take 1 ✕" in shown(bar)


def test_what_is_not_ready_can_neither_be_shown_nor_marked(qtbot, bar, told):
    show(qtbot, bar, [take(1), take(2, is_ready=False)], "job 2")
    assert not shown(bar)["Star this take"].isEnabled()
    assert not shown(bar)["Right picture: Take 2"].isEnabled()
    bar.toggle_star()
    bar.set_takes([take(1), take(2)], "job 2", "")
    assert shown(bar)["Star this take"].isEnabled()
    assert told == []


def test_many_takes_are_a_menu(qtbot, bar, told):
    show(qtbot, bar, [take(n) for n in range(1, 9)], "job 7")
    choices = entries(shown(bar)["Right picture: Take 7"])
    assert len(choices) == 8
    choices["Take 8"].trigger()
    assert told == [("take_wanted", "job 8")]


def test_in_little_room_both_sides_are_one_menu(qtbot, bar, told):
    takes = [take(1), take(2, Mark.STAR)]
    show(qtbot, bar, takes, "job 2")
    bar.resize(bar.minimumSizeHint())
    button = shown(bar)["Pictures: Take 2 ★"]
    assert [b.accessibleName() for b in bar.findChildren(QToolButton) if b.isVisible()][1:] == [
        "Star this take",
        "Reject this take",
    ]
    choices = entries(button)
    assert [w for w, a in choices.items() if a.isChecked()] == [
        "Left: Reference",
        "Right: Take 2 ★",
    ]
    choices["Left: Take 1"].trigger()
    choices["Right: Take 1"].trigger()
    assert told == [("against_wanted", "job 1"), ("take_wanted", "job 1")]
    bar.set_takes(takes, "job 2", "job 1")
    assert "Pictures: Take 1 | Take 2" in shown(bar)
    assert bar.rect().contains(button.geometry())
