"""What the editor thinks of results: in the list first, then beside each result."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aleph_desktop.domain.job import Job, JobState, evolve
from aleph_desktop.domain.review import Review
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.ports import ResultShelf

log = logging.getLogger(__name__)


class Reviews:
    """Changes them. The copy beside the result is for the day when the list is lost."""

    def __init__(
        self, book: JobBook, shelf: ResultShelf, *, take: Callable[[str], Awaitable[Job]]
    ) -> None:
        """`take(job_id)` makes a job this program's, or raises KnownError."""
        self._book = book
        self._shelf = shelf
        self._take = take
        self._one_at_a_time = asyncio.Lock()

    async def change(self, job_id: str, step: Callable[[Review], Review]) -> Job:
        """Store and show `step(review)`. Raises KnownError where the list can't be written, or
        another program has the job.
        """
        await self._take(job_id)
        job = await self._book.change(job_id, lambda j: evolve(j, review=step(j.review)))
        await self._copy(job_id)
        return job

    async def _copy(self, job_id: str) -> None:
        """The last review, whichever call came here first. The list has it: none is missed."""
        async with self._one_at_a_time:
            job = self._book.jobs.get(job_id)
            if job is None or job.state is not JobState.DONE or job.result_path is None:
                return
            try:
                await self._shelf.write_review(job)
            except KnownError as error:  # the folder may be read-only, or its disk gone
                log.warning("the review of job %s is in the list alone: %s", job_id, error)
