"""Review by the job list: a real window over finished jobs, each with clips of its own."""

import asyncio
import gc
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.job import JobState
from aleph_desktop.media.reel import Reel
from aleph_desktop.ui.main_window import MainWindow

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "ui" / "review")]

from coded_clip import even, write_coded
from job_folder import JobFolder
from live_window import jobs, live, until
from painted_pair import seen

JOBS = 12
FRAMES = 32  # of each clip: job 3's first frame is 96
EDITED = 2048  # added to the edited clips' numbers
FAST, SLOW = 0.03, 0.25  # seconds between the presses of a key: held down; and looking at each

pytestmark = pytest.mark.timeout(90)


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> list[tuple[Path, Path]]:
    """What was sent and what came back, of each job."""
    folder = tmp_path_factory.mktemp("coded")
    starts = even(Fraction(25), FRAMES)
    return [
        (
            write_coded(folder / f"sent{n}.mp4", "reference", starts, first=n * FRAMES),
            write_coded(folder / f"result{n}.mp4", "edited", starts, first=EDITED + n * FRAMES),
        )
        for n in range(JOBS)
    ]


@pytest.fixture
def folder(tmp_path, bunny) -> JobFolder:
    return JobFolder(tmp_path / "data", bunny)


def leave(folder: JobFolder, sent: Path, result: Path) -> None:
    folder.leave(
        f"take of {result.stem}",
        state=JobState.DONE,
        sent_path=str(sent),
        result_path=str(result),
        finished_at=1.0,
    )


class Witness(QObject):
    """Looks at the pictures after each paint: whose are they, and whose should they be?"""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.seen: list[tuple[int | None, int | None]] = []
        self.wrong: list[str] = []
        window.review.view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._window.review.view.signalsBlocked():
            QTimer.singleShot(0, self.look)
        return False

    def pairs(self) -> set[tuple[int | None, int | None]]:
        """Different ones, of which both sides were seen."""
        return {pair for pair in self.seen if None not in pair}

    def look(self) -> None:
        """At what is shown now, and at the job that is."""
        shown = self._window._shown
        pair = painted(self._window)
        self.seen.append(pair)
        if shown is None:
            return
        own = number_of(shown.id)
        for code, base in zip(pair, (0, EDITED), strict=True):
            if code is not None and (code - base) // FRAMES != own:
                self.wrong.append(f"job {own} is shown, and the picture is {code}")


def number_of(job_id: str) -> int:
    return int(job_id.removeprefix("left")) - 1


def painted(window: MainWindow) -> tuple[int | None, int | None]:
    """The numbers that can be read in the look that is on; None: there is no picture."""
    view = window.review.view
    view.blockSignals(True)  # a grab paints, too
    try:
        found = seen(view, view.look)
    finally:
        view.blockSignals(False)
    return found.get("reference"), found.get("edited")


async def hold(window: MainWindow, key: Qt.Key, times: int, pause: float) -> None:
    """A key that is held down, as the window system repeats it."""
    view = window.jobs._view
    none = Qt.KeyboardModifier.NoModifier
    for number in range(times):
        QApplication.sendEvent(
            view, QKeyEvent(QEvent.Type.KeyPress, key, none, "", autorep=number > 0)
        )
        await asyncio.sleep(pause)
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyRelease, key, none))


def reels() -> int:
    """How many clips' frames are in memory."""
    gc.collect()
    return sum(isinstance(thing, Reel) for thing in gc.get_objects())


def pair_of(number: int, frame: int = 0) -> tuple[int, int]:
    return number * FRAMES + frame, EDITED + number * FRAMES + frame


def test_the_down_key_held_never_shows_another_jobs_picture(qapp, folder, clips) -> None:
    for sent, result in clips:
        leave(folder, sent, result)

    async def scenario(window: MainWindow) -> None:
        await until(lambda: len(jobs(window)) == JOBS)
        first = jobs(window)[0].id
        window.jobs.select(first)
        await until(lambda: painted(window) == pair_of(number_of(first)))
        witness = Witness(window)
        window.jobs._view.setFocus()
        kept = []
        down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
        for key, pause in ((down, FAST), (up, SLOW), (down, FAST), (up, FAST)):
            await hold(window, key, JOBS + 2, pause)
            end = jobs(window)[-1 if key is down else 0].id
            assert window._shown.id == end
            await until(lambda end=end: painted(window) == pair_of(number_of(end)))
            kept.append(reels())
        assert witness.wrong == []
        assert len(witness.pairs()) > JOBS // 2  # looked at one by one, they are seen
        assert 2 <= max(kept[2:]) <= max(kept[:2])
        window.actions_["play"].trigger()
        await until(lambda: len(witness.pairs()) > JOBS + FRAMES // 2)
        other = jobs(window)[5].id
        window.jobs.select(other)  # while it plays
        await until(lambda: painted(window) == pair_of(number_of(other)))
        assert witness.wrong == []

    live(Arguments("window", data_dir=folder.path), scenario)
    assert reels() == 0


def test_what_cant_be_played_says_why_in_its_pane(qapp, folder, clips, tmp_path) -> None:
    (sent, result), (other_sent, other_result) = clips[:2]
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip")
    leave(folder, sent, result)
    leave(folder, other_sent, broken)
    leave(folder, broken, other_result)

    async def scenario(window: MainWindow) -> None:
        await until(lambda: len(jobs(window)) == 3)
        bad_sent, bad_result, good = (job.id for job in jobs(window))
        view = window.review.view
        window.jobs.select(bad_result)
        await until(lambda: view.scene.edited.problem)
        assert broken.name in view.accessibleDescription()
        await until(lambda: painted(window) == (FRAMES, None))
        window.jobs.select(bad_sent)
        await until(lambda: view.scene.reference.problem)
        assert broken.name in view.accessibleDescription()
        await until(lambda: painted(window) == (None, EDITED + FRAMES))
        window.jobs.select(good)
        await until(lambda: painted(window) == pair_of(0))
        assert not view.scene.reference.problem
        assert not view.scene.edited.problem

    live(Arguments("window", data_dir=folder.path), scenario)
