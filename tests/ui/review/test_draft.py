"""A clip that is brought in: only its range plays, and the frame shown is the frame claimed."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QSlider

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.timecode import timecode
from aleph_desktop.ui.composer.range_rule import RangeRule
from aleph_desktop.ui.review.reel_ask import ReelAsk

SPAN = TimeRange(4.2, 9.2)
FIRST, LAST = 105, 229  # the range's frames in the clip


@pytest.fixture
def show(room, bring, twelve, make_info):
    def show(span=SPAN, path=twelve, **facts):
        room.show_clip(path, "clip.mp4", make_info(**facts), span)
        bring()

    return show


@pytest.fixture
def heads(room):
    told = []
    room.playhead_moved.connect(told.append)
    return told


def now(room):
    return next(w for w in room.findChildren(QLineEdit) if w.accessibleName() == "Timecode").text()


def total(room):
    return next(w.text() for w in room.findChildren(QLabel) if w.text().startswith("/ "))


def scrub(room):
    return next(w for w in room.findChildren(QSlider) if w.accessibleName() == "Position")


def grey(level):
    image = QImage(160, 90, QImage.Format.Format_RGB32)
    image.fill(QColor(level, level, level))
    return image


def test_a_range_is_shown_by_its_frames_numbers_in_the_clip(room, show, wanted, numbers, twelve):
    show()
    assert wanted[-1][1:] == (ReelAsk(twelve, SPAN), None)
    for go, frame in [
        (room.to_start, FIRST),
        (lambda: room.step(1), FIRST + 1),
        (lambda: room.go_to(60), FIRST + 60),
        (room.to_end, LAST),
        (lambda: room.step(1), LAST),
    ]:
        go()
        assert numbers() == [frame]
        assert now(room) == timecode(frame, Fraction(25))
        assert room.current_seconds() == pytest.approx(frame / 25, abs=0.001)
    assert (scrub(room).minimum(), scrub(room).maximum()) == (0, LAST - FIRST)


def test_the_end_is_the_out_point_at_a_rate_whose_five_seconds_are_no_whole_frames(
    room, bring, numbered_clip, make_info
):
    rate = Fraction(60000, 1001)
    info = make_info(duration=float(330 / rate), rate=rate)
    span = RangeRule.of(info, 5.0).default
    room.show_clip(numbered_clip(rate=rate, frames=330), "clip.mp4", info, span)
    assert total(room) == "/ 00:00:04:59"
    bring()
    room.to_end()
    assert now(room) == "00:00:04:58"
    assert total(room) == "/ 00:00:04:59"


def test_it_plays_round_inside_the_range(qtbot, room, show, numbers, heads):
    show(TimeRange(4.2, 4.8))
    shown = []

    def read(*_):
        if room.playback.is_playing:
            shown.append((numbers()[0], round(room.current_seconds() * 25)))

    room.playback.frame_shown.connect(read)
    heads.clear()
    room.toggle_play()
    qtbot.waitUntil(lambda: len(shown) > 40)
    room.toggle_play()
    assert all(number == claimed for number, claimed in shown)
    assert {number for number, _ in shown} == set(range(105, 120))
    assert [round(head * 25) for head in heads][: len(shown)] == [claim for _, claim in shown]


def test_the_players_own_pictures_stay_in_the_range_too(qtbot, room, numbers, twelve, make_info):
    """As for a clip whose frames take too much memory."""
    room.show_clip(twelve, "clip.mp4", make_info(), TimeRange(4.2, 4.8))
    seen = []

    def read(*_):
        seen.append((room.playback.is_playing, numbers()[0]))

    room.playback.pictured.connect(read)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, 105)]
    room.toggle_play()
    qtbot.waitUntil(lambda: len(seen) > 40)
    room.toggle_play()
    assert {number for playing, number in seen if playing} <= set(range(105, 120))
    room.go_to(7)
    qtbot.waitUntil(lambda: seen[-1] == (False, 112))


def test_a_dragged_range_is_read_once_it_rests(qtbot, room, show, wanted, bring, numbers, twelve):
    show()
    room.go_to(60)
    before = len(wanted)
    for number in range(50):
        room.set_span(TimeRange(4.2 + number / 25, 9.2 + number / 25))
        assert numbers() == [FIRST + 60], "what is on screen is what it was"
    assert len(wanted) == before
    with qtbot.waitSignal(room.reels_wanted):
        pass
    assert wanted[-1][1:] == (ReelAsk(twelve, TimeRange(6.16, 11.16)), None)
    assert round(room.current_seconds() * 25) == FIRST + 60, "it is in both ranges"
    assert numbers() == [FIRST + 60]
    bring()
    assert numbers() == [FIRST + 60]
    room.to_start()
    assert numbers() == [154]


def test_the_old_ranges_frames_are_not_shown_as_others(qtbot, room, show, wanted, numbers):
    show()
    old = wanted[-1][0]
    numbers()
    room.set_span(TimeRange(6.0, 7.0))
    with qtbot.waitSignal(room.reels_wanted):
        pass
    assert round(room.current_seconds() * 25) == 150, "the nearest that is left"
    place = room.view.panes()[0]
    picture = room.view.grab().toImage()
    assert picture.pixelColor(place.center()).value() < 40, "nothing, until the right one is there"
    with qtbot.waitSignal(room.playback.pictured):
        pass
    assert numbers() == [150]
    room.set_reel(old, "reference", object())
    assert numbers() == [150]


def test_what_played_plays_on_in_the_new_range(qtbot, room, show, bring):
    show()
    room.toggle_play()
    room.set_span(TimeRange(5.0, 7.0))
    assert not room.playback.is_playing
    with qtbot.waitSignal(room.reels_wanted):
        pass
    bring()
    assert room.playback.is_playing
    room.toggle_play()


def test_a_range_that_comes_back_is_not_read_again(qtbot, room, show, wanted):
    show()
    room.toggle_play()
    room.set_span(TimeRange(5.0, 7.0))
    room.set_span(SPAN)
    qtbot.waitUntil(lambda: room.playback.is_playing)
    room.toggle_play()
    assert len(wanted) == 1


def test_the_transport_doesnt_wait_for_the_range_to_rest(room, show, wanted, bring, numbers):
    show()
    room.set_span(TimeRange(6.0, 8.0))
    room.to_end()
    assert round(room.current_seconds() * 25) == 199
    bring()
    assert numbers() == [199]
    assert not room.playback.is_playing


def test_what_the_probe_finds_doesnt_begin_anew(room, wanted, bring, make_info, numbers, twelve):
    room.show_clip(twelve, "clip.mp4")
    bring()
    room.step(30)
    room.show_clip(twelve, "clip.mp4", make_info())
    assert len(wanted) == 1
    assert numbers() == [30]
    room.show_clip(twelve, "clip.mp4", make_info(), TimeRange(1.0, 3.0))
    assert wanted[-1][1] == ReelAsk(twelve, TimeRange(1.0, 3.0))
    assert round(room.current_seconds() * 25) == 30


def test_a_still_from_outside_stands_until_the_transport_is_used(room, show, heads, numbers):
    show()
    room.toggle_play()
    heads.clear()
    room.show_still(grey(90), 2.0)
    assert not room.playback.is_playing
    place = room.view.panes()[0]
    assert room.view.grab().toImage().pixelColor(place.center()).green() == 90
    assert now(room) == "00:00:02:00"
    assert room.current_seconds() == 2.0
    assert not heads, "it is outside that the playhead is moved"
    room.show_still(grey(91), 6.0)
    room.step(1)
    assert numbers() == [151], "on from the still"
    assert now(room) == timecode(151, Fraction(25))


def test_no_still_is_the_frame_that_was_there(room, show, heads, numbers):
    show()
    room.go_to(20)
    heads.clear()
    room.show_still(grey(90), 2.0)
    room.show_still(None, 0.0)
    assert numbers() == [125]
    assert now(room) == timecode(125, Fraction(25))
    assert heads == [pytest.approx(5.0)]


def test_a_still_is_gone_with_its_clip(room, show, make_info, bring, numbers, numbered_clip):
    show()
    room.show_still(grey(90), 2.0)
    other = numbered_clip(frames=20, first=700)
    room.show_clip(other, "other.mp4", make_info(0.8), TimeRange(0.0, 0.8))
    bring()
    assert numbers() == [700]
    assert room.current_seconds() == 0.0


@pytest.mark.parametrize(
    ("rate", "span", "frames"),
    [
        (Fraction(25), TimeRange(11.5, 12.0), range(287, 300)),  # the file's very end, between two
        (Fraction(30000, 1001), TimeRange(150 * 1001 / 30000, 180 * 1001 / 30000), range(150, 180)),
        (Fraction(60000, 1001), TimeRange(90 * 1001 / 60000, 120 * 1001 / 60000), range(90, 120)),
    ],
)
def test_odd_ranges(qtbot, room, show, numbers, numbered_clip, rate, span, frames):
    path = numbered_clip(rate)
    show(span, path, duration=float(300 / rate), rate=rate)
    room.to_start()
    assert numbers() == [frames[0]]
    room.to_end()
    assert numbers() == [frames[-1]]
    assert room.current_seconds() == pytest.approx(float(frames[-1] / rate), abs=0.001)
    shown = []
    room.playback.frame_shown.connect(lambda *_: shown.append(numbers()[0]))
    room.toggle_play()
    qtbot.waitUntil(lambda: len(shown) > 2 * len(frames))
    room.toggle_play()
    assert set(shown) <= set(frames)


def test_uneven_frames_stay_in_the_range(qtbot, room, bring, numbers, make_info, numbered_clip):
    path = numbered_clip(uneven=5)  # frame 105 begins at 4.22
    room.show_clip(path, "clip.mp4", replace(make_info(), uneven=True), TimeRange(4.2, 5.0))
    bring()
    assert numbers() == [104]
    room.to_end()
    assert numbers() == [123]
    shown = []
    room.playback.frame_shown.connect(lambda *_: shown.append(numbers()[0]))
    room.toggle_play()
    qtbot.waitUntil(lambda: len(shown) > 45)
    room.toggle_play()
    assert set(shown) <= set(range(104, 124))


def test_a_clip_of_one_frame(qtbot, room, show, numbers, numbered_clip):
    show(TimeRange(0.0, 0.04), numbered_clip(frames=1, first=5), duration=0.04)
    assert numbers() == [5]
    room.toggle_play()
    with qtbot.waitSignal(room.playback.playing_changed):
        room.step(1)
    assert numbers() == [5]


def test_switching_fast_shows_no_other_clips_picture(
    qtbot, room, bring, numbers, make_info, twelve, numbered_clip
):
    other = numbered_clip(first=600)
    seen = []
    room.playback.pictured.connect(lambda _: seen.append(numbers()[0]))
    for number in range(12):
        room.show_clip(twelve, "clip.mp4", make_info(), SPAN)
        if number % 3 == 0:
            with qtbot.waitSignal(room.playback.pictured):
                pass
        seen.clear()
        room.show_clip(other, "other.mp4", make_info(), TimeRange(2.0, 4.0))
        if number % 2:
            bring()
            assert numbers() == [650]
        else:
            qtbot.waitUntil(lambda: bool(seen))
        assert all(shown == 650 for shown in seen)


def test_keys_of_the_scrub_bar_go_on_from_the_still(qtbot, room, show, numbers):
    show()
    room.show_still(grey(90), 6.0)
    qtbot.keyClick(scrub(room), Qt.Key.Key_Right)
    assert numbers() == [151]
