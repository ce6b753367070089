"""The app with its window, as a user has it: shared by the tests that drive it."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from aleph_desktop.app import loop
from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.desktop import Desktop
from aleph_desktop.app.start import show_window
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.settings.paths import Paths
from aleph_desktop.ui.main_window import MainWindow

Scenario = Callable[[MainWindow], Coroutine[Any, Any, None]]


def live(arguments: Arguments, scenario: Scenario) -> None:
    """Run the app, do something with its window, close it as a user does."""
    paths = Paths.find(arguments.data_dir)
    paths.create()
    app, desktop = show_window(arguments, paths)
    loop.run(app, _both(desktop, scenario))
    del desktop
    gc.collect()  # here, not in some later worker thread, which Qt objects don't survive


async def _both(desktop: Desktop, scenario: Scenario) -> None:
    running = asyncio.ensure_future(desktop.run())
    try:
        await scenario(desktop.window)
    finally:
        desktop.window.close()
        await running
        desktop.window.deleteLater()


async def until(holds: Callable[[], object], seconds: float = 40) -> None:
    """Wait for a state of the window."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


def drop(window: MainWindow, *paths: Path) -> None:
    """Drag files over the window and let go of them there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, none = window.rect().center(), Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert window._overlay.isVisible()
    QApplication.sendEvent(
        window, QDropEvent(QPointF(place), copy, data, left, none, QEvent.Type.Drop)
    )
    assert not window._overlay.isVisible()


def jobs(window: MainWindow) -> Sequence[Job]:
    """The rows, top to bottom."""
    model = window.job_model
    rows = (model.job_at(model.index(row)) for row in range(model.rowCount()))
    return [job for job in rows if job is not None]


def state(window: MainWindow) -> JobState | None:
    """The top row's."""
    rows = jobs(window)
    return rows[0].state if rows else None
