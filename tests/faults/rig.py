"""The app without its window, in this process, at the faulty service, on a fast clock."""

import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fast_clock import FastClock
from faulty_service import CANARY

from aleph_desktop.app import session as assembly
from aleph_desktop.app.session import Place, Session
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.service import AlephService
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.jobs.look_up import LOOKS
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.media.digest import digest
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences

MODEL = "runway/gen4_aleph"
SPEED = 250.0
PATIENCE = 8.0  # real seconds, for what must come


class Rig:
    """A session, and what it has shown. `open` and `close` it, or use `running`."""

    def __init__(
        self,
        folder: Path,
        url: str,
        clip: Path,
        clock: FastClock,
        looks: tuple[float, ...] = LOOKS,
        **preferences: Any,
    ) -> None:
        paths = Paths.find(folder)
        paths.create()
        chosen = {"requests_per_second": 50.0, "concurrency": 4, **preferences}
        place = Place(paths, Preferences(**chosen), url, ApiKey(CANARY), demo=False)
        self.paths = paths
        self.results = paths.default_results_dir
        self.clip = clip
        self.bugs: list[BaseException] = []
        self.shown: list[Job] = []  # each change, in order
        self._news = asyncio.Event()
        self.session = Session(
            place, lambda error, _task: self.bugs.append(error), clock=clock, looks=looks
        )
        self.session.book.subscribe(self)

    # the listener

    def job_changed(self, job: Job) -> None:
        self.shown.append(job)
        self._news.set()

    def job_removed(self, job_id: str) -> None:
        self._news.set()

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        pass

    # what tests do

    @property
    def jobs(self) -> Supervisor:
        assert self.session.supervisor is not None
        return self.session.supervisor

    @property
    def mine(self) -> list[Job]:
        """Those that this session runs."""
        mine = self.jobs._engine.owner_id
        return [job for job in self.session.book.jobs.values() if job.owner == mine]

    def job(self, job_id: str) -> Job:
        """As it stands."""
        return self.session.book.jobs[job_id]

    def states(self, job_id: str) -> list[JobState]:
        """The states that were shown of a job, in order, each once in a row."""
        found = [job.state for job in self.shown if job.id == job_id]
        return [state for n, state in enumerate(found) if n == 0 or found[n - 1] is not state]

    async def add(self, prompt: str = "rain", **options: Any) -> Job:
        source = options.pop("source", self.clip)
        if isinstance(source, Path):
            source = ClipSource(SourceKind.FILE, str(source), digest(source))
        return await self.jobs.add(Edit(source, prompt, MODEL, **options))

    async def until(self, true: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait for what comes true with some change of a job, or of the hold."""
        async with asyncio.timeout(patience):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def settled(self, job_id: str) -> Job:
        """The job when nothing more happens to it by itself."""
        await self.until(lambda: self.job(job_id).is_settled)
        return self.job(job_id)

    async def reached(self, job_id: str, *states: JobState) -> Job:
        await self.until(lambda: self.job(job_id).state in states)
        return self.job(job_id)

    async def all_settled(self, patience: float = PATIENCE) -> list[Job]:
        jobs = self.session.book.jobs
        await self.until(lambda: all(job.is_settled for job in jobs.values()), patience)
        return list(self.session.book.jobs.values())

    @asynccontextmanager
    async def running(self):
        """Open; at the end close, and fail where the app met a bug."""
        try:
            await self.session.open(adopt=True)
            self.jobs.on_hold(lambda _hold: self._news.set())
            yield self
        finally:
            await self.session.close()
        if self.bugs:
            raise AssertionError("the app reported a bug") from self.bugs[0]


def shorten(patch: pytest.MonkeyPatch) -> None:
    """Give the client deadlines that a test can wait for: sockets keep real time."""
    service = partial(AlephService, poll_deadline=0.5, submit_deadline=1.0)
    patch.setattr(assembly, "AlephService", service)
    patch.setattr(assembly, "FileDownloader", partial(FileDownloader, patience=0.5))
