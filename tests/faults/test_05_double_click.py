"""Row 5, in the window: however fast and however often it is pressed, one POST leaves."""

import sys
from pathlib import Path

import pytest
from fault_plan import SUBMIT
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.domain.job import JobState
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.queue.job_ask import JobAsk

sys.path.append(str(Path(__file__).parents[1] / "end2end"))

from live_window import drop, jobs, live, state, until

pytestmark = [pytest.mark.fault(5), pytest.mark.timeout(90)]

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def arguments(faulty, tmp_path, monkeypatch) -> Arguments:
    monkeypatch.setenv("AIMLAPI_API_KEY", "canary-key-7d1f0e55aa")
    return Arguments("window", data_dir=tmp_path / "data", api_base=faulty.url)


async def ready(window: MainWindow, clip: Path, prompt: str) -> None:
    """A draft that can be run, and the keys are the window's."""
    composer = window.composer
    await until(lambda: "Add a clip" in composer._hint.text())
    drop(window, clip)
    composer.prompt.set_text(prompt)
    await until(composer._generate.isEnabled)
    window.activateWindow()
    await until(window.isActiveWindow)


def double_click(window: MainWindow) -> None:
    QTest.mouseClick(window.composer._generate, LEFT)
    QTest.mouseDClick(window.composer._generate, LEFT)
    QTest.mouseClick(window.composer._generate, LEFT)


def key_and_click(window: MainWindow) -> None:
    QTest.keyClick(window.composer.prompt._editor, Qt.Key.Key_Return, CTRL)
    QTest.mouseClick(window.composer._generate, LEFT)
    QTest.keyClick(window.composer._generate, Qt.Key.Key_Space)


def both_keys(window: MainWindow) -> None:
    QTest.keyClick(window.composer.prompt._editor, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(window.composer.prompt._editor, Qt.Key.Key_Enter, CTRL)
    window.actions_["generate"].trigger()


@pytest.mark.parametrize("press", [double_click, key_and_click, both_keys])
def test_generate_is_pressed_twice(qapp, arguments, faulty, tiny, press) -> None:
    async def scenario(window: MainWindow) -> None:
        await ready(window, tiny, "night")
        press(window)
        await until(lambda: jobs(window))
        press(window)  # now that it is stored, and the button is there again
        await until(lambda: state(window) is JobState.DONE)
        assert len(jobs(window)) == 1

    live(arguments, scenario)
    assert len(faulty.seen(SUBMIT)) == 1


def test_another_prompt_is_another_job_at_once(qapp, arguments, faulty, tiny) -> None:
    async def scenario(window: MainWindow) -> None:
        await ready(window, tiny, "night")
        QTest.keyClick(window.composer.prompt._editor, Qt.Key.Key_Return, CTRL)
        window.composer.prompt.set_text("rain")
        QTest.keyClick(window.composer.prompt._editor, Qt.Key.Key_Return, CTRL)
        await until(lambda: [job.state for job in jobs(window)] == [JobState.DONE] * 2)

    live(arguments, scenario)
    assert len(faulty.seen(SUBMIT)) == 2


def test_submit_again_is_pressed_twice(qapp, arguments, faulty, tiny) -> None:
    """It may cost a second run: that is asked for, a third is not."""

    async def scenario(window: MainWindow) -> None:
        await ready(window, tiny, "[demo: fail] night")
        window.composer.generate()
        await until(lambda: state(window) is JobState.FAILED)
        failed = jobs(window)[0].id
        window.jobs.select(failed)
        for _ in range(3):
            window.jobs.ask(JobAsk.RETRY)
        await until(lambda: [job.state for job in jobs(window)] == [JobState.FAILED] * 2)

    live(arguments, scenario)
    assert len(faulty.seen(SUBMIT)) == 2
