"""The modes, their options and the zoom, as a user presses them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QSlider, QToolButton

from aleph_desktop.ui.review.look import NEEDS_MATCH, Look, Mode
from aleph_desktop.ui.review.mode_bar import ModeBar

WHY = "The edited clip shows another picture"


@pytest.fixture
def bar(qtbot, theme):
    bar = ModeBar()
    qtbot.addWidget(bar)
    bar.resize(bar.sizeHint())
    bar.show()
    qtbot.waitExposed(bar)
    return bar


@pytest.fixture
def looks(bar):
    told = []
    bar.look_chosen.connect(told.append)
    return told


def shown(bar, kind=QToolButton):
    return {w.accessibleName(): w for w in bar.findChildren(kind) if w.isVisible()}


def entries(button):
    return {action.text(): action for action in button.findChild(QMenu).actions()}


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_has_a_button_with_its_key(qtbot, bar, looks, mode):
    number = list(Mode).index(mode)
    name = "Side" if mode is Mode.SIDE else mode.value
    button = shown(bar)[f"Compare: {name}"]
    assert f"({number + 1})" in button.toolTip()
    press(qtbot, button)
    assert looks == [Look(mode)]
    assert button.isChecked()
    assert [
        b.text() for b in shown(bar).values() if b.isChecked() and "Compare" in b.accessibleName()
    ] == [name]


def test_choosing_a_mode_keeps_all_else(qtbot, bar, looks):
    before = Look(Mode.DIFFERENCE, gain=8, heat=True, zoom=2.0, centre=(0.3, 0.4), angle=30)
    bar.set_look(before)
    press(qtbot, shown(bar)["Compare: Wipe"])
    assert looks == [replace(before, mode=Mode.WIPE)]


def test_what_is_told_is_not_told_back(bar, looks):
    bar.set_look(Look(Mode.OVERLAY, opacity=0.25, zoom=4.0))
    assert looks == []
    assert shown(bar, QSlider)["Opacity of the edited picture"].value() == 25
    assert "Zoom: 400 %" in shown(bar)
    bar.set_look(Look(Mode.DIFFERENCE, gain=4, heat=True))
    assert shown(bar)["Heat map"].isChecked()
    assert "Gain: 4 ×" in shown(bar)
    assert looks == []


def test_a_mode_that_cannot_be_had_says_why(qtbot, bar, looks):
    bar.set_available(frozenset(Mode) - NEEDS_MATCH - {Mode.GRID}, WHY)
    buttons = shown(bar)
    for mode in NEEDS_MATCH:
        button = buttons[f"Compare: {mode.value}"]
        assert not button.isEnabled()
        assert button.toolTip() == WHY
        press(qtbot, button)
    assert "no other take" in buttons["Compare: Grid"].toolTip()
    assert buttons["Compare: Flip"].isEnabled()
    assert looks == []


def test_choosing_moves_no_button(bar):
    places = []
    for mode in Mode:
        bar.set_look(Look(mode))
        places.append([b.x() for n, b in shown(bar).items() if n.startswith(("Compare", "Zoom"))])
    assert all(place == places[0] for place in places)


def test_the_options_of_the_difference(qtbot, bar, looks):
    bar.set_look(Look(Mode.DIFFERENCE))
    entries(shown(bar)["Gain: 1 ×"])["8 ×"].trigger()
    press(qtbot, shown(bar)["Heat map"])
    assert [(look.gain, look.heat) for look in looks] == [(8, False), (8, True)]
    assert shown(bar)["Heat map"].isChecked()
    assert "Gain: 8 ×" in shown(bar)


def test_the_options_of_wipe_and_overlay_by_keyboard(qtbot, bar, looks):
    bar.set_look(Look(Mode.WIPE))
    slider = shown(bar, QSlider)["Angle of the wipe"]
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert [look.angle for look in looks] == [-1.0, -16.0]
    bar.set_look(Look(Mode.OVERLAY))
    qtbot.keyClick(shown(bar, QSlider)["Opacity of the edited picture"], Qt.Key.Key_End)
    assert looks[-1] == Look(Mode.OVERLAY, opacity=1.0)


@pytest.mark.parametrize(("angle", "shown_as"), [(0, 0), (180, 180), (-180, 180), (270, -90)])
def test_any_angle_has_its_place(bar, angle, shown_as):
    bar.set_look(Look(Mode.WIPE, angle=angle))
    assert shown(bar, QSlider)["Angle of the wipe"].value() == shown_as


def test_a_menu_by_the_mouse(qtbot, bar, looks):
    button = shown(bar)["Zoom: Fit"]
    menu = button.findChild(QMenu)
    press(qtbot, button)
    qtbot.waitExposed(menu)
    place = menu.actionGeometry(entries(button)["200 %"]).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    assert looks == [Look(zoom=2.0)]
    assert not menu.isVisible()


def test_flip_by_the_mouse(qtbot, bar, looks):
    bar.set_look(Look(Mode.FLIP))
    assert shown(bar)["Shown: Right"].isChecked()
    press(qtbot, shown(bar)["Shown: Left"])
    press(qtbot, shown(bar)["Shown: Right"])
    assert [look.flipped for look in looks] == [True, False]


@pytest.mark.parametrize(
    ("words", "zoom"),
    [("50 %", 0.5), ("100 % (1:1)", 1.0), ("200 %", 2.0), ("400 %", 4.0), ("Fit", None)],
)
def test_the_zoom(bar, looks, words, zoom):
    bar.set_look(Look(zoom=3.0))
    choices = entries(shown(bar)["Zoom: 300 %"])
    assert not any(action.isChecked() for action in choices.values())
    choices[words].trigger()
    assert looks == [Look(zoom=zoom)]
    assert [text for text, action in choices.items() if action.isChecked()] == [words]


@pytest.mark.parametrize(
    ("zoom", "words"), [(0.177, "18 %"), (2**1.5, "283 %"), (9.994, "999 %"), (32.0, "32 ×")]
)
def test_any_zoom_has_its_words_in_the_same_room(bar, zoom, words):
    width = shown(bar)["Zoom: Fit"].width()
    bar.set_look(Look(zoom=zoom))
    button = shown(bar)[f"Zoom: {words}"]
    assert button.fontMetrics().horizontalAdvance(button.text()) < button.width() == width


def test_in_little_room_the_modes_are_a_menu(qtbot, bar, looks):
    full = bar.width()
    bar.set_available(frozenset(Mode) - {Mode.OVERLAY}, WHY)
    bar.resize(bar.minimumSizeHint())
    assert bar.width() < full - 200
    button = shown(bar)["Compare: Side"]
    choices = entries(button)
    assert not choices["Overlay"].isEnabled()
    assert choices["Overlay"].toolTip() == WHY
    choices["Difference"].trigger()
    assert looks == [Look(Mode.DIFFERENCE)]
    assert button.accessibleName() == "Compare: Difference"
    assert all(bar.rect().contains(w.geometry()) for w in (bar._modes, bar._options, bar._zoom))
    bar.resize(full, bar.height())
    assert "Compare: Wipe" in shown(bar)
