"""What a start does with the jobs that an ended program left."""

from collections.abc import Callable

from aleph_desktop.domain.job import LOOKING, POLLED, Job, JobState, advance, evolve
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.look_up import LookUp
from aleph_desktop.jobs.ports import Clock, Owner
from aleph_desktop.jobs.watch import Watch


class Recovery:
    """Makes orphans ours, and goes on with each from where it was."""

    def __init__(
        self,
        book: JobBook,
        *,
        owner: Owner,
        service_name: str,
        clock: Clock,
        watch: Watch,
        look_up: LookUp,
        fetch: Callable[[str, str | None], None],
    ) -> None:
        """`fetch(job_id, None)` begins a download."""
        self._book = book
        self._owner = owner
        self._service_name = service_name
        self._clock = clock
        self._watch = watch
        self._look_up = look_up
        self._fetch = fetch

    async def adopt_all(self) -> None:
        for job in list(self._book.jobs.values()):
            if not job.is_settled and not self._owner.is_alive(job.owner):
                await self._adopt(job)

    async def _adopt(self, orphan: Job) -> None:
        sent = orphan.state not in (JobState.QUEUED, JobState.PREPARING)
        if sent and orphan.service not in ("", self._service_name):
            return  # it waits until that service is in use again
        job = await self._book.claim(orphan.id, self._owner.id)
        if job is None:
            return  # another program that starts just now was first
        if job.state is JobState.PREPARING:
            now = self._clock.now()
            await self._book.change(job.id, lambda j: advance(j, JobState.QUEUED, now))
        elif job.state is JobState.SUBMITTING:
            await self._doubt(job)
        elif job.is_looked_up:
            self._look_up.begin(job.id)
        elif job.state in POLLED:
            self._watch.begin(await self._without_old_trouble(job), just_accepted=False)
        elif job.state is JobState.DOWNLOADING:
            await self._without_old_trouble(job)
            self._fetch(job.id, None)

    async def _doubt(self, job: Job) -> None:
        """It may have been accepted: it is looked up, and never sent again."""
        now = self._clock.now()
        failure = verdict.unconfirmed("The app ended while it was submitting.")
        await self._book.change(
            job.id,
            lambda j: advance(
                j,
                JobState.UNCONFIRMED,
                now,
                failure=failure,
                submitted_at=j.state_since,
                finished_at=now,
                status_word=LOOKING,
            ),
        )
        self._look_up.begin(job.id)

    async def _without_old_trouble(self, job: Job) -> Job:
        """What was in the way of an earlier run may be over."""
        return await self._book.change(job.id, lambda j: evolve(j, failure=None))
