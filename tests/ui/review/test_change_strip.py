"""The strip under the scrub bar, and the desk that fills it."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from aleph_desktop.domain.region import Region
from aleph_desktop.ui.review.change_chart import Scale, curve, quiet_place
from aleph_desktop.ui.review.change_desk import ANOTHER_VIEW, NOTHING, PROBLEM, READING, ChangeDesk
from aleph_desktop.ui.review.change_strip import ChangeStrip

COUNT = 101
WIDTH = 503  # a frame every five pixels


class Answer:
    """A Comparison: in a rectangle, another frame is the worst."""

    def __init__(self, *, lines_up=True):
        self.match, self.lines_up = float(lines_up), lines_up

    def changes(self, region=None):
        worst = 40 if region is None else 70
        return [0.5 if number == worst else 0.02 for number in range(COUNT)]


class Clip:
    frame_rate = Fraction(25)


@pytest.fixture
def strip(qtbot, theme):
    strip = ChangeStrip()
    qtbot.addWidget(strip)
    strip.resize(WIDTH, strip.sizeHint().height())
    strip.show()
    qtbot.waitExposed(strip)
    return strip


@pytest.fixture
def desk(strip):
    return ChangeDesk(strip, strip)


@pytest.fixture
def begun(desk):
    desk.begin(1, Clip(), Clip(), [(number, number) for number in range(COUNT)])
    return desk


def x_of(frame):
    return round(1.5 + frame * (WIDTH - 3) / (COUNT - 1))


def height_at(strip, frame):
    """How tall the curve is at a frame, pixels."""
    picture = strip.grab().toImage()
    x = x_of(frame)
    ground = picture.pixelColor(x_of(5), 2)
    return sum(picture.pixelColor(x, y) != ground for y in range(6, 19))


def test_the_curve_is_as_tall_as_the_change(strip, begun):
    begun.set_comparison(1, Answer())
    assert height_at(strip, 40) > 10
    assert height_at(strip, 60) <= 2
    assert begun.peaks == (40,)
    assert strip.accessibleDescription() == "Most at frame 40: 50 % changed; 1 peak"


def test_the_greatest_peak_is_first(begun):
    class Two(Answer):
        def changes(self, region=None):
            return [{20: 0.3, 80: 0.6}.get(number, 0.02) for number in range(COUNT)]

    begun.set_comparison(1, Two())
    assert (begun.peaks, begun.greatest) == ((20, 80), (80, 20))


def test_what_is_said_of_a_frame(strip, begun):
    begun.set_comparison(1, Answer())
    strip.set_notes([(38, 44, "the ear flickers")])
    words = strip.tip_at(x_of(40))
    assert "frame 40 · 50 % changed · peak" in words
    assert "the ear flickers" in words
    assert "Full height: 50 %" in words
    assert "the ear" not in strip.tip_at(x_of(60))


def test_a_long_note_is_wrapped(strip, begun):
    strip.set_notes([(10, 10, "too blue for a night " * 20)])
    assert max(map(len, strip.tip_at(x_of(10)).splitlines())) <= 60


def test_the_mouse_over_it_is_told_the_frame(strip, begun, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _over: told.append(words))
    begun.set_comparison(1, Answer())
    at, none = QPointF(x_of(40), 10), Qt.MouseButton.NoButton
    over = strip.mapToGlobal(at)
    kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(strip, QMouseEvent(kind, at, over, none, none, keys))
    assert told[-1].startswith("frame 40 · 50 % changed")


def test_one_pair_alone_is_drawn(strip, desk):
    desk.begin(1, Clip(), Clip(), [(0, 0)])
    strip.set_changes([0.5])
    assert height_at(strip, 50) > 10


def test_the_label_lies_where_the_curve_is_low():
    scale = Scale(COUNT, WIDTH)
    edge = curve(scale, [0.5 if number in {0, 100} else 0.01 for number in range(COUNT)])
    left = quiet_place(edge, 100)
    assert scale.x_of(0) < left < left + 100 < scale.x_of(100)


def test_the_playhead_is_where_the_frame_is_but_never_in_words(strip, begun):
    def is_lit(frame):
        picture = strip.grab().toImage()
        return picture.pixelColor(x_of(frame), 3) != picture.pixelColor(x_of(90), 3)

    strip.set_frame(60)
    assert not is_lit(60)
    begun.set_comparison(1, Answer())
    assert is_lit(60)
    strip.set_frame(20)
    assert is_lit(20)
    assert not is_lit(60)


def test_a_clip_that_plays_alone_can_be_scrubbed(qtbot, strip, begun):
    begun.forget()
    with qtbot.waitSignal(strip.frame_wanted) as asked:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x_of(20), 10))
    assert asked.args == [20]


def test_a_strip_that_goes_ends_the_scrub(qtbot, strip, begun):
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(x_of(20), 10))
    with qtbot.waitSignal(strip.scrub_ended):
        strip.hide()


def test_a_rectangle_has_a_curve_of_its_own_and_says_so(strip, begun):
    begun.set_comparison(1, Answer())
    begun.set_region(Region(0, 0, 0.5, 0.5))
    assert begun.peaks == (70,)
    assert "in the rectangle" in strip.accessibleDescription()
    begun.set_region(None)
    assert begun.peaks == (40,)


def test_the_words_while_there_is_nothing_to_draw(strip, desk):
    assert strip.accessibleDescription() == NOTHING
    desk.begin(1, Clip(), Clip(), [(0, 0)])
    assert strip.accessibleDescription() == READING
    desk.set_problem(1)
    assert strip.accessibleDescription() == PROBLEM
    desk.begin(2, Clip(), Clip(), [(0, 0)])
    desk.set_comparison(2, Answer(lines_up=False))
    assert strip.accessibleDescription() == ANOTHER_VIEW
    assert desk.next_peak(0) is None


def test_what_comes_late_is_dropped(qtbot, strip, begun):
    begun.begin(2, Clip(), Clip(), [(0, 0)])
    with qtbot.assertNotEmitted(begun.matched):
        begun.set_comparison(1, Answer())
    begun.set_problem(1)
    assert strip.accessibleDescription() == READING
    begun.forget()
    with qtbot.assertNotEmitted(begun.matched):
        begun.set_comparison(2, Answer())


def test_it_is_told_whether_they_match(qtbot, begun):
    with qtbot.waitSignal(begun.matched) as told:
        begun.set_comparison(1, Answer(lines_up=False))
    assert told.args == [False, 0.0]


def test_a_click_goes_there_and_a_drag_scrubs(qtbot, strip, begun):
    asked, turns = [], []
    strip.frame_wanted.connect(asked.append)
    strip.scrub_started.connect(lambda: turns.append("down"))
    strip.scrub_ended.connect(lambda: turns.append("up"))
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(x_of(20), 10))
    qtbot.mouseMove(strip, QPoint(x_of(50), 10))
    qtbot.mouseMove(strip, QPoint(WIDTH + 40, 10))
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(WIDTH + 40, 10))
    assert (asked[0], asked[-1]) == (20, COUNT - 1)
    assert turns == ["down", "up"]


@pytest.mark.parametrize(
    ("key", "frame"),
    [(Qt.Key.Key_Right, 31), (Qt.Key.Key_Left, 29), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 100)],
)
def test_keys_step(qtbot, strip, begun, key, frame):
    strip.set_frame(30)
    with qtbot.waitSignal(strip.frame_wanted) as asked:
        qtbot.keyClick(strip, key)
    assert asked.args == [frame]


def test_without_a_clip_a_click_asks_nothing(qtbot, strip):
    with qtbot.assertNotEmitted(strip.frame_wanted):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 10))
