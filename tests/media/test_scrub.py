"""The very frame, wherever somebody drags."""

import os
import random
import shutil
import threading

import pytest
from synthetic import number_in

from aleph_desktop.errors import KnownError
from aleph_desktop.media import scrub_passage
from aleph_desktop.media.scrub import Scrub
from aleph_desktop.media.stills import Still, frame_of, thumbnail
from aleph_desktop.media.stopped import Stopped

BOX = (160, 90)
SIXTY = {"preset": "ultrafast", "g": "60"}


def go_on() -> bool:
    return False


def number_of(still: Still) -> int:
    return number_in(frame_of(still).reformat(format="yuv420p"))


@pytest.fixture
def scrub():
    made = Scrub(idle=3600)
    yield made
    made.close()


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_every_place_shows_its_frame_in_any_order(clip, scrub, suffix):
    path = clip(f"scrub.{suffix}", rate=25, frames=240, options=SIXTY)
    places = list(range(0, 240, 3))
    shuffled = random.Random(4).sample(places, len(places))
    for number in (*places, *reversed(places), *shuffled):
        assert number_of(scrub.still(path, (number + 0.5) / 25, BOX, go_on)) == number


def test_a_still_is_the_thumbnail_of_its_time(clip, scrub):
    path = clip("scrub.mp4", rate=25, frames=240, options=SIXTY)
    for seconds in (0.0, 0.04, 3.999, 4.0, 9.59, 99.0):
        assert scrub.still(path, seconds, BOX, go_on) == thumbnail(path, *BOX, seconds)
    assert number_of(scrub.still(path, 99.0, BOX, go_on)) == 239


def test_intra_frames_are_reached_alone(clip, scrub):
    path = clip("intra.mov", frames=100, codec="prores_ks", pixel_format="yuv422p10le", options={})
    asked = 0

    def count() -> bool:
        nonlocal asked
        asked += 1
        return False

    assert number_of(scrub.still(path, 3.0, BOX, count)) == 75
    assert asked <= 3


def test_a_cancelled_still_ends_at_once_and_the_next_goes_on_from_there(clip, scrub):
    path = clip("scrub rare.mp4", rate=25, frames=240, options={"preset": "ultrafast", "g": "240"})
    asked = 0

    def enough() -> bool:
        nonlocal asked
        asked += 1
        return asked > 100

    with pytest.raises(Stopped):
        scrub.still(path, 9.0, BOX, enough)
    assert asked == 101
    asked = 0
    assert number_of(scrub.still(path, 4.5, BOX, enough)) == 112
    assert asked < 20


def test_another_clip_or_a_changed_one_is_read_anew(clip, scrub, tmp_path):
    path = tmp_path / "clip.mp4"
    shutil.copyfile(clip("scrub.mp4", rate=25, frames=240, options=SIXTY), path)
    assert number_of(scrub.still(path, 1.0, BOX, go_on)) == 25
    shutil.copyfile(clip("one frame.mp4", frames=1), path)
    os.utime(path, ns=(1, 1))
    assert number_of(scrub.still(path, 1.0, BOX, go_on)) == 0
    path.unlink()
    with pytest.raises(KnownError, match="not there"):
        scrub.still(path, 1.0, BOX, go_on)


def test_what_is_no_clip_says_why_and_leaves_the_next_alone(clip, scrub, tmp_path):
    path = tmp_path / "letter.mp4"
    path.write_text("Dear editor")
    with pytest.raises(KnownError, match="not a video"):
        scrub.still(path, 1.0, BOX, go_on)
    assert not scrub.is_open
    assert number_of(scrub.still(clip("one frame.mp4", frames=1), 0.0, BOX, go_on)) == 0


def test_what_it_keeps_has_a_limit(clip, scrub, monkeypatch):
    monkeypatch.setattr(scrub_passage, "KEPT", 20 * 160 * 90 * 3 // 2)
    path = clip("scrub rare.mp4", rate=25, frames=240, options={"preset": "ultrafast", "g": "240"})
    assert number_of(scrub.still(path, 9.0, BOX, go_on)) == 225
    assert len(scrub._passage._pictures) <= 20
    assert number_of(scrub.still(path, 1.0, BOX, go_on)) == 25


def test_the_file_is_let_go_when_nobody_asks_any_more(clip, monkeypatch):
    scrub, left = Scrub(idle=0.01), threading.Event()
    let_go = scrub._let_go
    monkeypatch.setattr(scrub, "_let_go", lambda *error: (let_go(*error), left.set()))
    path = clip("one frame.mp4", frames=1)
    scrub.still(path, 0.0, BOX, go_on)
    left.clear()
    assert left.wait(20)
    assert not scrub.is_open
    scrub.close()
