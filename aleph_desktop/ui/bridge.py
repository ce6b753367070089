"""Between the window and the jobs room: signals become tasks, changes become rows."""

from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from aleph_desktop.domain.clip import ClipSource
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import Mark, Review
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.draft_feed import DraftFeed
from aleph_desktop.ui.errands import Errands
from aleph_desktop.ui.export_feed import ExportFeed
from aleph_desktop.ui.intake import Intake
from aleph_desktop.ui.job_orders import JobOrders
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.media_feed import MediaFeed
from aleph_desktop.ui.ports import MediaPorts
from aleph_desktop.ui.prompt_feed import PromptFeed
from aleph_desktop.ui.queue.job_ask import JobAsk
from aleph_desktop.ui.queue.job_group import JobGroup
from aleph_desktop.ui.reference_feed import ReferenceFeed
from aleph_desktop.ui.web_feed import WebFeed

_LOOK_EVERY = 10.0  # seconds between two looks whether the results are still there
_SAFE_TO_CLOSE = (
    "You can close the app: what is at the service goes on there, "
    "and all jobs are picked up at the next start."
)


class Bridge(QObject):
    """Fulfils `jobs.book.JobListener`. Holds no rules: it carries."""

    def __init__(self, window: MainWindow, media: MediaPorts, scope: TaskScope) -> None:
        super().__init__(window)
        self._window = window
        self._book: JobBook | None = None
        self._supervisor: Supervisor | None = None
        self._orders: JobOrders | None = None  # None: there is no service
        self._errands = Errands(scope, window.notice)
        MediaFeed(window, media.clips, scope)
        ExportFeed(window.review.export, media.clips, scope)
        self._draft = DraftFeed(window, media.clips, scope)
        self._web = WebFeed(window, media.web, scope)
        self._prompts = PromptFeed(window, media.prompts, scope)
        references = ReferenceFeed(window, media.library, media.clips, scope)
        self._intake = Intake(window, media.clips, references, self._prompts)
        self._seen: set[str] = set()  # jobs that ran in this window
        self._looked: float | None = None  # for missing results, on the monotonic clock
        self._status = QTimer(self, interval=1000)
        self._status.timeout.connect(self._on_second)
        self._connect()

    def attach(self, book: JobBook, supervisor: Supervisor | None, *, loopback: bool) -> None:
        """Show these jobs and run them; replaces what was shown before."""
        self._book, self._supervisor = book, supervisor
        self._intake.supervisor = supervisor
        self._intake.loopback = self._web.loopback = loopback
        self._orders = None
        book.subscribe(self)
        window = self._window
        window.set_outlook(None if supervisor is None else supervisor.outlook)
        window.set_takes_of(self._takes_of)
        window.job_model.set_jobs(list(book.jobs.values()))
        newest = max(book.jobs.values(), key=lambda job: job.created_at, default=None)
        if newest is not None and window.composer.source is None:
            window.jobs.select(newest.id)  # where the last run ended
        window.set_hold(Hold() if supervisor is None else supervisor.hold)
        if supervisor is not None:
            self._orders = JobOrders(window, book, supervisor)
            supervisor.on_hold(self._on_hold)
            self._greet()
            self._looked = None
            self._look_for_missing()
        self._status.start()
        self._on_second()

    def detach(self) -> None:
        """Let go of the jobs; what comes of them from now on is not shown."""
        self._status.stop()
        self._window.set_hold(Hold())
        self._window.set_takes_of(None)
        self._book = self._supervisor = self._orders = self._intake.supervisor = None

    # What jobs tell (JobListener, and the queue)

    def job_changed(self, job: Job) -> None:
        if self._book is None:
            return
        self._seen.add(job.id)
        before = self._window.job_model.job(job.id)
        is_new = before is None or (before.state, before.failure) != (job.state, job.failure)
        self._window.job_model.put(job)
        if is_new and job.state is JobState.DONE and job.result_path is not None:
            self._window.pictures.ask_again(job.result_path)
        self._window.refresh_job(job)

    def job_removed(self, job_id: str) -> None:
        if self._book is not None:
            self._window.job_model.take(job_id)

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        if self._book is not None:
            self._window.job_model.set_progress(job_id, done, total)

    def _on_hold(self, _hold: Hold) -> None:
        if self._supervisor is not None:  # one that was closed says nothing any more
            self._window.set_hold(self._supervisor.hold)

    # What the user asks

    def use_clip(self, path: str) -> None:
        """Take a file into the composer."""
        self._intake.use_file(path)

    def use_clips(self, texts: list[str]) -> None:
        """Take what was given into the composer, or ask whether many are to be queued."""
        if texts:
            self._errands.run(self._intake.take(texts), "take clips")

    def _connect(self) -> None:
        window = self._window
        window.clips_given.connect(self.use_clips)
        window.composer.generate_requested.connect(self._on_generate)
        window.undo_remove_wanted.connect(self._on_undo_remove)
        window.review.reveal_wanted.connect(self._reveal)
        window.review.reviewed.connect(self._on_reviewed)
        window.review.export.done.connect(self._on_exported)
        window.review.export.problem.connect(self._on_export_problem)
        window.jobs.marked.connect(self._on_marked)
        window.jobs.asked.connect(self._on_asked)
        window.pause_wanted.connect(self._on_pause_wanted)
        window.retry_failed_wanted.connect(self._on_retry_failed_wanted)
        window.clear_done_wanted.connect(self._on_clear_done_wanted)
        window.came_to_front.connect(self._look_for_missing)

    def _on_generate(self, edit: Edit, takes: int) -> None:
        # said now: the composer may hold another clip when the task begins
        marked = self._draft.marked(edit.source)
        if self._errands.run(self._generate(edit, takes, marked), "generate") is None:
            marked.close()

    async def _generate(
        self, edit: Edit, takes: int, marked: Coroutine[Any, Any, ClipSource]
    ) -> None:
        try:
            source = await marked
            if self._supervisor is not None:
                jobs = await self._supervisor.add_all([replace(edit, source=source)], takes)
                self._window.jobs.show_new(jobs[0].id)
                self._prompts.remember(edit.prompt)
        finally:
            self._window.composer.settle()

    def _on_asked(self, ask: str, job_ids: list[str]) -> None:
        one = self._job(job_ids[0])
        if ask == JobAsk.EDIT_AGAIN and one is not None:
            self._window.composer.set_edit(one.edit)
        elif ask == JobAsk.REVEAL:
            self._reveal(job_ids[0])
        elif ask == JobAsk.COPY_ID:
            self._copy_ids(job_ids)
        elif self._orders is not None:
            self._errands.run(self._orders.carry_out(JobAsk(ask), job_ids), ask)

    def _on_reviewed(self, job_id: str, review: Review) -> None:
        if self._supervisor is not None:
            self._errands.run(self._supervisor.review(job_id, review), "review")

    def _on_marked(self, job_id: str, mark: Mark) -> None:
        if self._supervisor is not None:
            self._errands.run(self._supervisor.mark(job_id, mark), "mark")

    def _on_exported(self, words: str, path: str) -> None:
        where = f" It is in {Path(path).parent}." if path else ""
        self._window.notice.show_words(f"{words}{where}")

    def _on_export_problem(self, title: str, words: str) -> None:
        self._window.notice.show_failure(Failure(FailureKind.DISK, title, words))

    def _on_undo_remove(self) -> None:
        if self._orders is not None:
            self._errands.run(self._orders.removal.undo(), "undo remove")

    def _on_clear_done_wanted(self) -> None:
        if self._orders is not None:
            self._errands.run(self._orders.removal.clear_done(), "clear done")

    def _on_retry_failed_wanted(self) -> None:
        if self._orders is not None:
            self._errands.run(self._orders.retry_failed(free=self._window.is_demo), "retry failed")

    def _on_pause_wanted(self, paused: bool) -> None:
        if self._orders is not None:
            self._errands.run(self._orders.pause(paused), "pause" if paused else "resume")
        else:
            self._window.set_hold(Hold())  # the menu had ticked it

    def _reveal(self, job_id: str) -> None:
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

    def _copy_ids(self, job_ids: list[str]) -> None:
        jobs = [job for job_id in job_ids if (job := self._job(job_id)) is not None]
        # what was never confirmed is found in the provider's log by our own id
        ids = [job.generation_id or job.client_request_id for job in jobs]
        QGuiApplication.clipboard().setText("\n".join(ids))

    # What happens by itself

    def _greet(self) -> None:
        """Say what goes on from an earlier run; the list shows the rest."""
        if self._book is None or self._supervisor is None:
            return
        ours = filter(self._supervisor.is_ours, self._book.jobs.values())
        going = {job.id for job in ours if not job.is_settled}
        count = len(going - self._seen)
        self._seen |= going
        if count:
            what = "1 job where it was" if count == 1 else f"{count:,} jobs where they were"
            self._window.notice.show_words(f"Picked up {what}.")

    def _look_for_missing(self) -> None:
        """Whether finished jobs still have their files: they may have been moved meanwhile."""
        now = monotonic()
        due = self._looked is None or now - self._looked >= _LOOK_EVERY
        if self._supervisor is not None and due:
            self._looked = now
            self._errands.run(self._supervisor.find_missing(), "find missing")

    def _on_second(self) -> None:
        """The list's status line, and the status over the picture."""
        if self._supervisor is None or self._book is None:
            return
        active = self._window.job_model.counts()[JobGroup.ACTIVE]
        due = self._supervisor.next_check()
        words = f"{active:,} active" if active else ""
        if active and due is not None:
            words += f" · next check in {max(1, round(due))} s"
        self._window.jobs.set_status(words, _SAFE_TO_CLOSE if active else "")
        shown = self._window.shown_job()
        if shown is not None and shown.is_live:
            self._window.review.set_job_status(self._window.job_model.row_of(shown).state)

    def _takes_of(self, job: Job) -> list[Job]:
        """All takes of a job's shot, as they were made; one that is alone is its own."""
        jobs = () if self._book is None else self._book.jobs.values()
        takes = [other for other in jobs if job.shot and other.shot == job.shot] or [job]
        return sorted(takes, key=lambda take: (take.take, take.created_at))

    def _job(self, job_id: str) -> Job | None:
        return None if self._book is None else self._book.jobs.get(job_id)
