"""Between the window and the jobs room: signals become tasks, changes become rows."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.source_url import url_source
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import ClipReader
from aleph_desktop.ui.review.pair_view import Side

_THUMBNAIL = (144, 80)  # pixels: 72×40 at scale 2
_STRIP = (5, 160, 124)  # pictures, and the box of each in pixels


class Bridge(QObject):
    """Fulfils `jobs.book.JobListener`. Holds no rules: it carries."""

    def __init__(self, window: MainWindow, clips: ClipReader, scope: TaskScope) -> None:
        super().__init__(window)
        self._window = window
        self._clips = clips
        self._scope = scope
        self._book: JobBook | None = None
        self._supervisor: Supervisor | None = None
        self._reading: asyncio.Task[Any] | None = None
        self._token = 0
        self._reels: list[asyncio.Task[Any]] = []
        self._removed: list[list[Job]] = []  # batches, the latest last
        self._status = QTimer(self, interval=1000)
        self._status.timeout.connect(self._on_second)
        self._loopback = False
        self._connect()

    def attach(self, book: JobBook, supervisor: Supervisor | None, *, loopback: bool) -> None:
        """Show these jobs and run them; replaces what was shown before."""
        self._book, self._supervisor, self._loopback = book, supervisor, loopback
        self._removed = []
        book.subscribe(self)
        self._window.set_outlook(None if supervisor is None else supervisor.outlook)
        self._window.job_model.set_jobs(list(book.jobs.values()))
        newest = max(book.jobs.values(), key=lambda job: job.created_at, default=None)
        if newest is not None and self._window.composer.source is None:
            self._window.jobs.select(newest.id)  # where the last run ended
        self._status.start()
        self._on_second()

    def detach(self) -> None:
        """Let go of the jobs; what comes of them from now on is not shown."""
        self._status.stop()
        self._book = self._supervisor = None

    # What jobs tell (JobListener)

    def job_changed(self, job: Job) -> None:
        if self._book is None:
            return
        self._window.job_model.put(job)
        if job.state is JobState.DONE and job.result_path is not None:
            self._window.pictures.ask_again(job.result_path)
        self._window.refresh_job(job)
        self._on_second()

    def job_removed(self, job_id: str) -> None:
        if self._book is not None:
            self._window.job_model.take(job_id)

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        if self._book is not None:
            self._window.job_model.set_progress(job_id, done, total)

    # What the user asks

    def use_clip(self, text: str) -> None:
        """Take a path or URL into the composer."""
        try:
            if text.lower().startswith(("http://", "https://")):
                source = url_source(text, loopback=self._loopback)
            else:
                source = ClipSource(SourceKind.FILE, str(Path(text).absolute()))
        except KnownError as error:
            self._window.notice.show_failure(error.failure)
            return
        self._window.composer.set_source(source)

    def _connect(self) -> None:
        window = self._window
        window.clips_given.connect(self._on_clips_given)
        window.composer.generate_requested.connect(self._on_generate)
        window.composer.source_changed.connect(self._on_source_changed)
        window.undo_remove_wanted.connect(self._on_undo_remove)
        window.pictures.wanted.connect(self._on_picture_wanted)
        window.review.reels_wanted.connect(self._on_reels_wanted)
        window.review.reveal_wanted.connect(self._on_reveal)
        jobs = window.jobs
        jobs.edit_again.connect(self._on_edit_again)
        jobs.retry.connect(self._on_retry)
        jobs.check_again.connect(self._on_check_again)
        jobs.cancel.connect(self._on_cancel)
        jobs.reveal.connect(self._on_reveal)
        jobs.copy_id.connect(self._on_copy_id)
        jobs.remove.connect(self._on_remove)

    def _spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any] | None:
        return self._scope.spawn(self._guard(work), name=name)

    async def _guard(self, work: Coroutine[Any, Any, Any]) -> None:
        """Known errors of a command go to the notice bar; bugs go on to the scope's report."""
        try:
            await work
        except KnownError as error:
            self._window.notice.show_failure(error.failure)

    def _on_clips_given(self, texts: list[str]) -> None:
        self.use_clip(texts[0])

    def _on_generate(self, edit: Edit) -> None:
        self._spawn(self._generate(edit), "generate")

    async def _generate(self, edit: Edit) -> None:
        if self._supervisor is not None:
            job = await self._supervisor.add(edit)
            self._window.jobs.select(job.id)

    def _on_source_changed(self, source: ClipSource | None) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if source is not None and source.kind is SourceKind.FILE:
            self._reading = self._scope.spawn(self._read(source), name="read clip")

    async def _read(self, source: ClipSource) -> None:
        try:
            info = await self._clips.probe(source.location)
        except KnownError as error:
            self._window.composer.set_clip_problem(error.failure)
            return
        self._window.composer.set_clip(info)
        try:
            stills = await self._clips.stills(source.location, *_STRIP)
        except KnownError:
            return  # the card stays without pictures; the probe's words stand
        self._window.composer.set_clip_images([to_image(still) for still in stills])

    def _on_picture_wanted(self, path: str) -> None:
        self._scope.spawn(self._picture(path), name="thumbnail")

    async def _picture(self, path: str) -> None:
        try:
            stills = await self._clips.stills(path, 1, *_THUMBNAIL)
        except KnownError:
            stills = []
        self._window.pictures.deliver(path, stills[0] if stills else None)

    def _on_reels_wanted(self, token: int, reference: str, edited: str) -> None:
        """What is still loading for the same token goes on."""
        if token != self._token:
            for old in self._reels:
                old.cancel()
            self._token, self._reels = token, []
        wanted: tuple[tuple[Side, str], ...] = (("reference", reference), ("edited", edited))
        for side, path in wanted:
            if path:
                task = self._scope.spawn(self._reel(token, side, path), name=f"reel {side}")
                if task is not None:
                    self._reels.append(task)

    async def _reel(self, token: int, side: Side, path: str) -> None:
        try:
            reel = await self._clips.reel(path)
        except KnownError as error:
            words = f"{error.failure.title}. {error.failure.message}"
            self._window.review.set_reel_problem(token, side, words)
            return
        self._window.review.set_reel(token, side, reel)

    def _on_edit_again(self, job_id: str) -> None:
        job = self._job(job_id)
        if job is not None:
            self._window.composer.set_edit(job.edit)

    def _on_retry(self, job_id: str) -> None:
        if self._supervisor is not None:
            self._spawn(self._supervisor.retry(job_id), "retry")

    def _on_check_again(self, job_id: str) -> None:
        if self._supervisor is not None:
            self._spawn(self._supervisor.check_again(job_id), "check again")

    def _on_cancel(self, job_id: str) -> None:
        self._spawn(self._cancel(job_id), "cancel")

    async def _cancel(self, job_id: str) -> None:
        job = self._job(job_id)
        if job is None or self._supervisor is None:
            return
        await self._supervisor.cancel(job_id)
        if job.generation_id is not None:
            self._window.notice.show_words(
                "Stopped waiting. The service has no cancel: it may finish this job and charge it. "
                "“Check again” in the job's menu fetches the result."
            )

    def _on_remove(self, job_ids: list[str]) -> None:
        self._spawn(self._remove(job_ids), "remove")

    async def _remove(self, job_ids: list[str]) -> None:
        if self._supervisor is None:
            return
        batch: list[Job] = []
        self._removed.append(batch)
        for job_id in job_ids:
            job = self._job(job_id)
            if job is not None and not job.is_live:
                batch.append(await self._supervisor.remove(job_id))
        if batch:
            self._window.jobs.show_removed(sum(len(other) for other in self._removed))

    def _on_undo_remove(self) -> None:
        self._spawn(self._undo_remove(), "undo remove")

    async def _undo_remove(self) -> None:
        """Each undo brings back what one remove took, the latest first."""
        if self._supervisor is None or not self._removed:
            return
        for job in self._removed.pop():
            await self._supervisor.restore(job)
            self._window.jobs.select(job.id)
        left = sum(len(batch) for batch in self._removed)
        if left:
            self._window.jobs.show_removed(left)
        else:
            self._window.jobs.dismiss_undo()

    def _on_reveal(self, job_id: str) -> None:
        job = self._job(job_id)
        if job is None or job.result_path is None:
            return
        folder = Path(job.result_path).parent
        if not Path(job.result_path).exists():
            self._window.notice.show_failure(
                Failure(
                    FailureKind.DISK,
                    "The result is not there",
                    f"{job.result_path} was moved or deleted.",
                )
            )
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_copy_id(self, job_id: str) -> None:
        job = self._job(job_id)
        if job is not None:
            # what was never confirmed is found in the provider's log by our own id
            QGuiApplication.clipboard().setText(job.generation_id or job.client_request_id)

    def _on_second(self) -> None:
        """The list's status line, and the status over the picture."""
        if self._supervisor is None or self._book is None:
            return
        active = sum(job.is_live for job in self._book.jobs.values())
        due = self._supervisor.next_check()
        words = f"{active} active" if active else ""
        if active and due is not None:
            words += f" · next check in {max(1, round(due))} s"
        self._window.jobs.set_status(words)
        shown = self._window.shown_job()
        if shown is not None and shown.is_live:
            self._window.review.set_job_status(self._window.job_model.row_of(shown).state)

    def _job(self, job_id: str) -> Job | None:
        return None if self._book is None else self._book.jobs.get(job_id)
