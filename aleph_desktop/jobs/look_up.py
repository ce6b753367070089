"""Finds submits whose answer was lost, in the service's own log."""

import math
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace

from aleph_desktop.client.errors import RateLimited, ServiceError
from aleph_desktop.domain.job import Job, JobState, advance, evolve
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.bell import Bell
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.ports import Clock, VideoService

# Seconds after the look-up began. Provider docs: rows can take a while to appear.
LOOKS = (2.0, 10.0, 30.0, 60.0, 120.0, 240.0, 420.0, 600.0)
_LONGEST_BACKOFF = 60.0
_HOURS = (24, 92 * 24)  # that the log is asked for: at least, and by its contract at most


@dataclass(slots=True)
class _Search:
    began: float  # monotonic
    due: float  # monotonic


class LookUp:
    """Asks for all such jobs at once, some minutes long, then leaves them to the user.

    Only a look that was answered counts: without a connection the search goes on.
    """

    def __init__(
        self,
        book: JobBook,
        *,
        service: VideoService,
        clock: Clock,
        take_turn: Callable[[], Awaitable[None]],
        refused: Callable[[float | None], None],
        on_found: Callable[[Job], None],
        looks: tuple[float, ...] = LOOKS,
    ) -> None:
        """`take_turn` waits for a place in the request budget; `refused` tells it of a 429;
        `on_found(job)` is told of each job that turned out to be accepted.
        """
        self._book = book
        self._service = service
        self._clock = clock
        self._take_turn = take_turn
        self._refused = refused
        self._on_found = on_found
        self._looks = looks
        self._searches: dict[str, _Search] = {}
        self._bell = Bell(clock)
        self._failures = 0  # in a row

    def begin(self, job_id: str) -> None:
        """Search for an UNCONFIRMED job, from now on."""
        now = self._clock.monotonic()
        self._searches[job_id] = _Search(now, now + self._looks[0])
        self._bell.ring()

    def forget(self, job_id: str) -> None:
        """Search no more. Unknown ids are fine."""
        self._searches.pop(job_id, None)

    async def run(self) -> None:
        """Until cancelled; once."""
        while True:
            await self._until_due()
            await self._look()

    async def _until_due(self) -> None:
        while True:
            now = self._clock.monotonic()
            due = min((search.due for search in self._searches.values()), default=None)
            if due is not None and due <= now:
                return
            await self._bell.wait(None if due is None else due - now)

    async def _look(self) -> None:
        jobs = {
            job_id: job
            for job_id in self._searches
            if (job := self._book.jobs.get(job_id)) is not None and job.is_looked_up
        }
        for job_id in self._searches.keys() - jobs.keys():
            self.forget(job_id)
        if not jobs:
            return
        try:
            await self._take_turn()
            found = await self._service.find(
                {job.client_request_id for job in jobs.values()}, self._hours(jobs.values())
            )
        except ServiceError as error:
            if isinstance(error, RateLimited):
                self._refused(error.retry_after)
            self._failures += 1
            wait = min(_LONGEST_BACKOFF, 2.0 ** min(self._failures, 10))
            for search in self._searches.values():
                search.due = max(search.due, self._clock.monotonic() + wait)
            return
        self._failures = 0
        for job_id, job in jobs.items():
            await self._learn(job_id, found.get(job.client_request_id))

    def _hours(self, jobs: Collection[Job]) -> int:
        """How far back the log is asked for. A clock that was set back makes it no shorter."""
        oldest = min(job.created_at for job in jobs)
        hours = math.ceil(max(0.0, self._clock.now() - oldest) / 3600) + 1
        return max(_HOURS[0], min(hours, _HOURS[1]))

    async def _learn(self, job_id: str, generation_id: str | None) -> None:
        search = self._searches.get(job_id)
        if search is None:  # forgotten meanwhile
            return
        if generation_id is not None:
            self.forget(job_id)
            job = await self._book.change(job_id, lambda j: self._accepted(j, generation_id))
            if job.state is JobState.WAITING:
                self._on_found(job)
            return
        elapsed = self._clock.monotonic() - search.began
        later = [look for look in self._looks if look > elapsed]
        if later:
            search.due = search.began + later[0]
            return
        self.forget(job_id)
        await self._book.change(job_id, _left_to_the_user)

    def _accepted(self, job: Job, generation_id: str) -> Job:
        if not job.is_looked_up:
            return job
        now = self._clock.now()
        return advance(
            job,
            JobState.WAITING,
            now,
            generation_id=generation_id,
            submitted_at=min(
                job.state_since if job.submitted_at is None else job.submitted_at, now
            ),
            finished_at=None,
            status_word="",
            failure=None,
        )


def _left_to_the_user(job: Job) -> Job:
    if not job.is_looked_up:
        return job
    failure = job.failure and replace(
        job.failure, message=f"{job.failure.message} {verdict.NOT_IN_THE_LOG}"
    )
    return evolve(job, status_word="", failure=failure)
