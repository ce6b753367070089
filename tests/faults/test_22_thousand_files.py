"""Row 22: a thousand files are dropped. One question, no stall, nothing submitted by itself."""

import os
import sys
from pathlib import Path
from time import perf_counter

import pytest
from fault_plan import SUBMIT
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.job import JobState
from aleph_desktop.ui.dialogs.batch_dialog import BatchDialog
from aleph_desktop.ui.main_window import MainWindow

sys.path.append(str(Path(__file__).parents[1] / "end2end"))

from live_window import drop, jobs, live, until

pytestmark = [pytest.mark.fault(22), pytest.mark.timeout(110)]

MANY = 1000
STALL = 0.050  # seconds


def in_line() -> float:
    """Seconds that this thread has waited for a processor: the machine's doing, not ours."""
    told = Path("/proc/thread-self/schedstat")
    return int(told.read_text().split()[1]) / 1e9 if told.exists() else 0.0


class Stalls(QObject):
    """The longest time in which the event loop came to nothing else, in seconds.

    What other programs took of it doesn't count.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.longest = 0.0
        self._last = perf_counter() - in_line()
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def begin(self) -> None:
        self.longest, self._last = 0.0, perf_counter() - in_line()

    def _on_tick(self) -> None:
        now = perf_counter() - in_line()
        self.longest, self._last = max(self.longest, now - self._last), now


@pytest.fixture
def arguments(faulty, tmp_path, monkeypatch) -> Arguments:
    monkeypatch.setenv("AIMLAPI_API_KEY", "canary-key-7d1f0e55aa")
    return Arguments("window", data_dir=tmp_path / "data", api_base=faulty.url)


@pytest.fixture
def thousand(tiny, tmp_path) -> list[Path]:
    """As many clips, and what is no clip among them."""
    folder = tmp_path / "clips"
    folder.mkdir()
    paths = [folder / f"shot {number:04}.mp4" for number in range(MANY)]
    for path in paths:
        os.link(tiny, path)
    (folder / "notes.txt").write_text("no clip")
    (folder / "sub").mkdir()
    return [*paths[:500], folder / "notes.txt", folder / "sub", *paths[500:]]


async def dialog_of(window: MainWindow) -> BatchDialog:
    await until(lambda: window.findChild(BatchDialog) is not None)
    return window.findChild(BatchDialog)


def test_a_thousand_files_are_one_question(qapp, arguments, faulty, thousand) -> None:
    async def scenario(window: MainWindow) -> None:
        await until(lambda: "Add a clip" in window.composer._hint.text())
        stalls = Stalls(window)
        stalls.begin()
        drop(window, *thousand)
        dialog = await dialog_of(window)
        await until(dialog.isVisible)
        said = [label.text() for label in dialog.findChildren(type(window._service))]
        assert "Queue 1,000 clips with this prompt?" in said
        assert "… and 994 more" in said
        refused = dialog.findChild(QListWidget)
        assert [refused.item(row).text() for row in range(refused.count())] == [
            "notes.txt: not a kind of clip that this app knows",
            "sub: a folder without clips",
        ]
        assert not dialog._queue.isEnabled()
        QTest.keyClicks(dialog._prompt, "night")
        assert len(window.findChildren(BatchDialog)) == 1
        assert not jobs(window)
        assert faulty.seen(SUBMIT) == []
        QTest.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
        await until(lambda: window.job_model.rowCount() == MANY, 60)
        assert stalls.longest <= STALL, f"{1000 * stalls.longest:.0f} ms"
        assert all(job.is_live for job in jobs(window))
        assert len({job.client_request_id for job in jobs(window)}) == MANY
        assert all(job.edit.source.digest for job in jobs(window))

    live(arguments, scenario)


def test_nothing_is_sent_before_the_button_and_nothing_after_cancel(
    qapp, arguments, faulty, thousand
) -> None:
    async def scenario(window: MainWindow) -> None:
        await until(lambda: "Add a clip" in window.composer._hint.text())
        window.composer.prompt.set_text("night")
        drop(window, *thousand)
        dialog = await dialog_of(window)
        assert dialog._queue.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: window.findChild(BatchDialog) is None)
        assert not jobs(window)
        drop(window, *thousand[:3])
        dialog = await dialog_of(window)
        assert faulty.seen(SUBMIT) == []
        QTest.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
        await until(lambda: [job.state for job in jobs(window)] == [JobState.DONE] * 3)
        first = next(job for job in jobs(window) if job.edit.source.name == "shot 0000.mp4")
        assert window.jobs.selected_ids() == [first.id], "what is new is in view"

    live(arguments, scenario)
    assert len(faulty.seen(SUBMIT)) == 3
