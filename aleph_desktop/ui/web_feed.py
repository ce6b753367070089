"""The composer's URL, looked at in the background, and fetched when the user says so."""

import asyncio
from typing import Any

from PySide6.QtCore import QObject, QTimer

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.source_url import url_source
from aleph_desktop.domain.url_report import UrlReport, UrlStep
from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.composer.clip_section import STILL_BOX
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import UrlReader

_TYPED_MS = 400  # after the last key: half an address needn't be asked for


class WebFeed(QObject):
    """Looks at one URL at a time; an answer about an older one is dropped."""

    def __init__(self, window: MainWindow, web: UrlReader, scope: TaskScope) -> None:
        super().__init__(window)
        self.loopback = False  # the service is on this machine, and so takes local addresses
        self._section = window.composer.clip
        self._web = web
        self._scope = scope
        self._task: asyncio.Task[Any] | None = None
        self._report: UrlReport | None = None
        self._private = False  # the user lets this private address be asked
        self._rest = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._rest.timeout.connect(self._on_rested)
        self._section.source_changed.connect(self._on_source_changed)
        self._section.url_step_wanted.connect(self._on_step_wanted)
        self._section.fetch_cancelled.connect(self._on_fetch_cancelled)

    def _on_source_changed(self, source: ClipSource | None) -> None:
        self._cancel()
        self._report = None
        self._private = False
        self._rest.stop()
        if source is not None and source.kind is SourceKind.URL:
            self._section.set_url_busy("Looking…")
            self._rest.start()

    def _on_rested(self) -> None:
        source = self._section.source
        if source is not None and source.kind is SourceKind.URL:
            self._task = self._scope.spawn(self._look(source.location), name="look at URL")

    def _on_step_wanted(self, step: str) -> None:
        source, report = self._section.source, self._report
        if source is None:
            return
        if step == UrlStep.LOOK_ANYWAY:
            self._cancel()
            self._private = True
            self._section.set_url_busy("Looking…")
            self._on_rested()
        elif step == UrlStep.FETCH:
            self._cancel()
            self._task = self._scope.spawn(self._fetch(source.location), name="fetch clip")
        elif step == UrlStep.USE_TARGET and report is not None:
            try:
                self._section.set_source(url_source(report.target, loopback=self.loopback))
            except KnownError as error:
                self._section.set_clip_problem(error.failure)

    def _on_fetch_cancelled(self) -> None:
        self._cancel()
        self._section.set_url_report(self._report)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _look(self, url: str) -> None:
        private = self._private
        try:
            report = await self._web.look(url, private=private)
        except KnownError as error:
            report = self._unknown(url, error)
        self._report = report
        self._section.set_url_report(report)
        if report.info is None:
            return
        try:
            still = await self._web.thumbnail(url, *STILL_BOX, private=private)
        except KnownError:
            return  # the card stays without a picture
        self._section.set_url_picture(to_image(still))

    def _unknown(self, url: str, error: KnownError) -> UrlReport:
        """Nothing could be found out; what the address itself tells still holds."""
        try:
            url_source(url, loopback=self.loopback)
        except KnownError as refusal:
            return UrlReport(url, refusal.failure.message, refusal.failure.remedy)
        words = f"{error.failure.message} {error.failure.remedy}".strip()
        return UrlReport(url, notes=(words,))

    async def _fetch(self, url: str) -> None:
        self._section.set_fetch_progress(0, None)
        try:
            path = await self._web.fetch(
                url, self._section.set_fetch_progress, private=self._private
            )
        except KnownError as error:
            self._section.set_url_report(self._report)
            self._section.set_clip_problem(error.failure)
            return
        self._section.set_source(ClipSource(SourceKind.FILE, path))
