"""What the user may do with jobs."""

import contextlib
import random
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from aleph_desktop.domain.edit import Edit, check
from aleph_desktop.domain.job import LOOKING, RUN_AGAIN, Job, JobState, evolve
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.review import Mark, Review
from aleph_desktop.errors import Failure, KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.engine import LAST_ANSWERS, Engine, changed_meanwhile
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.order import Move, moved
from aleph_desktop.jobs.ports import Clock, JobStore, ResultShelf
from aleph_desktop.jobs.retry_plan import RetryPlan, plan_retry
from aleph_desktop.jobs.reviews import Reviews
from aleph_desktop.jobs.watch import Outlook

_ONE_BREATH = 2.0  # seconds
_PAUSED, _YES, _NO = "queue paused", "yes", "no"  # a note in the store


class Supervisor:
    """Jobs as the window and scripts see them. All methods belong to the event loop's thread.

    A verb raises KnownError where the job is another program's, or has changed meanwhile.
    """

    def __init__(
        self,
        engine: Engine,
        book: JobBook,
        *,
        store: JobStore,
        shelf: ResultShelf,
        clock: Clock,
        spec_for: Callable[[str], ModelSpec],
    ) -> None:
        """`spec_for(model_id)` raises KnownError."""
        self._engine = engine
        self._book = book
        self._store = store
        self._shelf = shelf
        self._clock = clock
        self._spec_for = spec_for
        self._reviews = Reviews(book, shelf, take=engine.take)
        self._random = random.Random()
        self._repeated: dict[str, float] = {}  # monotonic

    async def open(self, *, adopt: bool) -> None:
        """Start. `adopt`: pick up what a run that has ended left, by the rules of recovery, and
        keep the queue paused if the user has paused it.
        """
        if adopt and await self._store.read_note(_PAUSED) == _YES:
            self._engine.gate.pause()
        await self._engine.open(adopt=adopt)

    async def close(self, patience: float = LAST_ANSWERS) -> None:
        """Stop here. Generations go on at the service and are picked up at the next start.

        A submit under way is given `patience` seconds: an answer that comes needn't be looked for.
        """
        await self._engine.close(patience)

    def configure(self, options: JobOptions) -> None:
        """Take new settings."""
        self._engine.configure(options)

    # New jobs

    async def add(self, edit: Edit, result_path: Path | None = None) -> Job:
        """Queue a job. Raises KnownError when the model wouldn't take the edit."""
        job = self._new(edit, 0)
        if result_path is not None:
            job = replace(job, result_path=str(result_path))
        return await self._add(job)

    async def _add(self, job: Job) -> Job:
        await self._book.add(job)
        self._engine.fill()
        return job

    async def add_all(self, edits: Sequence[Edit], takes: int = 1) -> list[Job]:
        """Queue many, each `takes` times, all or none.

        The takes of an edit have different seeds; the first has the edit's own, where it has one.
        Raises KnownError when the model wouldn't take one of them.
        """
        jobs: list[Job] = []
        for edit in edits:
            jobs += self._shot(edit, takes, len(jobs))
        await self._book.add_all(jobs)
        self._engine.fill()
        return jobs

    def _shot(self, edit: Edit, takes: int, number: int) -> list[Job]:
        """The takes of one edit, after `number` other new jobs."""
        first = self._new(edit, number)
        if takes == 1:
            return [first]
        shot = [replace(first, shot=first.id)]
        seeds = {first.edit.seed}
        while len(shot) < takes:
            job = self._new(replace(edit, seed=None), number + len(shot))
            if job.edit.seed not in seeds:
                seeds.add(job.edit.seed)
                shot.append(replace(job, shot=first.id, take=len(shot) + 1))
        return shot

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
            owner=self._engine.owner_id,
            state_since=now,
            position=now + number / 1000,
            client_request_id=f"aleph-{job_id}",
        )

    # The queue

    @property
    def hold(self) -> Hold:
        """Whether waiting jobs are held, and why."""
        return self._engine.gate.hold

    def on_hold(self, listener: Callable[[Hold], None]) -> None:
        """`listener(hold)` is told of each change."""
        self._engine.gate.listen(listener)

    async def pause(self) -> None:
        """Begin no waiting job until `resume`, also after a restart."""
        self._engine.gate.pause()
        await self._store.write_note(_PAUSED, _YES)

    async def resume(self) -> None:
        """Let waiting jobs go on, and try what held them once more."""
        self._engine.gate.open()
        await self._store.write_note(_PAUSED, _NO)

    async def hold_back(self, job_id: str) -> None:
        """Keep a waiting job back until `release`."""
        await self._set_held(job_id, True)

    async def release(self, job_id: str) -> None:
        """Let a job that was held back take its turn."""
        await self._set_held(job_id, False)
        self._engine.fill()

    async def _set_held(self, job_id: str, held: bool) -> None:
        await self._engine.take(job_id)
        await self._book.change(
            job_id, lambda j: evolve(j, held=held) if j.state is JobState.QUEUED else j
        )

    async def move(self, job_id: str, move: Move) -> None:
        """Change a waiting job's turn."""
        for other_id, position in moved(self._book.jobs.values(), job_id, move).items():
            await self._engine.take(other_id)
            await self._book.change(other_id, lambda j, to=position: evolve(j, position=to))  # type: ignore[misc]

    # One job

    async def cancel(self, job_id: str) -> None:
        """Stop waiting for a job. The service has no cancel: it may go on there, and be charged.

        A submit that is under way is left alone: what may have been accepted must be known first.
        """
        await self._engine.take(job_id)
        await self._engine.stop(job_id)

    async def retry(self, job_id: str) -> Job:
        """Run an ended job's edit again: the same job if it was never accepted, else a new one."""
        job = await self._engine.take(job_id)
        if not job.can_retry:
            raise changed_meanwhile(job)
        if job.retry_may_cost:
            self._check_once(job)
            again = await self._add(replace(self._new(job.edit, 0), shot=job.shot, take=job.take))
            await self._book.change(job_id, lambda j: evolve(j, status_word=RUN_AGAIN))
            return again
        job = await self._engine.reopen(job_id, JobState.QUEUED)
        self._engine.fill()
        return job

    def _check_once(self, job: Job) -> None:
        """Raise KnownError for a second paid run of a job in one breath: a double click."""
        now = self._clock.monotonic()
        last = self._repeated.get(job.id)
        if last is not None and now - last < _ONE_BREATH:
            raise KnownError(
                "It was just submitted again",
                "The new job is in the list.",
                "Wait a moment if you want one more.",
            )
        self._repeated[job.id] = now

    async def check_again(self, job_id: str) -> Job:
        """Ask the service once more for a job that ended here without a result. Costs nothing."""
        job = await self._engine.take(job_id)
        if not job.can_check_again:
            raise changed_meanwhile(job)
        self._engine.check_service(job)
        job = await self._engine.reopen(job_id, JobState.WAITING)
        self._engine.watch.begin(job, just_accepted=False)
        return job

    async def look_again(self, job_id: str) -> None:
        """Ask the service's log once more for a submit whose answer was lost. Costs nothing."""
        job = await self._engine.take(job_id)
        if not job.can_look_again:
            raise changed_meanwhile(job)
        self._engine.check_service(job)
        failure = verdict.unconfirmed("The answer was lost.")
        await self._book.change(job_id, lambda j: evolve(j, status_word=LOOKING, failure=failure))
        self._engine.look_up.begin(job_id)

    async def fetch_again(self, job_id: str) -> None:
        """Get a DONE job's result once more, whose file is missing. Costs nothing."""
        job = await self._engine.take(job_id)
        if not job.can_fetch_again:
            raise changed_meanwhile(job)
        self._engine.check_service(job)
        await self._engine.reopen(job_id, JobState.DOWNLOADING)
        self._engine.fetch(job_id, None)

    async def review(self, job_id: str, review: Review) -> Job:
        """Keep what the editor thinks of a job's result, whatever the job is at."""
        return await self._reviews.change(job_id, lambda _: review)

    async def mark(self, job_id: str, mark: Mark) -> Job:
        """Change the mark alone: notes that are being written meanwhile stay."""
        return await self._reviews.change(job_id, lambda review: replace(review, mark=mark))

    async def remove(self, job_id: str) -> Job:
        """Take an ended job off the list; files stay. Returns it, for `restore`."""
        job = await self._engine.take(job_id)
        if job.is_live:
            raise changed_meanwhile(job)
        self._engine.look_up.forget(job_id)
        return await self._book.remove(job_id)

    async def restore(self, job: Job) -> None:
        """Undo `remove`."""
        await self._book.add(job)
        if job.is_looked_up:
            self._engine.look_up.begin(job.id)

    # Many jobs

    async def retry_all(self, plan: RetryPlan) -> None:
        """Do what a plan says; a job that has changed since then is left as it is."""
        now = plan_retry(self._book.jobs.values())
        for job_id in plan.check_again:
            await _if_unchanged(self.check_again(job_id))
        for job_id in (*plan.send, *plan.new_runs):
            if job_id in now.send or (job_id in plan.new_runs and job_id in now.new_runs):
                await _if_unchanged(self.retry(job_id))

    async def find_missing(self) -> None:
        """Mark the DONE jobs whose file has gone, and unmark those whose file is back."""
        done = [job for job in self._book.jobs.values() if job.state is JobState.DONE]
        missing = await self._shelf.missing(done)
        for job in done:
            if (job.id in missing) != job.is_missing:
                failure = verdict.missing(job.result_path or "") if job.id in missing else None
                await _if_unchanged(self._mark_missing(job.id, failure))

    async def _mark_missing(self, job_id: str, failure: Failure | None) -> Job:
        await self._engine.take(job_id)
        return await self._book.change(
            job_id, lambda j: evolve(j, failure=failure) if j.state is JobState.DONE else j
        )

    # What the window asks

    def is_ours(self, job: Job) -> bool:
        """Whether this program runs it, rather than another one or none."""
        return job.owner == self._engine.owner_id

    def outlook(self, job: Job) -> Outlook | None:
        """The guess for a job at the service; None for any other."""
        return self._engine.watch.outlook(job)

    def next_check(self) -> float | None:
        """Seconds until the next look at the service; None when no job is watched."""
        return self._engine.watch.next_check()


async def _if_unchanged(step: Coroutine[Any, Any, Job]) -> None:
    """Another program may have the job, or it was removed."""
    with contextlib.suppress(KnownError, KeyError):
        await step
