import itertools
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QSlider, QWidget

from aleph_desktop.ui.review.menu_button import MenuButton
from aleph_desktop.ui.review.transport import TransportBar


@pytest.fixture
def bar(qtbot, theme):
    bar = TransportBar()
    qtbot.addWidget(bar)
    bar.resize(676, bar.sizeHint().height())
    bar.show()
    bar.set_clip(125, Fraction(25))
    return bar


def named(bar, kind, name):
    return next(w for w in bar.findChildren(kind) if w.accessibleName() == name)


def test_the_timecode_of_the_frame_and_of_the_whole(bar):
    bar.set_frame(59)
    assert named(bar, QLineEdit, "Timecode").text() == "00:00:02:09"
    texts = [label.text() for label in bar.findChildren(QLabel)]
    assert texts == ["/ 00:00:05:00", "f59", "0 dropped"]


@pytest.mark.parametrize("width", [672, 676, 740, 800, 850, 900, 960, 1010, 1050, 1092])
def test_nothing_is_cut_off_or_lies_over_another(qtbot, theme, width):
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(width, 100)
    bar = TransportBar(around)
    bar.set_clip(125, Fraction(25))
    bar.set_sounds(["Original", "Edited", "Silent"], 0)
    bar.set_rate(-8.0)
    bar.setGeometry(0, 0, width, bar.sizeHint().height())
    around.show()
    qtbot.waitExposed(around)
    bar.set_counted(100, 1012)
    bar.layout().activate()
    parts = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
    assert len(parts) > 10
    for part in parts:
        assert bar.rect().contains(part.geometry()), part
        if isinstance(part, QLabel | QLineEdit | QPushButton | MenuButton):  # what has words
            assert part.width() >= part.minimumSizeHint().width(), part
    for one, other in itertools.combinations(parts, 2):
        assert not one.geometry().intersects(other.geometry()), (one, other)


@pytest.mark.parametrize(
    ("name", "signal", "value"),
    [
        ("Play", "play_toggled", []),
        ("One frame back", "step_wanted", [-1]),
        ("One frame forward", "step_wanted", [1]),
        ("To the start", "to_start_wanted", []),
        ("To the end", "to_end_wanted", []),
        ("Loop", "loop_changed", [False]),
        ("Mute", "muted_changed", [True]),
    ],
)
def test_buttons_ask(qtbot, bar, name, signal, value):
    button = named(bar, QAbstractButton, name)
    with qtbot.waitSignal(getattr(bar, signal)) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == value


def test_every_control_has_a_name_and_a_way_by_keyboard(bar):
    for control in (*bar.findChildren(QAbstractButton), *bar.findChildren(QSlider)):
        assert control.accessibleName() or control.text()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_click_jumps_and_a_drag_scrubs(qtbot, bar):
    scrub = named(bar, QSlider, "Position")
    frames, held = [], []
    bar.frame_wanted.connect(frames.append)
    bar.scrub_started.connect(lambda: held.append(True))
    bar.scrub_ended.connect(lambda: held.append(False))
    middle = scrub.height() // 2
    qtbot.mousePress(scrub, Qt.MouseButton.LeftButton, pos=QPoint(scrub.width() // 2, middle))
    assert frames == [62]
    qtbot.mouseMove(scrub, QPoint(scrub.width() + 50, middle))
    assert frames[-1] == 124
    qtbot.mouseRelease(scrub, Qt.MouseButton.LeftButton)
    assert held == [True, False]


def test_the_program_moving_the_handle_asks_for_nothing(qtbot, bar):
    with qtbot.assertNotEmitted(bar.frame_wanted):
        bar.set_frame(70)
        bar.set_clip(50, Fraction(25))


def test_keys_on_the_scrub_bar(qtbot, bar):
    scrub = named(bar, QSlider, "Position")
    bar.set_frame(50)
    with qtbot.waitSignal(bar.frame_wanted) as asked:
        qtbot.keyClick(scrub, Qt.Key.Key_Right)
    assert asked.args == [51]
    with qtbot.waitSignal(bar.frame_wanted) as asked:
        qtbot.keyClick(scrub, Qt.Key.Key_Home)
    assert asked.args == [0]


def test_without_a_clip_nothing_can_be_pressed(bar):
    bar.set_clip(0, Fraction(25))
    assert not named(bar, QAbstractButton, "Play").isEnabled()


def test_play_says_what_it_will_do(bar):
    bar.set_playing(True)
    assert "Pause (Space)" in named(bar, QAbstractButton, "Pause").toolTip()


def test_no_sound_says_why(bar):
    bar.set_sound_problem("Could not open file")
    assert "Could not open file" in named(bar, QSlider, "Volume").toolTip()
    assert not named(bar, QSlider, "Volume").isEnabled()
    bar.set_sound_problem("")
    assert named(bar, QSlider, "Volume").isEnabled()
