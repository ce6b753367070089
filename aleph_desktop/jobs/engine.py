"""All jobs on their way: who is next, what follows from each answer, what a start picks up."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from aleph_desktop.domain.job import Job, JobState, advance
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.jobs.arrival import Arrival
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.departure import Departure
from aleph_desktop.jobs.gate import QueueGate
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.look_up import LOOKS, LookUp
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.order import in_order
from aleph_desktop.jobs.pacing import RequestBudget
from aleph_desktop.jobs.ports import (
    ClipPreparer,
    Clock,
    Downloader,
    Owner,
    ResultChecker,
    ResultShelf,
    VideoService,
)
from aleph_desktop.jobs.recovery import Recovery
from aleph_desktop.jobs.standing import Standing
from aleph_desktop.jobs.watch import Watch
from aleph_desktop.tasks import TaskScope

LAST_ANSWERS = 1.0  # seconds that a submit under way is given when the app is closed


_AT_SERVICE = frozenset(
    {JobState.PREPARING, JobState.SUBMITTING, JobState.WAITING, JobState.GENERATING}
)


class Engine:
    """Runs jobs. All methods belong to the event loop's thread."""

    def __init__(
        self,
        book: JobBook,
        *,
        owner: Owner,
        service: VideoService,
        service_name: str,
        downloader: Downloader,
        preparer: ClipPreparer,
        checker: ResultChecker,
        shelf: ResultShelf,
        clock: Clock,
        spec_for: Callable[[str], ModelSpec],
        options: JobOptions,
        budget: RequestBudget,
        report: Callable[[BaseException, str], None],
        poll_floor: float = 1.0,
        looks: tuple[float, ...] = LOOKS,
    ) -> None:
        """`service_name` is written into each job that is sent: another service knows nothing of
        it. `spec_for(model_id)` raises KnownError; `report` gets bugs; `poll_floor` in seconds.
        """
        self._book = book
        self._owner = owner
        self._service_name = service_name
        self._clock = clock
        self._spec_for = spec_for
        self._options = options
        self._scope = TaskScope("jobs", report)
        self._fetching: dict[str, asyncio.Task[Job]] = {}
        self._departing: dict[str, asyncio.Task[Job]] = {}
        self._stopping: set[str] = set()
        self._closing = False
        self.gate = QueueGate(clock, self._ask_standing)
        self.watch = Watch(
            book,
            service=service,
            clock=clock,
            spec_for=spec_for,
            budget=budget,
            poll_floor=poll_floor,
            give_up_seconds=options.give_up_seconds,
            on_left=self._on_left,
            on_trouble=self._on_poll_refused,
        )
        self.look_up = LookUp(
            book,
            service=service,
            clock=clock,
            take_turn=self.watch.acquire,
            refused=self.watch.refused,
            on_found=self._on_found,
            looks=looks,
        )
        self._departure = Departure(
            book,
            service=service,
            service_name=service_name,
            preparer=preparer,
            downloader=downloader,
            clock=clock,
            gate=self.gate,
            spec_for=spec_for,
            take_turn=self.watch.acquire,
            refused=self.watch.refused,
        )
        self._arrival = Arrival(
            book,
            downloader=downloader,
            checker=checker,
            shelf=shelf,
            clock=clock,
            gate=self.gate,
            ask=self.watch.ask,
        )
        self._recovery = Recovery(
            book,
            owner=owner,
            service_name=service_name,
            clock=clock,
            watch=self.watch,
            look_up=self.look_up,
            fetch=self.fetch,
        )
        self._standing = Standing(service, shelf, self.watch.acquire, self._sent_dir)
        self.gate.listen(self._on_hold_changed)

    def configure(self, options: JobOptions) -> None:
        """Take new settings."""
        self._options = options
        self.watch.give_up_seconds = options.give_up_seconds
        self.fill()

    async def open(self, *, adopt: bool) -> None:
        """Start. `adopt`: pick up what a run that has ended left, by the rules of recovery."""
        self.watch.learn(self._book.jobs.values())
        self._scope.spawn(self.watch.run(), name="poller")
        self._scope.spawn(self.look_up.run(), name="look-up")
        self._scope.spawn(self.gate.run(), name="gate")
        if adopt:
            await self._recovery.adopt_all()
        self.fill()

    async def close(self, patience: float) -> None:
        """Stop. A submit under way is given `patience` seconds to be answered."""
        self._closing = True
        departing = self._departing
        submitting = [
            task
            for job_id, task in departing.items()
            if self._book.jobs[job_id].state is JobState.SUBMITTING
        ]
        if submitting:
            await asyncio.wait(submitting, timeout=patience)
        await self._scope.close()
        for job_id in departing:
            await self._take_back_intent(job_id)
        await self._book.settle()

    # For what the user asks

    @property
    def owner_id(self) -> str:
        """Ours, for new jobs."""
        return self._owner.id

    async def stop(self, job_id: str) -> None:
        """Cancel a job that can be, whatever is being done with it; it is ours."""
        self._stopping.add(job_id)
        try:
            await self._stop(job_id)
        finally:
            self._stopping.discard(job_id)
        self.fill()

    async def _stop(self, job_id: str) -> None:
        if not self._book.jobs[job_id].can_cancel:
            return
        tasks = [self._departing.get(job_id), self._fetching.get(job_id)]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)
        self.watch.forget(job_id)
        await self._take_back_intent(job_id)
        was_fetched = self._book.jobs[job_id].state is JobState.DOWNLOADING
        now = self._clock.now()
        job = await self._book.change(
            job_id,
            lambda j: advance(j, JobState.CANCELLED, now, finished_at=now) if j.can_cancel else j,
        )
        if was_fetched:
            await self._arrival.discard(job)

    async def _take_back_intent(self, job_id: str) -> None:
        """The intent to submit was just being written when the work was stopped: nothing was sent,
        and that is known, so nobody has to look for it.
        """
        await self._book.settle()  # its writing goes on although the task was cancelled
        job = self._book.jobs[job_id]
        if job.state is JobState.SUBMITTING and not self._departure.was_sent(job_id):
            now = self._clock.now()
            await self._book.change(job_id, lambda j: advance(j, JobState.QUEUED, now))

    async def reopen(self, job_id: str, state: JobState) -> Job:
        """Give an ended job another go. Raises KnownError where that was just done."""
        now = self._clock.now()

        def step(job: Job) -> Job:
            if job.is_live:
                raise changed_meanwhile(job)
            return advance(job, state, now, failure=None, finished_at=None)

        return await self._book.change(job_id, step)

    async def take(self, job_id: str) -> Job:
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

    def check_service(self, job: Job) -> None:
        """Raise KnownError for a job that the service in use knows nothing of."""
        if job.service not in ("", self._service_name):
            raise KnownError(
                "This job is at another service",
                f"It was sent to {job.service}.",
                "Set that address in Settings, then ask again.",
            )

    # What happens by itself

    def fill(self) -> None:
        """Start waiting jobs while there is room, in their order."""
        if self._closing or not self.gate.is_open:
            return
        jobs = self._book.jobs.values()
        mine = (job for job in jobs if job.owner == self._owner.id)
        busy = {job.id for job in mine if job.state in _AT_SERVICE}
        busy |= self._departing.keys() | self._stopping
        waiting = [
            job
            for job in in_order(jobs)
            if job.owner == self._owner.id and not job.held and job.id not in busy
        ]
        room = self._options.concurrency - len(busy)
        for job in waiting[: max(0, room)]:
            task = self._scope.spawn(self._depart(job.id), name=f"depart {job.id}")
            if task is not None:
                self._departing[job.id] = task
                task.add_done_callback(self._on_departed)

    def _on_departed(self, task: asyncio.Task[Job]) -> None:
        self._departing = {
            key: other for key, other in self._departing.items() if other is not task
        }
        self.fill()

    async def _depart(self, job_id: str) -> Job:
        job = await self._departure.depart(job_id, self._options.sent_dir)
        if job.state is JobState.WAITING:
            self.watch.begin(job, just_accepted=True)
        elif job.is_looked_up:
            self.look_up.begin(job_id)
        return job

    def _on_found(self, job: Job) -> None:
        """A submit whose answer was lost turned out to be accepted."""
        self.watch.begin(job, just_accepted=False)

    def _on_hold_changed(self, hold: Hold) -> None:
        if hold.failure is None:
            self.watch.wake()
        self.fill()

    def _on_poll_refused(self, failure: Failure) -> None:
        """The key or the account is in the way of polls, too, not of submits alone."""
        self.gate.hold_for(failure)
        self.watch.rest()

    async def _ask_standing(self, kind: FailureKind) -> float | None:
        return await self._standing.ask(kind)

    def _sent_dir(self) -> Path:
        return self._options.sent_dir

    def _on_left(self, job: Job, url: str | None) -> None:
        """The service is done with a job."""
        if job.state is JobState.DOWNLOADING:
            self.fetch(job.id, url)
        self.fill()

    def fetch(self, job_id: str, url: str | None) -> None:
        """Bring a DOWNLOADING job's result here; `url` None asks the service for it first."""
        work = self._arrival.fetch(
            job_id, url, self._options.results_dir, self._options.give_up_seconds
        )
        task = self._scope.spawn(work, name=f"fetch {job_id}")
        if task is not None:
            self._fetching[job_id] = task
            task.add_done_callback(lambda _: self._fetching.pop(job_id, None))


def changed_meanwhile(job: Job) -> KnownError:
    """Words for a verb that came too late."""
    return KnownError(
        "This job has changed meanwhile", f"It is {job.state} now.", "Look at its row."
    )
