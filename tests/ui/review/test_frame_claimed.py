"""The frame shown is the frame claimed: read back from the painted picture, with real files."""

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aleph_desktop.domain.timecode import timecode
from aleph_desktop.media.frame_times import CUT_OFF
from aleph_desktop.media.reel import load_reel
from aleph_desktop.ui.review.line_slider import LineSlider
from aleph_desktop.ui.review.review_room import ReviewRoom

sys.path.append(str(Path(__file__).parent))

from coded_clip import SIZE, even, inside, read_code, write_coded

FRAMES = 30
EDITED_FIRST = 1000  # the edited clip's numbers are others: no side can be taken for the other
NTSC, FAST = Fraction(30000, 1001), Fraction(60000, 1001)


def uneven(frames: int) -> list[Fraction]:
    """Frames of 20 to 100 ms, as a phone or a screen recorder writes them."""
    lengths = [20, 40, 33, 100, 17, 50, 60, 25]
    starts, at = [], Fraction(0)
    for number in range(frames):
        starts.append(at)
        at += Fraction(lengths[number % len(lengths)], 1000)
    return starts


# name: the reference's starts, the edited clip's, in seconds
PAIRS = {
    "24": (even(Fraction(24), FRAMES), even(Fraction(24), FRAMES)),
    "25": (even(Fraction(25), FRAMES), even(Fraction(25), FRAMES)),
    "29.97": (even(NTSC, FRAMES), even(NTSC, FRAMES)),
    "59.94": (even(FAST, FRAMES), even(FAST, FRAMES)),
    "uneven": (uneven(FRAMES), uneven(FRAMES)),
    "59.94 and 24": (even(FAST, 2 * FRAMES), even(Fraction(24), FRAMES)),
    "uneven and 29.97": (uneven(FRAMES), even(NTSC, 2 * FRAMES)),
}


@dataclass
class Screen:
    """A room with a pair on it, and what is seen there."""

    room: ReviewRoom
    starts: tuple[Sequence[Fraction], Sequence[Fraction]]

    def expected(self, index: int) -> list[int]:
        """The numbers that belong on the screen at the reference's frame; by the files' times."""
        reference, edited = self.starts
        end = (
            reference[index + 1]
            if index + 1 < len(reference)
            else 2 * reference[-1] - reference[-2]
        )
        middle = (reference[index] + end) / 2
        return [index, EDITED_FIRST + bisect_right(edited, middle + CUT_OFF) - 1]

    def seen(self) -> list[int]:
        picture = self.room.view.grab().toImage()
        places = self.room.view.panes()
        return [
            read_code(picture, side, inside(place))
            for side, place in zip(("reference", "edited"), places, strict=True)
        ]

    def check(self, index: int) -> None:
        """This frame is claimed, it is on the screen, and so is the edited clip's to it."""
        playback = self.room.playback
        assert playback.index == index
        assert self.seen() == self.expected(index)
        rate = playback.pairing.rate
        assert self.room.transport._now.text() == timecode(index, rate)


@pytest.fixture(scope="session")
def coded(tmp_path_factory):
    """The files of a pair by its name; made once."""
    made: dict[str, tuple[str, str]] = {}

    def make(name: str) -> tuple[str, str]:
        if name not in made:
            folder = tmp_path_factory.mktemp("coded")
            reference, edited = PAIRS[name]
            made[name] = (
                str(write_coded(folder / "reference.mp4", "reference", reference)),
                str(write_coded(folder / "edited.mp4", "edited", edited, first=EDITED_FIRST)),
            )
        return made[name]

    return make


@pytest.fixture(params=PAIRS)
def screen(request, room, make_job, coded) -> Iterator[Screen]:
    room.resize(1090, 700)
    paths = coded(request.param)
    asked = []
    room.reels_wanted.connect(lambda *args: asked.append(args))
    room.show_job(make_job(sent_path=paths[0], result_path=paths[1]))
    token = asked[-1][0]
    for side, path in zip(("reference", "edited"), paths, strict=True):
        room.set_reel(token, side, load_reel(Path(path), 5.0, SIZE[0] * SIZE[1], 2**30, go_on))
    return Screen(room, PAIRS[request.param])


def go_on() -> bool:
    return False


def test_every_step_and_every_seek(screen) -> None:
    room = screen.room
    last = room.playback.pairing.count - 1
    for index in range(last + 1):
        screen.check(index)
        room.step(1)
    screen.check(last)
    room.step(-10)
    screen.check(last - 10)
    for index in (0, last, 7, 23, 1):
        room.go_to(index)
        screen.check(index)
    room.to_end()
    screen.check(last)
    room.to_start()
    screen.check(0)


def test_a_scrub(screen) -> None:
    scrub = screen.room.transport.findChild(LineSlider)
    last = screen.room.playback.pairing.count - 1
    seen = set()
    left, none, y = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, scrub.height() // 2
    QTest.mousePress(scrub, left, none, scrub.rect().center())
    for x in (0, 200, 801, 640, 20, scrub.width() - 1):
        QTest.mouseMove(scrub, scrub.rect().topLeft() + type(scrub.pos())(x, y))
        screen.check(screen.room.playback.index)
        seen.add(screen.room.playback.index)
    QTest.mouseRelease(scrub, left, none, scrub.rect().bottomRight())
    assert len(seen) > 4
    assert {0, last} <= seen


def test_every_frame_of_two_loops_as_it_plays(qtbot, screen) -> None:
    playback, shown = screen.room.playback, []

    def look(*_: int) -> None:
        shown.append(playback.index)
        screen.check(shown[-1])

    playback.frame_shown.connect(look)
    screen.room.toggle_play()
    qtbot.waitUntil(lambda: sum(b < a for a, b in pairwise(shown)) >= 2)
    screen.room.toggle_play()
    playback.frame_shown.disconnect(look)
    screen.check(playback.index)
