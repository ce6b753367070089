"""The jobs as they stand: stored first, shown second."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from aleph_desktop.domain.job import Job
from aleph_desktop.errors import BugError, Failure, KnownError
from aleph_desktop.jobs.ports import Clock, JobStore

log = logging.getLogger(__name__)

_STORE_AGAIN = 1.0  # seconds until a write that failed is tried again
_SHOWN_AT_ONCE = 20  # rows: some milliseconds of the window's work


class JobListener(Protocol):
    """Whoever shows jobs. Called on the event loop, after the change is on the disk."""

    def job_changed(self, job: Job) -> None:
        """A job is new or has changed."""

    def job_removed(self, job_id: str) -> None:
        """A job is gone from the list."""

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        """Frames converted, or bytes downloaded, of a job; total None while unknown."""


class JobBook:
    """All jobs by id. One change at a time; none is seen before it is on the disk."""

    def __init__(self, store: JobStore) -> None:
        self._store = store
        self._jobs: dict[str, Job] = {}
        self._listeners: list[JobListener] = []
        self._lock = asyncio.Lock()
        self._writes: set[asyncio.Task[Job]] = set()

    @property
    def jobs(self) -> Mapping[str, Job]:
        """A live, read-only view, oldest first."""
        return MappingProxyType(self._jobs)

    def subscribe(self, listener: JobListener) -> None:
        self._listeners.append(listener)

    async def load(self) -> None:
        """Read the stored jobs; listeners are not called."""
        self._jobs = {job.id: job for job in await self._store.load()}

    async def change(self, job_id: str, step: Callable[[Job], Job]) -> Job:
        """Store and show `step(job)`. A change that was begun is finished, even if the caller
        is cancelled. Raises KeyError for a job that was removed, BugError for a wrong step.
        """
        return await self._write(lambda: step(self._jobs[job_id]))

    async def change_surely(
        self,
        job_id: str,
        step: Callable[[Job], Job],
        clock: Clock,
        trouble: Callable[[Failure], None],
    ) -> Job:
        """`change`, as often as it takes: what has happened at the service or on the disk already
        must not be lost because the list can't be written now. `trouble` is told once.
        """
        told = False
        while True:
            try:
                return await self.change(job_id, step)
            except KnownError as error:  # the disk is full, or another program holds the file
                if not told:
                    log.critical("job %s can't be stored: %s", job_id, error)
                    trouble(error.failure)
                    told = True
                await clock.sleep(_STORE_AGAIN)

    async def add(self, job: Job) -> Job:
        """Store and show a new job, or one that was removed."""
        if job.id in self._jobs:
            raise BugError(f"job {job.id} is already there")
        return await self._write(lambda: job)

    async def add_all(self, jobs: Sequence[Job]) -> None:
        """Store new jobs, all or none, then show them, without holding up the loop."""
        async with self._lock:
            await self._store.save_all(jobs)
            self._jobs.update((job.id, job) for job in jobs)
        for number, job in enumerate(jobs, start=1):
            self._tell(job)
            if number % _SHOWN_AT_ONCE == 0:
                await asyncio.sleep(0)

    async def claim(self, job_id: str, owner: str) -> Job | None:
        """Make a job of an ended program ours; None when another program has just taken it."""
        async with self._lock:
            # as it is on the disk: its program may have gone on between our loading and its end
            job = await self._store.claim(job_id, self._jobs[job_id].owner, owner)
            if job is not None:
                self._jobs[job_id] = job
        if job is not None:
            self._tell(job)
        return job

    async def remove(self, job_id: str) -> Job:
        """Take a job from the store and the list; returns it, so that it can be added again."""
        async with self._lock:
            job = self._jobs[job_id]
            await self._store.remove(job_id)
            del self._jobs[job_id]
        for listener in self._listeners:
            listener.job_removed(job_id)
        return job

    def progressed(self, job_id: str, done: int, total: int | None) -> None:
        """Tell listeners; progress isn't stored."""
        for listener in self._listeners:
            listener.job_progressed(job_id, done, total)

    async def settle(self) -> None:
        """Wait until every change that was begun is on the disk."""
        if self._writes:
            await asyncio.wait(self._writes)

    async def _write(self, make: Callable[[], Job]) -> Job:
        task = asyncio.get_running_loop().create_task(self._store_and_show(make), name="store job")
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await asyncio.shield(task)

    async def _store_and_show(self, make: Callable[[], Job]) -> Job:
        async with self._lock:
            job = make()
            if self._jobs.get(job.id) == job:
                return job
            await self._store.save(job)
            self._jobs[job.id] = job
        self._tell(job)
        return job

    def _tell(self, job: Job) -> None:
        """What goes wrong in showing a job must not stop it."""
        for listener in self._listeners:
            try:
                listener.job_changed(job)
            except Exception:
                log.exception("job %s could not be shown", job.id)
