"""A job's review with all its tools: looks, takes, notes, sync, the loop and the shuttle."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from aleph_desktop.domain.region import Region
from aleph_desktop.domain.review import Mark, Note, Review
from aleph_desktop.ui.review.look import Mode


class Answer:
    """A Comparison."""

    def __init__(self, match=1.0, peak=40):
        self.match, self.lines_up = match, match > 0.5
        self.asked = []
        self._peak = peak

    def changes(self, region=None):
        self.asked.append(region)
        return [0.5 if number == self._peak else 0.02 for number in range(125)]


@pytest.fixture
def takes(make_job, numbered_clip):
    """Three takes of one shot, with real files; each says in its frames which it is."""
    proxy = numbered_clip(frames=125)
    jobs = [make_job(f"j{take}", sent_path=proxy) for take in (1, 2, 3)]
    return [
        replace(
            job, shot="j1", take=number, result_path=numbered_clip(frames=125, first=number * 200)
        )
        for number, job in enumerate(jobs, 1)
    ]


@pytest.fixture
def compared(room):
    """What was asked to be compared: (token, reference, edited, pairs)."""
    asked = []
    room.comparison_wanted.connect(lambda *words: asked.append(words))
    return asked


@pytest.fixture
def shown(room, bring, takes, compared):
    """The first take, with its frames."""
    room.show_job(takes[0], takes)
    bring()
    return takes[0]


def press(room, name):
    room.commands()[name]()


def test_a_pair_is_compared_once_and_its_peak_is_reached_by_key(room, shown, compared):
    assert len(compared) == 1
    token, _, _, pairs = compared[0]
    assert list(pairs) == [(number, number) for number in range(125)]
    room.set_comparison(token, Answer())
    press(room, "next_peak")
    assert room.playback.index == 40
    room.go_to(90)
    press(room, "previous_peak")
    assert room.playback.index == 40
    room.show_job(replace(shown, finished_at=9.0), [shown])
    assert len(compared) == 1, "nothing of the pair has changed"


def test_a_rectangle_on_the_picture_is_what_is_compared(room, shown, compared):
    answer = Answer()
    room.set_comparison(compared[0][0], answer)
    room.view.region_drawn.emit(Region(0.1, 0.1, 0.4, 0.4))
    assert answer.asked[-1] == Region(0.1, 0.1, 0.4, 0.4)
    room.view.region_drawn.emit(None)
    assert answer.asked[-1] is None


def test_another_view_falls_back_to_side_by_side_until_the_user_insists(
    room, bring, takes, compared
):
    room.show_job(takes[0], takes)
    press(room, "wipe")
    bring()
    assert room.view.look.mode is Mode.WIPE
    room.set_comparison(compared[-1][0], Answer(match=0.1))
    assert room.view.look.mode is Mode.SIDE
    assert "Another view" in room._strip.accessibleDescription()
    press(room, "wipe")
    assert room.view.look.mode is Mode.WIPE
    room.show_job(takes[1], takes)
    bring()
    assert room.view.look.mode is Mode.WIPE, "of this take nothing is known yet"


def test_flip_shows_the_other_and_the_held_key_the_reference_until_it_is_let_go(room, shown):
    press(room, "flip")
    assert (room.view.look.mode, room.view.look.flipped) == (Mode.FLIP, False)
    press(room, "flip")
    assert room.view.look.flipped
    press(room, "overlay")
    press(room, "hold_flip")
    assert (room.view.look.mode, room.view.look.flipped) == (Mode.OVERLAY, True)
    none = Qt.KeyboardModifier.NoModifier
    up = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_QuoteLeft, none, "`")
    QApplication.sendEvent(room, up)
    assert not room.view.look.flipped


def test_star_reject_notes_and_offset_are_told_with_what_was_there(qtbot, room, shown):
    told = []
    room.reviewed.connect(lambda job_id, review: told.append((job_id, review)))
    press(room, "star")
    press(room, "reject")
    press(room, "reject")
    press(room, "star")
    assert [review.mark for _, review in told] == [Mark.STAR, Mark.REJECT, Mark.NONE, Mark.STAR]
    note = Note(1.6, 1.6, "the ear flickers")
    room._head.bar.notes.notes_changed.emit((note,))
    room._head.bar.sync.offset_changed.emit(5)
    assert told[-1] == (shown.id, Review(Mark.STAR, (note,), 0.2))
    assert room.playback.pairing.pair(30) == (30, 25)


def test_what_is_stored_of_a_job_is_shown_with_it(room, bring, takes, numbers):
    late = replace(takes[0], review=Review(offset=0.4))
    room.show_job(late, [late])
    bring()
    room.go_to(30)
    assert numbers() == [30, 220]
    room.show_job(takes[1], takes)
    bring()
    room.go_to(30)
    assert numbers() == [30, 430], "the offset was the other take's"


def test_a_take_against_another(room, bring, takes, shown, wanted, numbers):
    room._head.bar.takes.against_wanted.emit("j3")
    bring()
    room.go_to(7)
    assert numbers() == [607, 207]
    assert room.view.accessibleDescription().startswith("Take 3")
    room._head.bar.takes.against_wanted.emit("")
    bring()
    assert numbers() == [7, 207]


def test_takes_in_a_grid_are_asked_for_once_and_let_go(room, takes, shown, file_reel):
    asked = []
    room.take_reels_wanted.connect(lambda *words: asked.append(words))
    press(room, "grid")
    ((token, asks),) = asked
    assert [ask.path for ask in asks] == [take.result_path for take in takes]
    for number, ask in enumerate(asks):
        room.grid.set_reel(token, number, file_reel(*ask))
    press(room, "side")
    assert not room.grid.is_open
    assert asked[-1][1] == []
    room.grid.set_reel(token, 0, file_reel(*asks[0]))
    assert not room.grid.is_open, "it came too late"


def test_in_and_out_loop_and_the_same_key_again_clears(room, shown):
    playback = room.playback
    room.go_to(20)
    playback.mark_in()
    room.go_to(41)
    playback.mark_out()
    assert playback.marks == (20, 41)
    playback.mark_out()
    assert playback.marks is None


def test_it_plays_round_between_the_marks(qtbot, room, shown):
    playback = room.playback
    room.go_to(20)
    playback.mark_in()
    room.go_to(26)
    playback.mark_out()
    seen = []
    playback.frame_shown.connect(lambda leader, *_: seen.append(leader))
    room.toggle_play()
    qtbot.waitUntil(lambda: seen.count(20) >= 2 and seen.count(26) >= 2)
    room.toggle_play()
    assert set(seen) <= set(range(20, 27))


def test_the_shuttle_runs_back_and_stops_at_the_usual_speed(qtbot, room, shown):
    told = []
    room.playback.rate_changed.connect(told.append)
    room.go_to(100)
    seen = []
    room.playback.frame_shown.connect(lambda leader, *_: seen.append(leader))
    press(room, "shuttle_back")
    press(room, "shuttle_back")
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] < 80)
    press(room, "shuttle_stop")
    assert told == [-1, -2, 1]
    assert seen == sorted(seen, reverse=True)
    assert not room.playback.is_playing


def test_a_start_timecode_is_where_the_count_begins(room, shown, make_info):
    info = replace(make_info(rate=Fraction(25)), start_timecode="01:00:00:00")
    room.set_info(shown.edit.source.location, info)
    room.go_to(7)
    assert room.transport._now.text() == "01:00:00:07"


def test_the_edited_clips_sound_is_moved_by_the_offset(qtbot, room, shown):
    room._head.bar.sync.offset_changed.emit(25)
    conductor = room.playback.attach()
    with qtbot.waitSignal(conductor.loaded):
        room.transport.sound_chosen.emit(1)
    places = []
    conductor._player.positionChanged.connect(places.append)
    room.go_to(50)
    qtbot.waitUntil(lambda: bool(places))
    assert places[-1] == 1020


def test_what_goes_out_is_named_after_its_job(room, shown):
    caption = room.export._exhibit().caption
    assert (caption.clip, caption.prompt) == ("bigbuckbunny.mp4", "Make it night")
    assert (caption.take, caption.seed) == ("take 1", "91827")
