"""Jobs leave the list, and come back; results go to the bin."""

from collections.abc import Sequence
from pathlib import Path

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.ui.bin import move_to_bin
from aleph_desktop.ui.dialogs.ask_dialog import AskDialog, answer
from aleph_desktop.ui.dialogs.question import bin_question
from aleph_desktop.ui.main_window import MainWindow


class Removal:
    """For one list of jobs. Removing touches no file; the bin is asked for each time."""

    def __init__(self, window: MainWindow, book: JobBook, supervisor: Supervisor) -> None:
        self._window = window
        self._book = book
        self._supervisor = supervisor
        self._batches: list[list[Job]] = []  # what each removal took, the latest last
        window.set_undo(False)

    async def remove(self, job_ids: Sequence[str]) -> None:
        """Take those off the list that nothing happens to any more."""
        if len(job_ids) > 1:  # else each one's neighbour would be shown until it goes, too
            self._window.jobs.clear_selection()
        batch: list[Job] = []
        self._batches.append(batch)
        self._window.set_undo(True)
        problem: KnownError | None = None
        for job_id in job_ids:
            job = self._book.jobs.get(job_id)
            if job is None or not job.is_settled:
                continue
            try:
                batch.append(await self._supervisor.remove(job_id))
            except KnownError as error:  # the others go all the same
                problem = error
        if batch:
            self._window.jobs.show_removed(self._count())
        else:
            self._batches.remove(batch)
            self._window.set_undo(bool(self._batches))
        if problem is not None:
            raise problem

    async def clear_done(self) -> None:
        """Take all finished jobs off the list; their files stay."""
        jobs = self._book.jobs.values()
        await self.remove([job.id for job in jobs if job.state is JobState.DONE])

    async def undo(self) -> None:
        """Bring back what one removal took, the latest first."""
        if not self._batches:
            return
        batch = self._batches.pop()
        self._window.set_undo(bool(self._batches))
        for job in batch:
            await self._supervisor.restore(job)
        self._window.jobs.select(batch[-1].id)
        left = self._count()
        if left:
            self._window.jobs.show_removed(left)
        else:
            self._window.jobs.dismiss_undo()

    async def move_to_bin(self, job_ids: Sequence[str]) -> None:
        """Ask, move the results to the bin, then take their jobs off the list."""
        results = self._results(job_ids)
        if not results:
            return
        question = bin_question([path.name for path in results.values()])
        if not await answer(AskDialog(question, self._window)):
            return
        for job_id, path in results.items():
            # the player may hold the file, which then could not be moved on some systems
            if (shown := self._window.shown_job()) is not None and shown.id == job_id:
                self._window.show_job(None)
            await move_to_bin(path)
            if job_id in self._book.jobs:
                await self._supervisor.remove(job_id)

    def _results(self, job_ids: Sequence[str]) -> dict[str, Path]:
        jobs = (self._book.jobs.get(job_id) for job_id in job_ids)
        return {
            job.id: Path(job.result_path)
            for job in jobs
            if job is not None and job.state is JobState.DONE and job.result_path is not None
        }

    def _count(self) -> int:
        return sum(len(batch) for batch in self._batches)
