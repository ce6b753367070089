"""All jobs: who is next, what the service said of each, and what the user may do with them."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from aleph_desktop.client.errors import AnswerLost, KeyRefused, ServiceError, Unreachable
from aleph_desktop.domain.edit import Edit, check
from aleph_desktop.domain.job import LOOKING, POLLED, Job, JobState, advance, evolve
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.arrival import Arrival
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.departure import Departure
from aleph_desktop.jobs.gate import QueueGate
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.look_up import LOOKS, LookUp
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.order import Move, in_order, moved
from aleph_desktop.jobs.pacing import RequestBudget
from aleph_desktop.jobs.ports import (
    ClipPreparer,
    Clock,
    Downloader,
    JobStore,
    Owner,
    ResultChecker,
    ResultShelf,
    VideoService,
)
from aleph_desktop.jobs.retry_plan import RetryPlan
from aleph_desktop.jobs.watch import Outlook, Watch
from aleph_desktop.tasks import TaskScope

LAST_ANSWERS = 1.0  # seconds that a submit under way is given when the app is closed

_PAUSED, _YES, _NO = "queue paused", "yes", "no"  # a note in the store
_SOME_ROOM = 1_000_000  # bytes: a difference that counts

_AT_SERVICE = frozenset(
    {JobState.PREPARING, JobState.SUBMITTING, JobState.WAITING, JobState.GENERATING}
)


class Supervisor:
    """Runs jobs. All methods belong to the event loop's thread."""

    def __init__(
        self,
        book: JobBook,
        *,
        store: JobStore,
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
        self._store = store
        self._owner = owner
        self._service = service
        self._service_name = service_name
        self._shelf = shelf
        self._clock = clock
        self._spec_for = spec_for
        self._options = options
        self._random = random.Random()
        self._scope = TaskScope("jobs", report)
        self._fetching: dict[str, asyncio.Task[Job]] = {}
        self._departing: dict[str, asyncio.Task[Job]] = {}
        self._stopping: set[str] = set()
        self._closing = False
        self._gate = QueueGate(clock, self._standing)
        self._watch = Watch(
            book,
            service=service,
            clock=clock,
            spec_for=spec_for,
            budget=budget,
            poll_floor=poll_floor,
            give_up_seconds=options.give_up_seconds,
            on_left=self._on_left,
            on_trouble=self._gate.hold_for,
        )
        self._look_up = LookUp(
            book,
            service=service,
            clock=clock,
            take_turn=self._watch.acquire,
            refused=self._watch.refused,
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
            gate=self._gate,
            spec_for=spec_for,
            take_turn=self._watch.acquire,
            refused=self._watch.refused,
        )
        self._arrival = Arrival(
            book,
            downloader=downloader,
            checker=checker,
            shelf=shelf,
            clock=clock,
            gate=self._gate,
            ask=self._watch.ask,
        )
        self._gate.listen(self._on_hold_changed)

    def configure(self, options: JobOptions) -> None:
        """Take new settings."""
        self._options = options
        self._watch.give_up_seconds = options.give_up_seconds
        self._fill()

    async def open(self, *, adopt: bool) -> None:
        """Start. `adopt`: pick up what a run that has ended left, by the rules of recovery."""
        self._watch.learn(self._book.jobs.values())
        if await self._store.read_note(_PAUSED) == _YES:
            self._gate.pause()
        self._scope.spawn(self._watch.run(), name="poller")
        self._scope.spawn(self._look_up.run(), name="look-up")
        self._scope.spawn(self._gate.run(), name="gate")
        if adopt:
            for job in list(self._book.jobs.values()):
                if not job.is_settled and not self._owner.is_alive(job.owner):
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
        """Queue a job. Raises KnownError when the model wouldn't take the edit."""
        job = self._new(edit, 0)
        if result_path is not None:
            job = replace(job, result_path=str(result_path))
        await self._book.add(job)
        self._fill()
        return job

    async def add_all(self, edits: Sequence[Edit]) -> list[Job]:
        """Queue many, all or none. Raises KnownError when the model wouldn't take one of them."""
        jobs = [self._new(edit, number) for number, edit in enumerate(edits)]
        await self._book.add_all(jobs)
        self._fill()
        return jobs

    def _new(self, edit: Edit, number: int) -> Job:
        """A job for an edit. Without a seed one is drawn: the service tells none, and a take can't
        be repeated else.
        """
        spec = self._spec_for(edit.model_id)
        check(edit, spec)
        seed = self._random.randint(0, spec.seed_limit) if edit.seed is None else edit.seed
        now = self._clock.now()
        job_id = uuid4().hex
        return Job(
            id=job_id,
            edit=replace(edit, seed=seed),
            created_at=now + number / 1000,  # in the order given
            owner=self._owner.id,
            state_since=now,
            position=now + number / 1000,
            client_request_id=f"aleph-{job_id}",
        )

    @property
    def hold(self) -> Hold:
        """Whether waiting jobs are held, and why."""
        return self._gate.hold

    def on_hold(self, listener: Callable[[Hold], None]) -> None:
        """`listener(hold)` is told of each change."""
        self._gate.listen(listener)

    async def pause(self) -> None:
        """Begin no waiting job until `resume`, also after a restart."""
        self._gate.pause()
        await self._store.write_note(_PAUSED, _YES)

    async def resume(self) -> None:
        """Let waiting jobs go on, and try what held them once more."""
        self._gate.open()
        await self._store.write_note(_PAUSED, _NO)

    async def hold_back(self, job_id: str) -> None:
        """Keep a waiting job back until `release`."""
        await self._set_held(job_id, True)

    async def release(self, job_id: str) -> None:
        """Let a job that was held back take its turn."""
        await self._set_held(job_id, False)
        self._fill()

    async def _set_held(self, job_id: str, held: bool) -> None:
        await self._take(job_id)
        await self._book.change(
            job_id, lambda j: evolve(j, held=held) if j.state is JobState.QUEUED else j
        )

    async def move(self, job_id: str, move: Move) -> None:
        """Change a waiting job's turn."""
        for other_id, position in moved(self._book.jobs.values(), job_id, move).items():
            await self._take(other_id)
            await self._book.change(other_id, lambda j, to=position: evolve(j, position=to))  # type: ignore[misc]

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
        was_fetched = self._book.jobs[job_id].state is JobState.DOWNLOADING
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
        if was_fetched:
            await self._arrival.discard(job)

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
        self._check_service(job)
        job = await self._reopen(job_id, JobState.WAITING)
        self._watch.begin(job, just_accepted=False)
        return job

    async def retry_all(self, plan: RetryPlan) -> None:
        """Do what a plan says; a job that has changed since then is left as it is."""
        for job_id in plan.check_again:
            await self._if_unchanged(self.check_again(job_id))
        for job_id in plan.send + plan.new_runs:
            await self._if_unchanged(self.retry(job_id))

    async def _if_unchanged(self, step: Coroutine[Any, Any, Job]) -> None:
        with contextlib.suppress(KnownError, KeyError):
            await step

    async def look_again(self, job_id: str) -> None:
        """Ask the service's log once more for a submit whose answer was lost. Costs nothing."""
        job = await self._take(job_id)
        if not job.can_look_again:
            raise _changed(job)
        self._check_service(job)
        failure = verdict.unconfirmed("The answer was lost.")
        await self._book.change(job_id, lambda j: evolve(j, status_word=LOOKING, failure=failure))
        self._look_up.begin(job_id)

    async def fetch_again(self, job_id: str) -> None:
        """Get a DONE job's result once more, whose file is missing. Costs nothing."""
        job = await self._take(job_id)
        if not job.can_fetch_again:
            raise _changed(job)
        self._check_service(job)
        await self._reopen(job_id, JobState.DOWNLOADING)
        self._spawn_fetch(job_id, None)

    async def find_missing(self) -> None:
        """Mark the DONE jobs whose file has gone, and unmark those whose file is back."""
        done = [job for job in self._book.jobs.values() if job.state is JobState.DONE]
        missing = await self._shelf.missing(done)
        for job in done:
            if (job.id in missing) == job.is_missing:
                continue
            failure = verdict.missing(job.result_path or "") if job.id in missing else None
            with contextlib.suppress(KnownError, KeyError):  # another program has it, or removed it
                await self._take(job.id)
                await self._book.change(
                    job.id,
                    lambda j, f=failure: evolve(j, failure=f) if j.state is JobState.DONE else j,  # type: ignore[misc]
                )

    async def remove(self, job_id: str) -> Job:
        """Take an ended job off the list; files stay. Returns it, for `restore`."""
        job = await self._take(job_id)
        if job.is_live:
            raise _changed(job)
        self._look_up.forget(job_id)
        return await self._book.remove(job_id)

    async def restore(self, job: Job) -> None:
        """Undo `remove`."""
        await self._book.add(job)
        if job.is_looked_up:
            self._look_up.begin(job.id)

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

    def _check_service(self, job: Job) -> None:
        """Raise KnownError for a job that the service in use knows nothing of."""
        if job.service not in ("", self._service_name):
            raise KnownError(
                "This job is at another service",
                f"It was sent to {job.service}.",
                "Set that address in Settings, then ask again.",
            )

    async def _adopt(self, orphan: Job) -> None:
        sent = orphan.state not in (JobState.QUEUED, JobState.PREPARING)
        if sent and orphan.service not in ("", self._service_name):
            return  # it waits until that service is in use again
        now = self._clock.now()
        job = await self._book.claim(orphan.id, self._owner.id)
        if job is None:
            return  # another program that starts just now was first
        if job.state is JobState.PREPARING:
            await self._book.change(job.id, lambda j: advance(j, JobState.QUEUED, now))
        elif job.state is JobState.SUBMITTING:
            failure = verdict.unconfirmed("The app ended while it was submitting.")
            await self._book.change(
                job.id,
                lambda j: advance(
                    j,
                    JobState.UNCONFIRMED,
                    now,
                    failure=failure,
                    finished_at=now,
                    status_word=LOOKING,
                ),
            )
            self._look_up.begin(job.id)
        elif job.is_looked_up:
            self._look_up.begin(job.id)
        elif job.state in POLLED:
            self._watch.begin(job, just_accepted=False)
        elif job.state is JobState.DOWNLOADING:
            self._spawn_fetch(job.id, None)

    def _fill(self) -> None:
        """Start waiting jobs while there is room, in their order."""
        if self._closing or not self._gate.is_open:
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
        self._fill()

    async def _depart(self, job_id: str) -> Job:
        job = await self._departure.depart(job_id, self._options.sent_dir)
        if job.state is JobState.WAITING:
            self._watch.begin(job, just_accepted=True)
        elif job.is_looked_up:
            self._look_up.begin(job_id)
        return job

    def _on_found(self, job: Job) -> None:
        """A submit whose answer was lost turned out to be accepted."""
        self._watch.begin(job, just_accepted=False)

    def _on_hold_changed(self, hold: Hold) -> None:
        kind = None if hold.failure is None else hold.failure.kind
        if kind in (FailureKind.KEY, FailureKind.CREDITS):
            self._watch.rest()
        else:
            self._watch.wake()
        self._fill()

    async def _standing(self, kind: FailureKind) -> float | None:
        """For the gate: how things stand, more is better; None when that can't be told."""
        if kind is FailureKind.SPACE:
            room = await self._shelf.room(self._options.sent_dir)
            return float(room // _SOME_ROOM)
        await self._watch.acquire()
        try:
            balance = float(await self._service.balance())
        except (Unreachable, AnswerLost):
            return None
        except KeyRefused:
            return 0.0 if kind is FailureKind.KEY else None
        except ServiceError:
            return 1.0 if kind is FailureKind.NETWORK else None
        return balance if kind is FailureKind.CREDITS else 1.0

    def _on_left(self, job: Job, url: str | None) -> None:
        """The service is done with a job."""
        if job.state is JobState.DOWNLOADING:
            self._spawn_fetch(job.id, url)
        self._fill()

    def _spawn_fetch(self, job_id: str, url: str | None) -> None:
        work = self._arrival.fetch(
            job_id, url, self._options.results_dir, self._options.give_up_seconds
        )
        task = self._scope.spawn(work, name=f"fetch {job_id}")
        if task is not None:
            self._fetching[job_id] = task
            task.add_done_callback(lambda _: self._fetching.pop(job_id, None))


def _changed(job: Job) -> KnownError:
    return KnownError(
        "This job has changed meanwhile", f"It is {job.state} now.", "Look at its row."
    )
