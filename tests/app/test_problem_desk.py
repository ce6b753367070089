"""What the user sees of a mistake of the app's own, in the real window."""

import asyncio
import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from aleph_desktop.app import loop
from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.desktop import Desktop
from aleph_desktop.app.log import WINDOW_LOG
from aleph_desktop.app.problem_desk import ProblemDesk
from aleph_desktop.app.report import Reporter
from aleph_desktop.app.start import show_window
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.paths import Paths
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.dialogs.crash_dialog import CrashDialog
from aleph_desktop.ui.main_window import MainWindow


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


async def broken(what: str) -> None:
    raise ValueError(what)


def words(window: MainWindow) -> str:
    return window.notice._words.text()


async def scenario(window: MainWindow, reporter: Reporter, scope: TaskScope) -> None:
    scope.spawn(broken("the first"), name="a task")
    await until(lambda: "made a mistake" in words(window))
    assert "No job is lost" in words(window)
    assert QApplication.activeModalWidget() is None
    thread = threading.Thread(target=reporter.report, args=(ValueError("second"), "a thread"))
    thread.start()
    await until(lambda: "made 2 mistakes" in words(window))
    thread.join()
    for _ in range(2):
        window.actions_["problem"].trigger()
    await until(lambda: window.findChildren(CrashDialog))
    await asyncio.sleep(0.1)
    (dialog,) = window.findChildren(CrashDialog)
    report = dialog._report.toPlainText()
    assert "In window: a task" in report
    assert "ValueError: the first" in report
    assert "bug in a thread" in report  # by the log's last lines
    scope.spawn(broken("the third"), name="another")
    await until(lambda: "3 mistakes" in dialog._words.text())
    assert "2 mistakes" in words(window)  # the dialog is there: the notice needs no news
    dialog.accept()
    reporter.report(KnownError("A title", "It happened.", "Do this."), "a task")
    await until(lambda: "A title" in words(window))


async def with_desk(desktop: Desktop, logs: Path) -> None:
    window, reporter = desktop.window, Reporter()
    scope = TaskScope("window", reporter.report)
    reporter.tell(ProblemDesk(window, scope, logs, None))
    try:
        await scenario(window, reporter, scope)
    finally:
        await scope.close()
        window.hide()
        window.deleteLater()


async def after_a_crash(desktop: Desktop) -> None:
    window = desktop.window
    running = asyncio.ensure_future(desktop.run())
    await until(lambda: "ended by a fault" in words(window))
    window.actions_["problem"].trigger()
    await until(lambda: window.findChildren(CrashDialog))
    assert "Segmentation fault" in window.findChild(CrashDialog)._report.toPlainText()
    window.close()
    await running
    window.deleteLater()


def made(folder: Path) -> Paths:
    paths = Paths.find(folder)
    paths.create()
    return paths


@pytest.mark.timeout(60)
def test_a_notice_for_each_and_one_report(qapp, tmp_path) -> None:
    app, desktop = show_window(Arguments("window", data_dir=tmp_path), made(tmp_path))
    loop.run(app, with_desk(desktop, tmp_path / "logs"))
    assert "the third" in (tmp_path / "logs" / WINDOW_LOG).read_text()
    del desktop
    gc.collect()


@pytest.mark.timeout(60)
def test_a_crash_of_the_last_run_is_offered(qapp, tmp_path) -> None:
    crash = tmp_path / "crash-1.txt"
    crash.write_text("Fatal Python error: Segmentation fault")
    app, desktop = show_window(Arguments("window", data_dir=tmp_path), made(tmp_path), crash)
    loop.run(app, after_a_crash(desktop))
    del desktop
    gc.collect()
