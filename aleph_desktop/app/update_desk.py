"""Looks for a newer version: when it is asked to, and once a day where that is on."""

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from aleph_desktop.build import Build
from aleph_desktop.client.release_feed import fetch_release
from aleph_desktop.domain.release import Release, newer
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.preferences import Preferences
from aleph_desktop.settings.update_memory import load_memory, note_look, note_skip
from aleph_desktop.settings.update_plan import UpdatePlan, update_plan
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.dialogs.update_dialog import UpdateDialog
from aleph_desktop.ui.main_window import MainWindow

_PAUSE = 60.0  # seconds from the start to the first thought of it, and from each to the next

_log = logging.getLogger(__name__)


class UpdateDesk(QObject):
    """Between the feed, the dialog and the bar at the window's top. Downloads nothing."""

    def __init__(
        self,
        window: MainWindow,
        scope: TaskScope,
        *,
        memory: Path,
        build: Build,
        current: Callable[[], Preferences],
        pause: float = _PAUSE,
    ) -> None:
        """The window is filled. `memory` is a file. `pause`: seconds between two thoughts of it."""
        super().__init__(window)
        self._window = window
        self._scope = scope
        self._memory = memory
        self._build = build
        self._current = current
        self._pause = pause
        self._news: Release | None = None  # not told of yet
        self._told: Release | None = None  # what the bar speaks of
        self._look: asyncio.Task[None] | None = None
        self._dialog: UpdateDialog | None = None
        window.actions_["updates"].triggered.connect(self._on_wanted)
        window.notice.more_wanted.connect(self._on_more_wanted)
        scope.spawn(self._run(), name="updates")

    # Unasked

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._pause)
            plan = self._plan()
            if plan.daily:
                await self._look_if_due(plan.address)
                self._tell()

    async def _look_if_due(self, address: str) -> None:
        """A failure is nobody's business who didn't ask."""
        memory = await asyncio.to_thread(load_memory, self._memory)
        if not memory.is_due(time.time()):
            return
        await asyncio.to_thread(note_look, self._memory, time.time())
        try:
            release = await fetch_release(address)
        except KnownError as error:
            _log.info("%s", error.failure)
            return
        known = {memory.skipped, self._told.version if self._told is not None else ""}
        if newer(release, self._build.version) and release.version not in known:
            self._news = release

    def _tell(self) -> None:
        """Once, and when nothing else is said there."""
        if self._news is not None and self._window.notice.isHidden():
            self._told, self._news = self._news, None
            self._window.notice.show_words(f"Version {self._told.version} is out.", "What's new")

    def _on_more_wanted(self) -> None:
        if self._told is not None:
            self._open().show_release(self._told, self._build.version, skipped=False)

    # Asked

    def _on_wanted(self) -> None:
        self._open()
        self._begin()

    def _on_look_wanted(self) -> None:
        self._begin()

    def _begin(self) -> None:
        """Look, and show it in the dialog that is open."""
        plan = self._plan()
        if self._dialog is None or (self._look is not None and not self._look.done()):
            return
        if not plan.address:
            self._dialog.show_no_feed(plan.packager)
            return
        self._dialog.show_checking()
        self._look = self._scope.spawn(self._look_and_show(plan.address), name="look for updates")

    async def _look_and_show(self, address: str) -> None:
        await asyncio.to_thread(note_look, self._memory, time.time())
        try:
            release = await fetch_release(address)
        except KnownError as error:
            if self._dialog is not None:
                self._dialog.show_problem(error.failure)
            return
        memory = await asyncio.to_thread(load_memory, self._memory)
        if self._dialog is None:
            return
        if newer(release, self._build.version):
            skipped = release.version == memory.skipped
            self._dialog.show_release(release, self._build.version, skipped=skipped)
        else:
            self._dialog.show_newest(self._build.version)

    def _open(self) -> UpdateDialog:
        """The dialog; there is one at most."""
        if self._dialog is None:
            dialog = self._dialog = UpdateDialog(self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.look_wanted.connect(self._on_look_wanted)
            dialog.page_wanted.connect(self._on_page_wanted)
            dialog.skip_wanted.connect(self._on_skip_wanted)
            dialog.settings_wanted.connect(self._on_settings_wanted)
            dialog.finished.connect(self._on_closed)
            dialog.open()
        return self._dialog

    def _on_closed(self, _result: int) -> None:
        self._dialog = None
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _on_page_wanted(self, page: QUrl) -> None:
        opened = QDesktopServices.openUrl(page)
        if not opened and self._dialog is not None:
            self._dialog.show_no_browser(page.toDisplayString())

    def _on_skip_wanted(self, version: str) -> None:
        work = asyncio.to_thread(note_skip, self._memory, version)
        self._scope.spawn(work, name="skip a version")
        self._close()

    def _on_settings_wanted(self) -> None:
        self._close()
        self._window.settings_wanted.emit()

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.close()

    def _plan(self) -> UpdatePlan:
        return update_plan(self._current(), self._build)
