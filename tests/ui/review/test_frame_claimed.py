"""The frame shown is the frame claimed: read back from the painted picture, with real files."""

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import cycle, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aleph_desktop.domain.timecode import timecode
from aleph_desktop.media.frame_times import CUT_OFF
from aleph_desktop.media.reel import load_reel
from aleph_desktop.ui.review.line_slider import LineSlider
from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.pair_view import PairView
from aleph_desktop.ui.review.review_room import ReviewRoom

sys.path.append(str(Path(__file__).parent))

from coded_clip import SIZE, even, inside, read_code, write_coded
from painted_pair import readable, seen

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

SIDE = Look()
LOOKS = {
    "side by side": SIDE,
    "side by side, zoomed": Look(zoom=2.0),
    "side by side, panned": Look(zoom=2.0, centre=(0.4, 0.45)),
    "the reference, held": Look(flipped=True),
    "wipe": Look(Mode.WIPE),
    "wipe, tilted": Look(Mode.WIPE, angle=30),
    "wipe, across": Look(Mode.WIPE, angle=90),
    "wipe, the other way": Look(Mode.WIPE, angle=180),
    "wipe, zoomed": Look(Mode.WIPE, zoom=1.5),
    "flip": Look(Mode.FLIP),
    "flip, flipped": Look(Mode.FLIP, flipped=True),
    "overlay": Look(Mode.OVERLAY),
    "overlay, faint": Look(Mode.OVERLAY, opacity=0.25),
    "overlay, zoomed": Look(Mode.OVERLAY, zoom=2.0),
    "difference": Look(Mode.DIFFERENCE),
    "difference, times 4": Look(Mode.DIFFERENCE, gain=4),
    "difference, panned": Look(Mode.DIFFERENCE, zoom=2.0, centre=(0.4, 0.55)),
    "heat map": Look(Mode.DIFFERENCE, heat=True),
    "heat map, zoomed": Look(Mode.DIFFERENCE, heat=True, zoom=2.0),
}  # zooms are times what is fitted


@dataclass
class Screen:
    """A room with a pair on it, and what is seen there."""

    room: ReviewRoom
    starts: tuple[Sequence[Fraction], Sequence[Fraction]]
    look: Look = SIDE

    def expected(self, index: int) -> dict[str, int]:
        """The numbers that can be read at the reference's frame; by the files' times."""
        reference, edited = self.starts
        end = (
            reference[index + 1]
            if index + 1 < len(reference)
            else 2 * reference[-1] - reference[-2]
        )
        middle = (reference[index] + end) / 2
        partner = EDITED_FIRST + bisect_right(edited, middle + CUT_OFF) - 1
        both = {"reference": index, "edited": partner}
        return {side: both[side] for side in readable(self.look)}

    def put(self, name: str) -> None:
        """Compare by one of LOOKS."""
        look = LOOKS[name]
        view = self.room.view
        view.set_look(replace(look, zoom=None, centre=(0.5, 0.5)))
        if look.zoom is not None:  # so many times what is fitted
            fitted = view.panes()[0].width() * view.devicePixelRatio() / SIZE[0]
            look = replace(look, zoom=look.zoom * fitted)
            view.set_look(look)
        self.look = look

    def check(self, index: int) -> None:
        """This frame is claimed, it is on the screen, and so is the edited clip's to it."""
        playback = self.room.playback
        assert playback.index == index
        assert self.seen() == self.expected(index)
        assert self.room.transport._now.text() == timecode(index, playback.pairing.rate)

    def seen(self) -> dict[str, int | None]:
        return seen(self.room.view, self.look)


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
        QTest.mouseMove(scrub, QPoint(x, y))
        screen.check(screen.room.playback.index)
        seen.add(screen.room.playback.index)
    QTest.mouseRelease(scrub, left, none, scrub.rect().bottomRight())
    assert len(seen) > 4
    assert {0, last} <= seen


def test_every_frame_of_two_loops_as_it_plays(qtbot, screen) -> None:
    playback, names, shown = screen.room.playback, cycle(LOOKS), []

    def look(*_: int) -> None:
        shown.append(playback.index)
        screen.put(next(names))  # also as it is changed
        screen.check(shown[-1])

    playback.frame_shown.connect(look)
    screen.room.toggle_play()
    qtbot.waitUntil(lambda: sum(b < a for a, b in pairwise(shown)) >= 2)
    screen.room.toggle_play()
    playback.frame_shown.disconnect(look)
    screen.check(playback.index)


def test_every_look_shows_the_frames_that_are_claimed(screen) -> None:
    room = screen.room
    for name in LOOKS:
        screen.put(name)
        for index in (0, 7, 23, 1):
            room.go_to(index)
            screen.check(index)
        room.step(1)
        screen.check(2)
        room.step(10)
        screen.check(12)


def test_over_and_under(screen) -> None:
    """In a view that is taller than wide."""
    screen.room.resize(700, 1100)
    for index in (0, 12, 23):
        screen.room.go_to(index)
        screen.check(index)
    top, bottom = screen.room.view.panes()
    assert top.bottom() < bottom.top()


def test_zoomed_and_panned_by_hand(screen) -> None:
    room, view = screen.room, screen.room.view
    room.go_to(5)
    middle = QPointF(view.panes()[0].center())
    none = Qt.KeyboardModifier.NoModifier
    for _ in range(2):
        turn = QWheelEvent(
            middle,
            QPointF(view.mapToGlobal(middle)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            none,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, turn)
    assert view.look.zoom is not None
    left, start = Qt.MouseButton.LeftButton, middle.toPoint()
    QTest.mousePress(view, left, none, start)
    QTest.mouseMove(view, start + QPoint(30, 12))
    QTest.mouseRelease(view, left, none, start + QPoint(30, 12))
    assert view.look.centre[0] < 0.5
    screen.look = view.look
    screen.check(5)
    room.step(7)
    screen.check(12)


def test_the_view_tells_which_pair_it_has_painted(screen) -> None:
    told = []
    screen.room.view.painted.connect(lambda *pair: told.append(pair))
    for index in (3, 17):
        screen.room.go_to(index)
        found = screen.seen()
        assert told[-1] == (found["reference"], found["edited"] - EDITED_FIRST)


def test_takes_in_a_grid_show_one_time(qtbot, theme, tmp_path) -> None:
    """Four at once, each with frames of its own length."""
    view = PairView(theme)
    qtbot.addWidget(view)
    view.resize(1090, 700)
    ways = (uneven(FRAMES), even(Fraction(24), FRAMES), even(NTSC, FRAMES), even(FAST, FRAMES))
    reels = []
    for number, starts in enumerate(ways):
        path = tmp_path / f"{number}.mp4"
        write_coded(path, "edited", starts, first=number * EDITED_FIRST)
        reels.append(load_reel(path, 5.0, SIZE[0] * SIZE[1], 2**30, go_on))
    view.set_edited(reels[0], "Edited")
    view.set_takes([(reel, f"Take {number}") for number, reel in enumerate(reels)])
    for look in (Look(Mode.GRID), Look(Mode.GRID, zoom=1.5)):
        view.set_look(look)
        for milliseconds in (0, 210, 333, 480):
            at = milliseconds / 1000
            view.show_takes([reel.index_at(at) for reel in reels])
            picture = view.grab().toImage()
            found = [read_code(picture, "edited", inside(spot.port.frame)) for spot in view.spots()]
            assert found == [
                number * EDITED_FIRST + bisect_right(starts, at + CUT_OFF) - 1
                for number, starts in enumerate(ways)
            ]
