"""All jobs: who is next, what the service said of each, and what the user may do with them."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from aleph_desktop.domain.edit import Edit, check
from aleph_desktop.domain.job import POLLED, Job, JobState, advance
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.arrival import Arrival
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.departure import Departure
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.pacing import RequestBudget
from aleph_desktop.jobs.ports import ClipPreparer, Clock, Downloader, Owner, VideoService
from aleph_desktop.jobs.watch import Outlook, Watch
from aleph_desktop.tasks import TaskScope

LAST_ANSWERS = 1.0  # seconds that a submit under way is given when the app is closed

_AT_SERVICE = frozenset(
    {JobState.PREPARING, JobState.SUBMITTING, JobState.WAITING, JobState.GENERATING}
)


class Supervisor:
    """Runs jobs. All methods belong to the event loop's thread."""

    def __init__(
        self,
        book: JobBook,
        *,
        owner: Owner,
        service: VideoService,
        downloader: Downloader,
        preparer: ClipPreparer,
        clock: Clock,
        spec_for: Callable[[str], ModelSpec],
        options: JobOptions,
        budget: RequestBudget,
        report: Callable[[BaseException, str], None],
        poll_floor: float = 1.0,
    ) -> None:
        """`spec_for(model_id)` raises KnownError; `report` gets bugs; `poll_floor` in seconds."""
        self._book = book
        self._owner = owner
        self._clock = clock
        self._spec_for = spec_for
        self._options = options
        self._random = random.Random()
        self._scope = TaskScope("jobs", report)
        self._fetching: dict[str, asyncio.Task[Job]] = {}
        self._departing: dict[str, asyncio.Task[Job]] = {}
        self._stopping: set[str] = set()
        self._closing = False
        self._watch = Watch(
            book,
            service=service,
            clock=clock,
            spec_for=spec_for,
            budget=budget,
            poll_floor=poll_floor,
            give_up_seconds=options.give_up_seconds,
            on_left=self._on_left,
        )
        self._departure = Departure(
            book,
            service=service,
            preparer=preparer,
            downloader=downloader,
            clock=clock,
            spec_for=spec_for,
            take_turn=self._watch.acquire,
            refused=self._watch.refused,
        )
        self._arrival = Arrival(book, downloader, clock, self._watch.ask)

    def configure(self, options: JobOptions) -> None:
        """Take new settings."""
        self._options = options
        self._watch.give_up_seconds = options.give_up_seconds
        self._fill()

    async def open(self, *, adopt: bool) -> None:
        """Start. `adopt`: pick up what a run that has ended left, by the rules of recovery."""
        self._watch.learn(self._book.jobs.values())
        self._scope.spawn(self._watch.run(), name="poller")
        if adopt:
            for job in list(self._book.jobs.values()):
                if job.is_live and not self._owner.is_alive(job.owner):
                    await self._adopt(job)
        self._fill()

    async def close(self, patience: float = LAST_ANSWERS) -> None:
        """Stop here. Generations go on at the service and are picked up at the next start.

        A submit under way is given `patience` seconds: an answer that comes needn't be looked for.
        """
        self._closing = True
        submitting = [
            task
            for job_id, task in self._departing.items()
            if self._book.jobs[job_id].state is JobState.SUBMITTING
        ]
        if submitting:
            await asyncio.wait(submitting, timeout=patience)
        await self._scope.close()
        await self._book.settle()

    # What the user does

    async def add(self, edit: Edit, result_path: Path | None = None) -> Job:
        """Queue a job. Raises KnownError when the model wouldn't take the edit.

        Without a seed one is drawn: the service tells none, and a take can't be repeated else.
        """
        spec = self._spec_for(edit.model_id)
        check(edit, spec)
        seed = self._random.randint(0, spec.seed_limit) if edit.seed is None else edit.seed
        now = self._clock.now()
        job = Job(
            id=uuid4().hex,
            edit=replace(edit, seed=seed),
            created_at=now,
            owner=self._owner.id,
            state_since=now,
            result_path=None if result_path is None else str(result_path),
        )
        await self._book.add(job)
        self._fill()
        return job

    async def cancel(self, job_id: str) -> None:
        """Stop waiting for a job. The service has no cancel: it may go on there, and be charged.

        A submit that is under way is left alone: what may have been accepted must be known first.
        """
        await self._take(job_id)
        self._stopping.add(job_id)
        try:
            await self._stop(job_id)
        finally:
            self._stopping.discard(job_id)
        self._fill()

    async def _stop(self, job_id: str) -> None:
        if not self._book.jobs[job_id].can_cancel:
            return
        tasks = [self._departing.get(job_id), self._fetching.get(job_id)]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
        self._watch.forget(job_id)
        now = self._clock.now()
        job = await self._book.change(
            job_id,
            lambda j: advance(j, JobState.CANCELLED, now, finished_at=now) if j.can_cancel else j,
        )
        if job.state is JobState.SUBMITTING:  # the intent was just being written: nothing was sent
            await self._book.change(job_id, lambda j: advance(j, JobState.QUEUED, now))
            await self._book.change(
                job_id, lambda j: advance(j, JobState.CANCELLED, now, finished_at=now)
            )

    async def retry(self, job_id: str) -> Job:
        """Run an ended job's edit again: the same job if it was never accepted, else a new one."""
        job = await self._take(job_id)
        if not job.can_retry:
            raise _changed(job)
        if job.retry_may_cost:
            return await self.add(job.edit)
        job = await self._reopen(job_id, JobState.QUEUED)
        self._fill()
        return job

    async def check_again(self, job_id: str) -> Job:
        """Ask the service once more for a job that ended here without a result. Costs nothing."""
        job = await self._take(job_id)
        if not job.can_check_again:
            raise _changed(job)
        job = await self._reopen(job_id, JobState.WAITING)
        self._watch.begin(job, just_accepted=False)
        return job

    async def remove(self, job_id: str) -> Job:
        """Take an ended job off the list; files stay. Returns it, for `restore`."""
        job = await self._take(job_id)
        if job.is_live:
            raise _changed(job)
        return await self._book.remove(job_id)

    async def restore(self, job: Job) -> None:
        """Undo `remove`."""
        await self._book.add(job)

    # What the window asks

    def outlook(self, job: Job) -> Outlook | None:
        """The guess for a job at the service; None for any other."""
        return self._watch.outlook(job)

    def next_check(self) -> float | None:
        """Seconds until the next look at the service; None when no job is watched."""
        return self._watch.next_check()

    # What happens by itself

    async def _reopen(self, job_id: str, state: JobState) -> Job:
        now = self._clock.now()
        return await self._book.change(
            job_id, lambda job: advance(job, state, now, failure=None, finished_at=None)
        )

    async def _take(self, job_id: str) -> Job:
        """A job as ours, and as it is on the disk. Raises KnownError when another program has it.

        Only its owner changes a job, so that no two send it or write over each other's news.
        """
        job = self._book.jobs[job_id]
        if job.owner == self._owner.id:
            return job
        alive = self._owner.is_alive(job.owner)
        claimed = None if alive else await self._book.claim(job_id, self._owner.id)
        if claimed is None:
            raise KnownError(
                "Another window has this job",
                "It belongs to an aleph_desktop that is still open.",
                "Use that one, or close it and start this one again.",
            )
        return claimed

    async def _adopt(self, orphan: Job) -> None:
        now = self._clock.now()
        job = await self._book.claim(orphan.id, self._owner.id)
        if job is None:
            return  # another program that starts just now was first
        if job.state is JobState.PREPARING:
            await self._book.change(job.id, lambda j: advance(j, JobState.QUEUED, now))
        elif job.state is JobState.SUBMITTING:
            failure = verdict.unconfirmed("The app ended while it was submitting.")
            await self._book.change(
                job.id, lambda j: advance(j, JobState.UNCONFIRMED, now, failure=failure)
            )
        elif job.state in POLLED:
            self._watch.begin(job, just_accepted=False)
        elif job.state is JobState.DOWNLOADING:
            self._spawn_fetch(job.id, None)

    def _fill(self) -> None:
        """Start queued jobs while there is room, oldest first."""
        if self._closing:
            return
        jobs = self._book.jobs.values()
        mine = (job for job in jobs if job.owner == self._owner.id)
        busy = {job.id for job in mine if job.state in _AT_SERVICE}
        busy |= self._departing.keys() | self._stopping
        waiting = (
            j
            for j in jobs
            if j.state is JobState.QUEUED and j.owner == self._owner.id and j.id not in busy
        )
        room = self._options.concurrency - len(busy)
        for job in sorted(waiting, key=lambda j: (j.created_at, j.id))[: max(0, room)]:
            task = self._scope.spawn(self._depart(job.id), name=f"depart {job.id}")
            if task is not None:
                self._departing[job.id] = task
                task.add_done_callback(self._on_departed)

    def _on_departed(self, task: asyncio.Task[Job]) -> None:
        self._departing = {
            key: other for key, other in self._departing.items() if other is not task
        }
        self._fill()

    async def _depart(self, job_id: str) -> Job:
        job = await self._departure.depart(job_id, self._options.sent_dir)
        if job.state is JobState.WAITING:
            self._watch.begin(job, just_accepted=True)
        return job

    def _on_left(self, job: Job, url: str | None) -> None:
        """The service is done with a job."""
        if job.state is JobState.DOWNLOADING:
            self._spawn_fetch(job.id, url)
        self._fill()

    def _spawn_fetch(self, job_id: str, url: str | None) -> None:
        work = self._arrival.fetch(job_id, url, self._options.results_dir)
        task = self._scope.spawn(work, name=f"fetch {job_id}")
        if task is not None:
            self._fetching[job_id] = task
            task.add_done_callback(lambda _: self._fetching.pop(job_id, None))


def _changed(job: Job) -> KnownError:
    return KnownError(
        "This job has changed meanwhile", f"It is {job.state} now.", "Look at its row."
    )
