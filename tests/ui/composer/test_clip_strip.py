"""The strip in the hand: mouse and keys, on short and long clips."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.clip_strip import ClipStrip
from aleph_desktop.ui.composer.range_rule import RangeRule
from aleph_desktop.ui.composer.strip_rows import STRIP_HEIGHT
from aleph_desktop.ui.composer.strip_view import HANDLE, StripView
from aleph_desktop.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
MIDDLE = STRIP_HEIGHT // 2
BELOW = STRIP_HEIGHT - 12


class Told:
    """What the strip said."""

    def __init__(self, strip: ClipStrip) -> None:
        self.spans: list[TimeRange] = []
        self.scrubbed: list[float] = []
        self.released = 0
        strip.span_changed.connect(self.spans.append)
        strip.scrubbed.connect(self.scrubbed.append)
        strip.released.connect(self._on_released)

    def _on_released(self) -> None:
        self.released += 1


@pytest.fixture
def strip(qapp, qtbot):
    made = ClipStrip(Theme(qapp, "dark"))
    qtbot.addWidget(made)
    made.resize(320, STRIP_HEIGHT)
    made.show()
    qtbot.waitExposed(made)
    return made


def take(strip: ClipStrip, duration: float, span: TimeRange) -> Told:
    strip.set_clip(RangeRule(Fraction(25), duration, 5.0), 16 / 9, span)
    return Told(strip)


def x_of(strip: ClipStrip, seconds: float, duration: float) -> int:
    return round(StripView(strip.width(), TimeRange(0, duration)).x_of(seconds))


def drag(qtbot, strip, start: int, end: int, y: int = MIDDLE, modifiers=NONE) -> None:
    qtbot.mousePress(strip, LEFT, modifiers, QPoint(start, y))
    for x in ((start + end) // 2, end):
        send_move(strip, x, y, modifiers)
    qtbot.mouseRelease(strip, LEFT, modifiers, QPoint(end, y))


def send_move(strip, x: int, y: int, modifiers) -> None:
    """As the window system does while a button is held: QTest's moves hold no modifiers."""
    place = QPointF(x, y)
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, strip.mapToGlobal(place), Qt.MouseButton.NoButton, LEFT,
        modifiers,
    )  # fmt: skip
    QApplication.sendEvent(strip, event)


def test_the_middle_moves_the_range_and_the_handles_resize_it(strip, qtbot) -> None:
    told = take(strip, 20.0, TimeRange(5, 10))
    drag(qtbot, strip, x_of(strip, 7, 20), x_of(strip, 11, 20))
    assert told.spans[-1].start == pytest.approx(9, abs=0.1)
    assert told.spans[-1].length == pytest.approx(5)
    assert told.released == 1
    left = x_of(strip, told.spans[-1].start, 20) - 4
    drag(qtbot, strip, left, left + x_of(strip, 2, 20) - x_of(strip, 0, 20))
    assert told.spans[-1].start == pytest.approx(11, abs=0.15)
    assert told.spans[-1].end == pytest.approx(14, abs=0.15)
    right = x_of(strip, told.spans[-1].end, 20) + 4
    drag(qtbot, strip, right, right - 300)
    assert told.spans[-1].length == pytest.approx(0.52)  # 13 whole frames
    assert not told.scrubbed


def test_a_range_snaps_to_a_cut_but_not_with_a_key_held(strip, qtbot) -> None:
    told = take(strip, 20.0, TimeRange(5, 10))
    strip.add_cut(8.04)
    start, to = x_of(strip, 7, 20), x_of(strip, 10, 20) + 3
    drag(qtbot, strip, start, to)
    assert told.spans[-1].start == 8.04
    strip.set_span(TimeRange(5, 10))
    drag(qtbot, strip, start, to, modifiers=SHIFT)
    assert told.spans[-1].start == pytest.approx(8.2, abs=0.1)
    assert told.spans[-1].start != 8.04


def test_a_click_puts_the_playhead_there_and_a_double_click_the_range(strip, qtbot) -> None:
    told = take(strip, 20.0, TimeRange(5, 10))
    place = QPoint(x_of(strip, 16, 20), MIDDLE)
    qtbot.mouseClick(strip, LEFT, NONE, place)
    assert told.scrubbed[-1] == pytest.approx(16, abs=0.1)
    assert strip.playhead == told.scrubbed[-1]
    assert told.spans == []
    qtbot.mouseDClick(strip, LEFT, NONE, place)
    assert told.spans[-1].start == pytest.approx(13.5, abs=0.1)
    qtbot.mouseClick(strip, LEFT, NONE, QPoint(x_of(strip, 14.5, 20), MIDDLE))
    assert told.scrubbed[-1] == pytest.approx(14.5, abs=0.1)  # inside of the range, too
    assert len(told.spans) == 1


def test_the_playhead_is_dragged_from_inside_the_range(strip, qtbot) -> None:
    told = take(strip, 20.0, TimeRange(5, 10))
    strip.set_playhead(7.0)
    qtbot.mousePress(strip, LEFT, NONE, QPoint(x_of(strip, 7, 20) + 2, MIDDLE))
    strip.set_playhead(1.0)  # the player's answer comes late
    send_move(strip, x_of(strip, 9, 20), MIDDLE, NONE)
    assert strip.playhead == pytest.approx(9, abs=0.1)
    qtbot.mouseRelease(strip, LEFT, NONE, QPoint(x_of(strip, 9, 20), MIDDLE))
    assert told.scrubbed[-1] == pytest.approx(9, abs=0.1)
    assert told.spans == []
    strip.set_playhead(None)
    assert strip.playhead is None


def test_in_an_hour_both_rows_reach_the_range(strip, qtbot) -> None:
    told = take(strip, 3600.0, TimeRange(1800, 1805))
    place = QPoint(x_of(strip, 900, 3600), 10)
    qtbot.mouseDClick(strip, LEFT, NONE, place)
    at = told.spans[-1]
    assert at.start == pytest.approx(900, abs=10)
    assert at.length == pytest.approx(5)
    # the second row shows 25 s with the range in its middle
    detail = StripView(strip.width(), TimeRange(at.start - 10, at.start + 15))
    handle = round(detail.x_of(at.end)) + 4
    two = round(2 / detail.scale)
    drag(qtbot, strip, handle, handle - two, y=BELOW)
    assert told.spans[-1].start == at.start
    assert told.spans[-1].end == pytest.approx(at.end - 2, abs=0.1)


def test_a_drag_beyond_the_second_row_goes_on_evenly(strip, qtbot) -> None:
    told = take(strip, 3600.0, TimeRange(1800, 1805))
    detail = StripView(strip.width(), TimeRange(1790, 1815))
    middle = round(detail.x_of(1802.5))
    qtbot.mousePress(strip, LEFT, NONE, QPoint(middle, BELOW))
    for beyond in (200, 400, 400, 400):
        send_move(strip, middle + beyond, BELOW, NONE)
    assert told.spans[-1].start == pytest.approx(1800 + 400 * detail.scale, abs=0.1)
    qtbot.mouseRelease(strip, LEFT, NONE, QPoint(middle + 400, BELOW))


def test_scrubbing_the_whole_hour_brings_the_second_row_along(strip, qtbot) -> None:
    told = take(strip, 3600.0, TimeRange(0, 5))
    qtbot.mouseClick(strip, LEFT, NONE, QPoint(x_of(strip, 1200, 3600), 10))
    at = told.scrubbed[-1]
    assert at == pytest.approx(1200, abs=12)
    qtbot.mouseClick(strip, LEFT, NONE, QPoint(strip.width() // 2 + 40, BELOW))
    assert told.scrubbed[-1] == pytest.approx(at + 40 * 25 / (320 - 2 * HANDLE), abs=0.1)


@pytest.mark.parametrize(
    ("key", "modifiers", "after"),
    [
        (Qt.Key.Key_Right, NONE, TimeRange(5.04, 9.04)),
        (Qt.Key.Key_Left, SHIFT, TimeRange(4.6, 8.6)),
        (Qt.Key.Key_Left, ALT, TimeRange(4.96, 9.0)),
        (Qt.Key.Key_Right, ALT | SHIFT, TimeRange(5.4, 9.0)),
        (Qt.Key.Key_Right, CTRL, TimeRange(5.0, 9.04)),
        (Qt.Key.Key_Left, CTRL | SHIFT, TimeRange(5.0, 8.6)),
        (Qt.Key.Key_Home, NONE, TimeRange(0.0, 4.0)),
        (Qt.Key.Key_End, NONE, TimeRange(16.0, 20.0)),
    ],
)
def test_keys_move_by_frames_before_the_window_has_them(
    strip, qtbot, key, modifiers, after
) -> None:
    told = take(strip, 20.0, TimeRange(5, 9))
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
    override.ignore()
    QApplication.sendEvent(strip, override)
    assert override.isAccepted()
    qtbot.keyClick(strip, key, modifiers)
    assert told.spans == [pytest.approx(after)]


def test_other_keys_stay_the_windows(strip) -> None:
    take(strip, 20.0, TimeRange(5, 9))
    for key, modifiers in (
        (Qt.Key.Key_Space, NONE),
        (Qt.Key.Key_O, CTRL),
        (Qt.Key.Key_Left, ALT | CTRL),
    ):
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)
        override.ignore()
        QApplication.sendEvent(strip, override)
        assert not override.isAccepted()


def test_what_is_heard_follows_the_range(strip, qtbot) -> None:
    take(strip, 20.0, TimeRange(5, 9))
    assert strip.accessibleName()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    said = strip.accessibleDescription()
    assert said == "In 00:00:05:01, out 00:00:09:01, length 00:00:04:00"


def test_nothing_of_a_clip_under_half_a_second_can_be_held(strip, qtbot) -> None:
    told = take(strip, 0.32, TimeRange(0, 0.32))
    assert strip.focusPolicy() is Qt.FocusPolicy.NoFocus
    drag(qtbot, strip, 5, 150)
    drag(qtbot, strip, 100, 50)
    assert told.spans == []
    assert told.scrubbed  # one can still look


def test_pictures_come_one_by_one_and_go_with_the_clip(strip) -> None:
    take(strip, 20.0, TimeRange(0, 5))
    empty = strip.grab().toImage()
    red = QImage(160, 90, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    strip.set_still(8, 9, red)
    one = strip.grab().toImage()
    at_end = QPoint(int((strip.width() - HANDLE - 20) * one.devicePixelRatio()), 40)
    at_start = QPoint(int(60 * one.devicePixelRatio()), 40)
    assert one.pixelColor(at_end).red() > 60  # dimmed: it is outside of the range
    assert one.pixelColor(at_start) == empty.pixelColor(at_start)
    strip.clear()
    assert strip.grab().toImage().pixelColor(at_end).red() < 40


def test_before_a_clip_is_read_nothing_is_in_the_hand(strip, qtbot) -> None:
    strip.clear()
    told = Told(strip)
    drag(qtbot, strip, 50, 100)
    qtbot.mouseDClick(strip, LEFT, NONE, QPoint(100, MIDDLE))
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert (told.spans, told.scrubbed) == ([], [])
