"""All jobs: who is next, what the service said of each, and what the user may do with them."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from aleph_desktop.client.errors import RateLimited, ServiceError
from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.edit import Edit, check
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import POLLED, Job, JobState, advance, evolve
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.errors import BugError, Failure, KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.arrival import Arrival
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.departure import Departure
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.pacing import GenerationTimes, RequestBudget
from aleph_desktop.jobs.poller import Poller
from aleph_desktop.jobs.ports import ClipPreparer, Clock, Downloader, Owner, VideoService
from aleph_desktop.tasks import TaskScope

_LAST_ANSWERS = 1.0  # seconds that a submit under way is given when the app is closed

_AT_SERVICE = frozenset(
    {JobState.PREPARING, JobState.SUBMITTING, JobState.WAITING, JobState.GENERATING}
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A guess from finished jobs, for a soft bar and an "about"."""

    fraction: float  # 0…0.95 of the time that jobs take
    seconds_left: float
    elapsed: float  # seconds since accepted


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
        self._service = service
        self._downloader = downloader
        self._clock = clock
        self._spec_for = spec_for
        self._options = options
        self._random = random.Random()
        self._scope = TaskScope("jobs", report)
        self._fetching: dict[str, asyncio.Task[Job]] = {}
        self._stopping: set[str] = set()
        self._departing: dict[str, asyncio.Task[Job]] = {}
        self._watched_since: dict[str, float] = {}  # monotonic
        self._seen_through: set[str] = set()  # watched since accepted: their times can be learnt
        self._times: dict[str, GenerationTimes] = {}
        self._closing = False
        self._poller = Poller(
            clock=clock,
            poll=service.poll,
            budget=budget,
            times_for=self.times_for,
            on_answer=self._on_answer,
            on_error=self._on_poll_error,
            rng=self._random,
            floor=poll_floor,
        )
        self._departure = Departure(
            book,
            service=service,
            preparer=preparer,
            clock=clock,
            spec_for=spec_for,
            take_turn=self._poller.acquire,
            refused=self._poller.refused,
        )
        self._arrival = Arrival(book, downloader, clock, self._ask)

    @property
    def options(self) -> JobOptions:
        return self._options

    def configure(self, options: JobOptions) -> None:
        """Take new settings."""
        self._options = options
        self._fill()

    async def open(self, *, adopt: bool) -> None:
        """Start. `adopt`: pick up what a run that has ended left, by the rules of recovery."""
        for job in self._book.jobs.values():
            if job.state is JobState.DONE and job.generation_seconds is not None:
                self.times_for(job.edit.model_id).learn(job.generation_seconds)
        self._scope.spawn(self._poller.run(), name="poller")
        if adopt:
            for job in list(self._book.jobs.values()):
                if job.is_live and not self._owner.is_alive(job.owner):
                    await self._recover(job)
        self._fill()

    async def close(self) -> None:
        """Stop here. Generations go on at the service and are picked up at the next start."""
        self._closing = True
        submitting = [
            task
            for job_id, task in self._departing.items()
            if self._book.jobs[job_id].state is JobState.SUBMITTING
        ]
        if submitting:  # an answer that comes now needn't be looked for later
            await asyncio.wait(submitting, timeout=_LAST_ANSWERS)
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
        self._check_mine(job_id)
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
        self._poller.forget(job_id)
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
        job = self._book.jobs[job_id]
        if not job.can_retry:
            raise BugError(f"job {job_id} is {job.state}: no retry")
        if job.retry_may_cost:
            return await self.add(job.edit)
        job = await self._book.change(
            job_id,
            lambda j: advance(
                j,
                JobState.QUEUED,
                self._clock.now(),
                owner=self._owner.id,
                failure=None,
                finished_at=None,
            ),
        )
        self._fill()
        return job

    async def check_again(self, job_id: str) -> Job:
        """Ask the service once more for a job that ended here without a result. Costs nothing."""
        job = await self._book.change(
            job_id,
            lambda j: advance(
                j,
                JobState.WAITING,
                self._clock.now(),
                owner=self._owner.id,
                failure=None,
                finished_at=None,
            ),
        )
        self._watch(job)
        return job

    async def remove(self, job_id: str) -> Job:
        """Take an ended job off the list; files stay. Returns it, for `restore`."""
        job = self._book.jobs[job_id]
        if job.is_live:
            raise BugError(f"job {job_id} is {job.state}: cancel it first")
        return await self._book.remove(job_id)

    async def restore(self, job: Job) -> None:
        """Undo `remove`."""
        await self._book.add(job)

    # What the window asks

    def times_for(self, model_id: str) -> GenerationTimes:
        """How long generations of a model take, as far as this list knows."""
        return self._times.setdefault(
            model_id, GenerationTimes(self._spec_for(model_id).typical_seconds)
        )

    def outlook(self, job: Job) -> Outlook | None:
        """The guess for a job at the service; None for any other."""
        if job.state not in POLLED or job.submitted_at is None:
            return None
        elapsed = max(0.0, self._clock.now() - job.submitted_at)
        times = self.times_for(job.edit.model_id)
        return Outlook(times.fraction(elapsed), times.median_remaining(elapsed), elapsed)

    def next_check(self) -> float | None:
        """Seconds until the next look at the service; None when no job is watched."""
        due = self._poller.next_due()
        return None if due is None else max(0.0, due - self._clock.monotonic())

    # What happens by itself

    def _check_mine(self, job_id: str) -> None:
        job = self._book.jobs[job_id]
        if job.owner != self._owner.id and self._owner.is_alive(job.owner):
            raise KnownError(
                "Another window runs this job",
                "It was started by an aleph_desktop that is still open.",
                "Use that one, or close it and start this one again.",
            )

    async def _recover(self, job: Job) -> None:
        now = self._clock.now()
        job = await self._book.change(job.id, lambda j: evolve(j, owner=self._owner.id))
        if job.state is JobState.PREPARING:
            await self._book.change(job.id, lambda j: advance(j, JobState.QUEUED, now))
        elif job.state is JobState.SUBMITTING:
            failure = verdict.unconfirmed("The app ended while it was submitting.")
            await self._book.change(
                job.id, lambda j: advance(j, JobState.UNCONFIRMED, now, failure=failure)
            )
        elif job.state in POLLED:
            self._watch(job)
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
        edit = self._book.jobs[job_id].edit
        if edit.source.kind is SourceKind.URL:
            self._scope.spawn(self._fetch_reference(job_id), name=f"reference {job_id}")
        job = await self._departure.depart(job_id, self._options.sent_dir)
        if job.state is JobState.WAITING:
            self._seen_through.add(job_id)
            self._watch(job)
        return job

    async def _fetch_reference(self, job_id: str) -> None:
        """A copy of a URL's clip, for the review room. The job doesn't depend on it."""
        job = self._book.jobs[job_id]
        target = self._options.sent_dir / f"{job_id}.mp4"
        try:
            if not target.exists():
                url = job.edit.source.location
                # vendor docs: at most 32 MB by URL
                await self._downloader.download(url, target, lambda _done, _total: None, 32_000_000)
            await self._book.change(job_id, lambda j: evolve(j, sent_path=str(target)))
        except (KnownError, KeyError):
            return

    def _watch(self, job: Job) -> None:
        if job.generation_id is None or job.submitted_at is None:
            raise BugError(f"job {job.id} is {job.state} without a generation id")
        elapsed = max(0.0, self._clock.now() - job.submitted_at)
        self._watched_since[job.id] = self._clock.monotonic()
        self._poller.watch(
            job.id, job.generation_id, job.edit.model_id, self._clock.monotonic() - elapsed
        )

    async def _ask(self, generation_id: str) -> Generation:
        await self._poller.acquire()
        try:
            return await self._service.poll(generation_id)
        except RateLimited as error:
            self._poller.refused(error.retry_after)
            raise

    async def _on_answer(self, job_id: str, generation: Generation) -> None:
        job = self._book.jobs.get(job_id)
        if job is None or job.state not in POLLED:
            self._poller.forget(job_id)
            return
        if generation.status is GenerationStatus.COMPLETED and generation.video_url:
            await self._completed(job, generation)
        elif generation.status is GenerationStatus.COMPLETED:
            await self._fail(job_id, verdict.without_video(generation), generation)
        elif generation.status is GenerationStatus.FAILED:
            await self._fail(job_id, verdict.generation_failure(generation), generation)
        elif self._is_overdue(job_id):
            await self._give_up(job_id)
        else:
            await self._book.change(job_id, lambda j: self._still_going(j, generation))

    def _still_going(self, job: Job, generation: Generation) -> Job:
        if generation.status is GenerationStatus.GENERATING and job.state is JobState.WAITING:
            job = advance(job, JobState.GENERATING, self._clock.now())
        return evolve(job, status_word=generation.word)

    async def _completed(self, job: Job, generation: Generation) -> None:
        self._poller.forget(job.id)
        now = self._clock.now()
        seconds = max(0.0, now - (job.submitted_at or now))
        changed = await self._book.change(
            job.id,
            lambda j: (
                advance(
                    j,
                    JobState.DOWNLOADING,
                    now,
                    generation_seconds=seconds,
                    **_told(j, generation),
                )
                if j.state in POLLED
                else j
            ),
        )
        if changed.state is JobState.DOWNLOADING:
            if job.id in self._seen_through:
                self.times_for(job.edit.model_id).learn(seconds)
            self._spawn_fetch(job.id, generation.video_url)
        self._fill()

    def _spawn_fetch(self, job_id: str, url: str | None) -> None:
        work = self._arrival.fetch(job_id, url, self._options.results_dir)
        task = self._scope.spawn(work, name=f"fetch {job_id}")
        if task is not None:
            self._fetching[job_id] = task
            task.add_done_callback(lambda _: self._fetching.pop(job_id, None))

    async def _fail(self, job_id: str, failure: Failure, generation: Generation | None) -> None:
        self._poller.forget(job_id)
        now = self._clock.now()
        await self._book.change(
            job_id,
            lambda job: (
                advance(
                    job,
                    JobState.FAILED,
                    now,
                    failure=failure,
                    finished_at=now,
                    **(_told(job, generation) if generation else {}),
                )
                if job.state in POLLED
                else job
            ),
        )
        self._fill()

    async def _on_poll_error(self, job_id: str, error: ServiceError, final: bool) -> None:
        if final:
            await self._fail(job_id, error.failure, None)
        elif self._is_overdue(job_id):
            await self._give_up(job_id)

    def _is_overdue(self, job_id: str) -> bool:
        watched = self._clock.monotonic() - self._watched_since[job_id]
        return watched >= self._options.give_up_seconds

    async def _give_up(self, job_id: str) -> None:
        await self._fail(job_id, verdict.gave_up(self._options.give_up_seconds / 60), None)


def _told(job: Job, generation: Generation) -> dict[str, object]:
    """What an answer says about ids and money; what it doesn't say stays."""
    return {
        "status_word": generation.word,
        "request_id": generation.request_id or job.request_id,
        "cost_usd": job.cost_usd if generation.cost_usd is None else generation.cost_usd,
        "credits": job.credits if generation.credits is None else generation.credits,
    }
