"""What the service says of the jobs that it works on, and what follows from it."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aleph_desktop.client.errors import RateLimited, ServiceError
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import POLLED, Job, JobState, advance, evolve
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.errors import BugError, Failure, FailureKind
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.pacing import GenerationTimes, RequestBudget
from aleph_desktop.jobs.poller import Poller
from aleph_desktop.jobs.ports import Clock, VideoService

_LONGEST_GAP = 120.0  # seconds between two looks; more is a machine that slept
_LONGEST_AWAY = 24 * 3600.0  # seconds; more since the submit is a clock that was set


@dataclass(frozen=True, slots=True)
class Outlook:
    """A guess from finished jobs, for a soft bar and an "about"."""

    fraction: float  # 0…0.95 of the time that jobs take
    seconds_left: float
    elapsed: float  # seconds since accepted


class Watch:
    """Looks after WAITING and GENERATING jobs until they are DOWNLOADING or FAILED."""

    def __init__(
        self,
        book: JobBook,
        *,
        service: VideoService,
        clock: Clock,
        spec_for: Callable[[str], ModelSpec],
        budget: RequestBudget,
        poll_floor: float,
        give_up_seconds: float,
        on_left: Callable[[Job, str | None], None],
        on_trouble: Callable[[Failure], None],
    ) -> None:
        """`on_left(job, url)` is told of each job that has left, with its result's address;
        `on_trouble(failure)` when the service refuses the key or the account, and no job.
        """
        self.give_up_seconds = give_up_seconds  # of waiting here, before a job is given up
        self._book = book
        self._service = service
        self._clock = clock
        self._spec_for = spec_for
        self._on_left = on_left
        self._on_trouble = on_trouble
        self._looked: dict[str, float] = {}  # monotonic: when each was last looked at
        self._watched: dict[str, float] = {}  # seconds that each was watched, without sleep
        self._accepted_at: dict[str, float] = {}  # monotonic: a clock that is set makes none older
        self._seen_through: set[str] = set()  # watched since accepted: their times can be learnt
        self._times: dict[str, GenerationTimes] = {}
        self._poller = Poller(
            clock=clock,
            poll=service.poll,
            budget=budget,
            times_for=self._times_for,
            on_answer=self._on_answer,
            on_error=self._on_error,
            rng=random.Random(),
            floor=poll_floor,
        )
        self.run = self._poller.run  # until cancelled; once
        self.acquire = self._poller.acquire  # a place in the request budget, for other calls
        self.refused = self._poller.refused  # another call was answered with 429
        self.forget = self._poller.forget
        self.rest, self.wake = self._poller.rest, self._poller.wake

    def begin(self, job: Job, *, just_accepted: bool) -> None:
        """Look after a job. Raises BugError for one that the service has given no id."""
        if job.generation_id is None or job.submitted_at is None:
            raise BugError(f"job {job.id} is {job.state} without a generation id")
        if just_accepted:
            self._seen_through.add(job.id)
        now = self._clock.monotonic()
        elapsed = min(max(0.0, self._clock.now() - job.submitted_at), _LONGEST_AWAY)
        self._looked[job.id], self._watched[job.id] = now, 0.0
        self._accepted_at[job.id] = now - elapsed
        self._poller.watch(job.id, job.generation_id, job.edit.model_id, now - elapsed)

    def learn(self, jobs: Iterable[Job]) -> None:
        """Take the times of finished jobs into the guesses."""
        for job in jobs:
            if job.state is JobState.DONE and job.generation_seconds is not None:
                self._times_for(job.edit.model_id).learn(job.generation_seconds)

    async def ask(self, generation_id: str) -> Generation:
        """Poll once, within the budget. Raises ServiceError."""
        await self._poller.acquire()
        try:
            return await self._service.poll(generation_id)
        except RateLimited as error:
            self._poller.refused(error.retry_after)
            raise

    def outlook(self, job: Job) -> Outlook | None:
        """The guess for a job at the service; None for any other."""
        if job.state not in POLLED or job.id not in self._accepted_at:
            return None
        elapsed = max(0.0, self._clock.monotonic() - self._accepted_at[job.id])
        times = self._times_for(job.edit.model_id)
        return Outlook(times.fraction(elapsed), times.median_remaining(elapsed), elapsed)

    def next_check(self) -> float | None:
        """Seconds until the next look at the service; None when no job is watched."""
        due = self._poller.next_due()
        return None if due is None else max(0.0, due - self._clock.monotonic())

    def _times_for(self, model_id: str) -> GenerationTimes:
        if model_id not in self._times:
            typical = self._spec_for(model_id).typical_seconds
            self._times[model_id] = GenerationTimes(typical)
        return self._times[model_id]

    async def _on_answer(self, job_id: str, generation: Generation) -> None:
        job = self._book.jobs.get(job_id)
        if job is None or job.state not in POLLED:
            self.forget(job_id)
        elif generation.status is GenerationStatus.COMPLETED and generation.video_url:
            await self._completed(job, generation)
        elif generation.status is GenerationStatus.COMPLETED:
            await self._fail(job_id, verdict.without_video(generation), generation)
        elif generation.status is GenerationStatus.FAILED:
            await self._fail(job_id, verdict.generation_failure(generation), generation)
        elif self._is_overdue(job_id):
            await self._give_up(job_id)
        else:
            await self._book.change(job_id, lambda j: self._still_going(j, generation))

    async def _on_error(self, job_id: str, error: ServiceError, final: bool) -> None:
        if final:
            await self._fail(job_id, error.failure, None)
        elif error.failure.kind in (FailureKind.KEY, FailureKind.CREDITS):
            await self._show_trouble(job_id, error.failure)
            self._on_trouble(error.failure)
        elif self._is_overdue(job_id):
            await self._give_up(job_id)
        else:
            await self._show_trouble(job_id, error.failure)

    async def _show_trouble(self, job_id: str, failure: Failure) -> None:
        await self._book.change(
            job_id, lambda j: evolve(j, failure=failure) if j.state in POLLED else j
        )

    def _still_going(self, job: Job, generation: Generation) -> Job:
        if generation.status is GenerationStatus.GENERATING and job.state is JobState.WAITING:
            job = advance(job, JobState.GENERATING, self._clock.now())
        return evolve(job, status_word=generation.word, failure=None)

    async def _completed(self, job: Job, generation: Generation) -> None:
        seconds = max(0.0, self._clock.monotonic() - self._accepted_at[job.id])
        if job.id in self._seen_through:
            self._times_for(job.edit.model_id).learn(seconds)
        await self._leave(
            job.id,
            JobState.DOWNLOADING,
            generation.video_url,
            generation_seconds=seconds,
            failure=None,
            **_told(job, generation),
        )

    async def _fail(self, job_id: str, failure: Failure, generation: Generation | None) -> None:
        told = _told(self._book.jobs[job_id], generation) if generation else {}
        now = self._clock.now()
        await self._leave(job_id, JobState.FAILED, None, failure=failure, finished_at=now, **told)

    async def _leave(
        self, job_id: str, state: JobState, url: str | None, **changes: object
    ) -> None:
        self.forget(job_id)
        now = self._clock.now()
        job = await self._book.change(
            job_id, lambda j: advance(j, state, now, **changes) if j.state in POLLED else j
        )
        if job.state is state:
            self._on_left(job, url)

    def _is_overdue(self, job_id: str) -> bool:
        now = self._clock.monotonic()
        # on some systems the clock goes on while the machine sleeps, and nobody looks then
        self._watched[job_id] += min(now - self._looked[job_id], _LONGEST_GAP)
        self._looked[job_id] = now
        return self._watched[job_id] >= self.give_up_seconds

    async def _give_up(self, job_id: str) -> None:
        await self._fail(job_id, verdict.gave_up(self.give_up_seconds / 60), None)


def _told(job: Job, generation: Generation) -> dict[str, object]:
    """What an answer says about ids and money; what it doesn't say stays."""
    return {
        "status_word": generation.word,
        "request_id": generation.request_id or job.request_id,
        "cost_usd": job.cost_usd if generation.cost_usd is None else generation.cost_usd,
        "credits": job.credits if generation.credits is None else generation.credits,
    }
