"""The reference of a job: what was sent, or the file that it was made of."""

from dataclasses import replace
from fractions import Fraction

import pytest

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.job import JobState
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.review.menu_button import MenuButton
from aleph_desktop.ui.review.reel_ask import ReelAsk
from aleph_desktop.ui.review.take_bar import TakeBar

SPAN = TimeRange(4.2, 9.2)


@pytest.fixture
def job_of(make_job, twelve, numbered_clip):
    """A job whose clip was cut from frame 105 on, and cropped."""
    proxy = numbered_clip(frames=125, first=400, size=(90, 90))
    result = numbered_clip(frames=120, first=600, size=(160, 90), rate=Fraction(24))

    def of(id_="1", source=None, **changes):
        job = make_job(id_, sent_path=proxy, result_path=result)
        source = source or ClipSource(SourceKind.FILE, twelve)
        return replace(job, edit=replace(job.edit, source=source, span=SPAN), **changes)

    return of


@pytest.fixture
def original(room):
    """The left picture's menu, as the user has it."""
    bar = room.findChild(TakeBar)
    button = next(b for b in bar.findChildren(MenuButton) if b.isVisibleTo(bar))

    def choose(on):
        button._actions[int(on)].trigger()

    return choose


@pytest.fixture
def choice(room):
    """What is said of the original there: None, or whether it can be had, and the words."""

    def read():
        bar = room.findChild(TakeBar)
        if not bar.isVisible():
            return None
        sides = bar._sides
        return sides.original.can, sides.original.tip, sides.original.is_on

    return read


def test_the_original_is_paired_by_time(room, bring, numbers, job_of, original, choice, wanted):
    def label():
        return room.view.accessibleDescription().split(". ")[0]

    room.show_job(job_of())
    bring()
    room.go_to(50)
    assert numbers() == [450, 648]
    left = room.view.panes()[0]
    assert left.width() == pytest.approx(left.height(), abs=2), "what was sent was cropped"
    original(True)
    assert wanted[-1][1:] == (ReelAsk(job_of().edit.source.location, SPAN), None)
    assert numbers() == [450, 648], "until the other is there"
    assert label() == "Original…"
    bring()
    assert numbers() == [155, 648]
    assert label() == "Original"
    for pane in room.view.panes():
        assert pane.width() == pytest.approx(pane.height() * 16 / 9, abs=3)
    room.step(5)
    assert numbers() == [160, 653]
    room.show_job(job_of())
    assert choice()[2], "it is the same job"
    original(False)
    bring()
    assert numbers() == [455, 653]
    assert label() == "Reference"


def test_another_job_begins_with_what_was_sent(room, bring, numbers, job_of, original, choice):
    room.show_job(job_of())
    original(True)
    room.show_job(job_of("2"))
    bring()
    assert not choice()[2]
    assert numbers() == [400, 600]


def test_toggled_back_at_once_the_late_original_is_dropped(
    qtbot, room, bring, numbers, job_of, original, choice, wanted, file_reel
):
    room.show_job(job_of())
    bring()
    original(True)
    token, ask, _ = wanted[-1]
    original(False)
    assert len(wanted) == 2, "the copy is here already"
    assert room.view.accessibleDescription().startswith("Reference. ")
    room.set_reel(token, "reference", file_reel(*ask))
    assert numbers() == [400, 600]


def test_an_original_that_is_gone_says_so_and_the_copy_comes_back(
    qtbot, room, bring, numbers, job_of, original, choice, wanted
):
    room.show_job(job_of())
    bring()
    original(True)
    room.set_reel_problem(wanted[-1][0], "reference", "The file is gone\nIt was moved or deleted.")
    assert "Original. The file is gone" in room.view.accessibleDescription()
    room.step(10)
    original(False)
    bring()
    assert numbers()[0] == 400 + round(10 * 25 / 24)


def test_only_a_file_that_was_sent_has_an_original(room, job_of, choice):
    assert choice() is None
    room.show_job(job_of())
    assert choice()[0]
    room.show_job(job_of("2", ClipSource(SourceKind.URL, "https://example.com/clip.mp4")))
    assert not choice()[0]
    room.show_job(job_of("3", sent_path=None, state=JobState.PREPARING, result_path=None))
    assert choice()[:2] == (False, "The reference is your own file already")


def test_before_it_is_sent_the_range_of_the_file_is_shown(room, wanted, bring, numbers, job_of):
    room.show_job(job_of(sent_path=None, state=JobState.PREPARING, result_path=None))
    assert wanted[-1][1] == ReelAsk(job_of().edit.source.location, SPAN)
    bring()
    assert numbers(room.view.panes()[:1]) == [105]


def test_the_sound_is_the_originals_from_where_the_range_begins(qtbot, room, bring, job_of):
    room.show_job(job_of())
    conductor = room.playback.attach()
    with qtbot.waitSignal(conductor.loaded):
        pass
    bring()
    places = []
    conductor._player.positionChanged.connect(places.append)
    room.go_to(50)
    qtbot.waitUntil(lambda: bool(places))
    assert places[-1] == 6220, "the middle of the range's frame 50"
    room.toggle_play()
    qtbot.waitUntil(lambda: len(places) > 5)
    room.toggle_play()
    assert all(6200 <= place < 9250 for place in places)


def test_without_the_original_the_copy_is_heard_from_its_start(qtbot, room, bring, job_of):
    gone = ClipSource(SourceKind.FILE, "/gone/clip.mp4")
    room.show_job(job_of("1", gone))
    conductor = room.playback.attach()
    with qtbot.waitSignal(conductor.loaded):
        pass
    bring()
    places = []
    conductor._player.positionChanged.connect(places.append)
    room.go_to(50)
    qtbot.waitUntil(lambda: bool(places))
    assert places[-1] == 2020
