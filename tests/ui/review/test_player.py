"""The conductor with real files, on a machine that may have no sound."""

import itertools
import subprocess
import sys
from fractions import Fraction

import pytest

from aleph_desktop.ui.review.player import Conductor


@pytest.fixture
def conductor(qtbot):
    conductor = Conductor()
    yield conductor
    conductor.release()


def test_it_tells_what_it_loaded(qtbot, conductor, sample):
    with qtbot.waitSignal(conductor.loaded) as told:
        conductor.load(sample, 0.0)
    duration, rate = told.args
    assert 5.2 < duration < 5.4
    assert rate == pytest.approx(25, abs=0.1)


def test_time_runs_evenly_and_loops(qtbot, conductor, sample):
    with qtbot.waitSignal(conductor.loaded):
        conductor.load(sample, 0.5)
    times = []
    conductor.ticked.connect(times.append)
    conductor.play()
    qtbot.waitUntil(lambda: sum(b < a for a, b in itertools.pairwise(times)) >= 2)
    assert min(times) >= 0
    assert max(times) < 0.5
    assert max(times) > 0.4


def test_without_loop_it_stops_on_the_end_and_begins_again(qtbot, conductor, sample):
    conductor.load(sample, 0.2)
    conductor.set_loop(False)
    conductor.play()
    with qtbot.waitSignal(conductor.state_changed) as told:
        pass
    assert told.args == [False]
    assert conductor.position == 0.2
    conductor.play()
    assert conductor.position == 0.0


def test_paused_it_is_just_where_it_was_sent(qtbot, conductor, sample):
    with qtbot.waitSignal(conductor.loaded):
        conductor.load(sample, 5.0)
    conductor.seek(1.02)
    assert conductor.position == 1.02
    conductor.play()
    with qtbot.waitSignal(conductor.ticked):
        pass
    assert 1.02 <= conductor.position < 1.2


def test_a_seek_before_the_file_is_open_is_not_lost(qtbot, conductor, sample):
    conductor.load(sample, 5.0)
    conductor.seek(3.0)
    conductor.play()
    with qtbot.waitSignal(conductor.loaded):
        pass
    times = []
    conductor.ticked.connect(times.append)
    qtbot.waitUntil(lambda: len(times) > 60)
    assert min(times) >= 3.0
    assert max(times) < 4.5


@pytest.mark.parametrize("content", [None, b"not a film"])
def test_without_a_playable_file_time_runs_in_silence(qtbot, conductor, tmp_path, content):
    path = tmp_path / "clip.mp4"
    if content is not None:
        path.write_bytes(content)
    with qtbot.waitSignal(conductor.error) as told:
        conductor.load(str(path), 0.3)
    assert told.args[0]
    times = []
    conductor.ticked.connect(times.append)
    conductor.play()
    qtbot.waitUntil(lambda: any(b < a for a, b in itertools.pairwise(times)))
    assert max(times) > 0.2


def test_a_clip_without_sound_runs(qtbot, conductor, grey_clip):
    with qtbot.waitSignal(conductor.loaded):
        conductor.load(grey_clip(Fraction(25), 25), 0.4)
    times = []
    conductor.ticked.connect(times.append)
    conductor.play()
    qtbot.waitUntil(lambda: any(b < a for a, b in itertools.pairwise(times)))


def test_its_own_pictures_while_asked_for(qtbot, conductor, sample):
    conductor.set_pictures(True)
    with qtbot.waitSignal(conductor.pictured) as told:
        conductor.load(sample, 5.0)
    assert told.args[0].size().width() == 1280
    conductor.set_pictures(False)
    pictures = []
    conductor.pictured.connect(pictures.append)
    conductor.play()
    qtbot.waitUntil(lambda: conductor.position > 0.3)
    assert not pictures


def test_a_part_of_a_file_runs_from_0_inside_it(qtbot, conductor, twelve):
    with qtbot.waitSignal(conductor.loaded):
        conductor.load(twelve, 0.5, 4.2)
    times, places = [], []
    conductor.ticked.connect(times.append)
    conductor._player.positionChanged.connect(places.append)
    conductor.play()
    qtbot.waitUntil(lambda: sum(b < a for a, b in itertools.pairwise(times)) >= 2)
    conductor.pause()
    assert 0 <= min(times) <= max(times) < 0.5
    assert 4150 < min(places) <= max(places) < 4900


def test_only_a_picture_near_what_was_asked_for_is_shown(qtbot, conductor, twelve):
    """In MPEG-TS the player seeks some seconds off (seen with Qt 6.11)."""
    with qtbot.waitSignal(conductor.loaded):
        conductor.load(twelve, 5.0, 4.2)
    conductor.seek(1.02)
    assert conductor._is_wanted(5.2, 5.24)
    assert conductor._is_wanted(4.2, 6.2), "a long frame"
    assert conductor._is_wanted(5.24, 5.24)
    assert not conductor._is_wanted(4.2, 4.24)
    assert not conductor._is_wanted(7.0, 7.04)
    assert conductor._is_wanted(-1e-6, -1e-6), "it may not say"
    conductor.play()
    assert conductor._is_wanted(4.2, 4.24)
    assert conductor._is_wanted(9.16, 9.2)
    assert not conductor._is_wanted(4.16, 4.2)
    assert not conductor._is_wanted(9.2, 9.24)


def test_switching_fast_shows_the_last_clip_only(qtbot, conductor, grey_clip):
    dark = grey_clip(Fraction(25), 25, first=40, step=0)
    light = grey_clip(Fraction(25), 25, first=200, step=0)
    conductor.set_pictures(True)
    shown = []
    conductor.pictured.connect(lambda image: shown.append(image.pixelColor(5, 5).green()))
    for _ in range(10):
        conductor.load(dark, 1.0)
        with qtbot.waitSignal(conductor.loaded):  # its picture is on its way now
            pass
        conductor.load(light, 1.0)
        shown.clear()
        qtbot.waitUntil(lambda: bool(shown))
        assert all(level > 150 for level in shown)


def test_switching_while_it_plays_never_hangs(sample):
    """In a process of its own: a thread that waits for the interpreter's lock can't be ended."""
    program = """
import sys
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
app = QApplication([])
from aleph_desktop.ui.review.player import Conductor
conductor = Conductor()
conductor.ticked.connect(lambda seconds: None)
for number in range(150):
    conductor.set_pictures(True)
    conductor.load(sys.argv[1], 5.0)
    conductor.set_pictures(False)
    conductor.play()
    loop = QEventLoop()
    QTimer.singleShot((0, 5, 10, 20, 40)[number % 5], loop.quit)
    loop.exec()
    conductor.seek(number / 50)
    if number % 2:
        conductor.pause()
        conductor.set_start(number / 100)
        conductor.seek(0.5)
        conductor.set_pictures(True)
        QTimer.singleShot(number % 3 * 15, loop.quit)
        loop.exec()
conductor.release()
"""
    subprocess.run([sys.executable, "-c", program, sample], check=True, timeout=60)
