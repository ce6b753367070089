import gc
import subprocess
import sys
import weakref
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.ui.review.reel_ask import ReelAsk


@pytest.fixture
def show_pair(room, wanted, make_job):
    def show(reference, edited, job_id="1"):
        room.show_job(make_job(job_id))
        token = wanted[-1][0]
        room.set_reel(token, "reference", reference)
        room.set_reel(token, "edited", edited)

    return show


def test_a_clip_stands_paused_on_its_first_frame(room, wanted, grey_reel, sample):
    room.show_clip(sample, "bigbuckbunny.mp4")
    assert [ask[1:] for ask in wanted] == [(ReelAsk(sample, None), None)]
    room.set_reel(wanted[0][0], "reference", grey_reel())
    assert room.view.panes()[1] is None
    assert not room.playback.is_playing
    assert room.playback.index == 0


def test_steps_seeks_and_ends_show_one_frame_on_both_sides(room, show_pair, grey_reel, read_pair):
    show_pair(grey_reel(132), grey_reel(125, size=(96, 40)))
    assert read_pair(room.view) == (0, 0)
    for go, frame in [
        (lambda: room.step(1), 1),
        (lambda: room.step(10), 11),
        (lambda: room.step(-1), 10),
        (lambda: room.step(-100), 0),
        (lambda: room.playback.go_to(59), 59),
        (room.to_end, 124),
        (lambda: room.step(1), 124),
        (room.to_start, 0),
    ]:
        go()
        assert read_pair(room.view) == (frame, frame)
        assert not room.playback.is_playing


def test_playing_shows_one_frame_on_both_sides_every_frame_and_round_the_loop(
    qtbot, room, show_pair, grey_reel, read_pair
):
    show_pair(grey_reel(15), grey_reel(15, size=(96, 40)))
    pairs = []

    def read(*_):
        if room.playback.is_playing:
            pairs.append(read_pair(room.view))

    room.playback.frame_shown.connect(read)
    room.toggle_play()
    qtbot.waitUntil(lambda: len(pairs) > 45)
    room.toggle_play()
    assert all(first == second for first, second in pairs)
    assert {first for first, _ in pairs} == set(range(15))
    # a pair that is painted late is late on both sides; stopped, the next shown is the next
    at = room.playback.index
    room.step(1)
    assert read_pair(room.view) == (min(at + 1, 14), min(at + 1, 14))


def test_other_rates_are_paired_by_time(room, show_pair, grey_reel, read_pair):
    reference = grey_reel(100, Fraction(24))
    edited = grey_reel(125, Fraction(30000, 1001))
    show_pair(reference, edited)
    for frame in (0, 7, 50, 99):
        room.playback.go_to(frame)
        assert read_pair(room.view) == (frame, edited.index_at(reference.time_of(frame)))


def test_a_seek_while_playing_goes_on_from_there(qtbot, room, show_pair, grey_reel):
    show_pair(grey_reel(), grey_reel())
    room.toggle_play()
    room.transport.scrub_started.emit()
    assert not room.playback.is_playing
    room.transport.frame_wanted.emit(80)
    room.transport.scrub_ended.emit()
    assert room.playback.is_playing
    qtbot.waitUntil(lambda: room.playback.index > 82)
    room.toggle_play()


def test_a_running_job_shows_its_status_until_the_result_is_there(
    room, wanted, grey_reel, read_pair, make_job
):
    running = make_job(state=JobState.GENERATING)
    room.show_job(running)
    token, reference, edited = wanted[-1]
    assert (reference, edited) == (ReelAsk(running.edit.source.location, None), None)
    room.set_reel(token, "reference", grey_reel())
    room.set_job_status("Generating · about 1 min 40 s left")
    assert "about 1 min 40 s" in room.view.accessibleDescription()
    room.step(30)
    room.show_job(replace(running, state=JobState.DONE, result_path="/results/one.mp4"))
    assert wanted[-1] == (token, None, ReelAsk("/results/one.mp4", None))
    assert "Generating" not in room.view.accessibleDescription()
    room.set_job_status("Generating · late")
    assert "Generating" not in room.view.accessibleDescription()
    room.set_reel(token, "edited", grey_reel())
    assert room.playback.is_playing, "a job that is done while it is watched plays by itself"
    assert room.playback.index >= 30, "from where it stood"
    room.toggle_play()
    first, second = read_pair(room.view)
    assert first == second


def test_the_copy_that_was_sent_takes_the_sources_place(room, wanted, grey_reel, make_job):
    preparing = make_job(state=JobState.PREPARING)
    room.show_job(preparing)
    old = wanted[-1][0]
    room.set_reel(old, "reference", grey_reel())
    room.step(20)
    room.show_job(replace(preparing, state=JobState.WAITING, sent_path="/data/sent.mp4"))
    token, reference, edited = wanted[-1]
    assert (reference, edited) == (ReelAsk("/data/sent.mp4", None), None)
    assert token != old
    room.set_reel(token, "reference", grey_reel())
    assert room.playback.index == 20


def test_the_same_job_again_asks_for_nothing(room, wanted, make_job):
    room.show_job(make_job())
    room.show_job(make_job())
    assert len(wanted) == 1


def test_a_failed_job_says_why(room, make_job):
    failure = Failure(FailureKind.CREDITS, "Out of credits", "The account is empty.", "Top up.")
    room.show_job(make_job(state=JobState.FAILED, failure=failure))
    said = room.view.accessibleDescription()
    assert "Failed · Out of credits\nThe account is empty. Top up." in said


def test_a_reference_on_the_web_is_named_and_the_result_plays_alone(
    room, wanted, grey_reel, make_job
):
    done = make_job()
    source = ClipSource(SourceKind.URL, "https://example.com/clip.mp4")
    room.show_job(replace(done, edit=replace(done.edit, source=source)))
    token, reference, edited = wanted[-1]
    assert (reference, edited) == (None, ReelAsk("/results/one.mp4", None))
    room.set_reel(token, "edited", grey_reel())
    assert "https://example.com/clip.mp4" in room.view.accessibleDescription()
    room.step(5)
    assert room.playback.index == 5


def test_what_comes_late_for_an_older_clip_is_dropped(
    room, wanted, show_pair, grey_reel, read_pair
):
    show_pair(grey_reel(), grey_reel(), "1")
    old = wanted[-1][0]
    show_pair(grey_reel(), grey_reel(), "2")
    room.step(3)
    room.set_reel(old, "edited", grey_reel(50))
    room.set_reel_problem(old, "reference", "Too late")
    assert read_pair(room.view) == (3, 3)
    assert "Too late" not in room.view.accessibleDescription()


def test_a_reel_that_cant_be_had_says_so_and_the_other_plays(room, wanted, grey_reel, make_job):
    room.show_job(make_job())
    token = wanted[-1][0]
    room.set_reel(token, "reference", grey_reel())
    room.set_reel_problem(token, "edited", "The file is gone\nIt was moved or deleted.")
    assert "The file is gone" in room.view.accessibleDescription()
    room.step(4)
    assert room.playback.index == 4


def test_switching_fast_leaks_nothing(qtbot, room, show_pair, grey_reel):
    reels = []
    for number in range(100):
        reference, edited = grey_reel(), grey_reel()
        reels += [weakref.ref(reference), weakref.ref(edited)]
        show_pair(reference, edited, str(number))
        if number % 10 == 0:
            room.toggle_play()
            with qtbot.waitSignal(room.playback.frame_shown):
                pass
        del reference, edited
        assert sum(reel() is not None for reel in reels) <= 2
    room.show_nothing()
    gc.collect()
    assert all(reel() is None for reel in reels)
    assert not room.playback.is_playing


def test_reveal_names_the_job_that_is_shown(qtbot, room, make_job):
    button = next(b for b in room.findChildren(QAbstractButton) if b.accessibleName() == "Reveal")
    room.show_job(make_job("7", state=JobState.GENERATING))
    assert not button.isEnabled()
    room.show_job(make_job("8"))
    with qtbot.waitSignal(room.reveal_wanted) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == ["8"]


def test_until_the_reel_is_there_the_player_shows_its_picture(qtbot, room, wanted, sample):
    room.show_clip(sample, "bigbuckbunny.mp4")
    with qtbot.waitSignal(room.playback.pictured):
        pass
    room.set_reel_problem(wanted[-1][0], "reference", "Too long to step through")
    picture = room.view.grab(room.view.panes()[0]).toImage()
    assert picture.pixelColor(picture.rect().center()).value() > 60
    room.step(12)
    assert room.playback.index == 12
    assert room.playback.pairing.rate == 25


def test_nothing_jumps_when_a_clip_comes(room, make_job):
    before = room.view.geometry()
    room.show_job(make_job())
    assert room.view.geometry() == before


def test_the_player_is_not_imported_before_it_is_needed():
    program = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from aleph_desktop.ui.review.review_room import ReviewRoom
from aleph_desktop.ui.theme import Theme
room = ReviewRoom(Theme(app))
room.show()
room.grab()
assert "PySide6.QtMultimedia" not in sys.modules
room.attach_media()
assert "PySide6.QtMultimedia" in sys.modules
room.release()
"""
    subprocess.run([sys.executable, "-c", program], check=True)


MISSING = Failure(FailureKind.DISK, "Its file is missing", "It was moved.", "Fetch again gets it.")


def test_a_missing_result_says_so_and_is_shown_again_when_it_is_back(
    room, wanted, show_pair, make_job, grey_reel, read_pair
):
    show_pair(grey_reel(50), grey_reel(40))
    room.playback.go_to(45)
    before = len(wanted)
    room.show_job(make_job(failure=MISSING))
    assert room.view.scene.status == "Its file is missing\nIt was moved. Fetch again gets it."
    assert not room._transport._reveal.isEnabled()
    room.to_end()
    assert room.playback.index == 49  # the reference's own end
    room.show_job(make_job(state=JobState.DOWNLOADING, result_path="/results/one.mp4"))
    assert room.view.scene.status == "Downloading the result"
    assert len(wanted) == before
    room.show_job(make_job())
    assert room.view.scene.status == ""
    token, reference, edited = wanted[-1]
    assert (reference, edited) == (None, ReelAsk("/results/one.mp4", None))
    room.set_reel(token, "edited", grey_reel(40))
    room.to_start()
    assert read_pair(room.view) == (0, 0)


def test_a_job_that_is_looked_up_says_so(room, make_job):
    lost = Failure(FailureKind.NETWORK, "It may have been accepted", "The answer was lost.")
    room.show_job(make_job(state=JobState.UNCONFIRMED, failure=lost, status_word="looking"))
    assert room.view.scene.status.splitlines()[0] == "It may have been accepted"
    assert "service's log" in room.view.scene.status
    room.show_job(make_job(state=JobState.UNCONFIRMED, failure=lost))
    assert room.view.scene.status.splitlines() == [
        "It may have been accepted",
        "The answer was lost.",
    ]
