"""What users do in the stories: their parts, and what they are played with."""

import asyncio
import json
import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

from kill_points import Points

from aleph_desktop.app.session import Session
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.jobs.supervisor import Supervisor

MODEL = "runway/gen4_aleph"
CONNECTED = "connected"  # a file that says so


class Journal:
    """What the user was shown, on the disk at once: the truth must not fall back behind it."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "shown", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.news = asyncio.Event()

    def job_changed(self, job: Job) -> None:
        line = json.dumps([job.id, job.state, job.generation_id]) + "\n"
        os.write(self._file, line.encode())
        self.news.set()

    def job_removed(self, job_id: str) -> None:
        os.write(self._file, (json.dumps([job_id, "removed", None]) + "\n").encode())
        self.news.set()

    def job_progressed(self, _job_id: str, _done: int, _total: int | None) -> None:
        pass


class Stage:
    """What a user's part is played with."""

    def __init__(
        self, session: Session, journal: Journal, points: Points, *, source: str, admin: int
    ) -> None:
        """`source`: a path or a URL; `admin`: the port at which the service takes wishes."""
        assert session.supervisor is not None
        self._source = source
        self._admin = admin
        self._folder = session.place.paths.data_dir
        self.book = session.book
        self.supervisor: Supervisor = session.supervisor
        self.journal = journal
        self.supervisor.on_hold(lambda _hold: journal.news.set())
        self.points = points

    @property
    def edit(self) -> Edit:
        kind = SourceKind.URL if self._source.startswith("http") else SourceKind.FILE
        return Edit(ClipSource(kind, self._source), "night rain", MODEL)

    async def add(self) -> Job:
        return await self.supervisor.add(self.edit)

    @property
    def job(self) -> Job:
        """The one job that there is."""
        (job,) = self.book.jobs.values()
        return job

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for what is to come true with some change of a job."""
        while not true():
            self.journal.news.clear()
            await self.journal.news.wait()

    def connect(self) -> None:
        """The network is there again."""
        with socket.create_connection(("127.0.0.1", self._admin)) as connection:
            connection.sendall(b'{"do": "listen"}\n')
            connection.recv(1)
        (self._folder / CONNECTED).touch()

    async def settled(self) -> None:
        await self.until(lambda: all(job.is_settled for job in self.book.jobs.values()))


async def waits(stage: Stage) -> None:
    """Add a clip, and wait for its end."""
    await stage.add()
    await stage.settled()


async def batches(stage: Stage) -> None:
    """Add four clips at once, two of which may be at the service."""
    await stage.supervisor.add_all([stage.edit] * 4)
    await stage.settled()


async def cancels(stage: Stage) -> None:
    """Cancel while the service works on it."""
    job = await stage.add()
    await stage.until(lambda: stage.job.state is JobState.GENERATING)
    stage.points.reach("the user cancels")
    await stage.supervisor.cancel(job.id)
    stage.points.reach("the user has cancelled")
    await stage.settled()


async def cancels_the_download(stage: Stage) -> None:
    """Cancel when half of the result is here."""
    job = await stage.add()
    await stage.until(lambda: stage.job.state is JobState.DOWNLOADING and bool(stage.job.failure))
    stage.points.reach("the user cancels")
    await stage.supervisor.cancel(job.id)
    stage.points.reach("the user has cancelled")
    await stage.settled()


async def is_offline(stage: Stage) -> None:
    """Add a clip without a network, which then is there."""
    await stage.add()
    await stage.until(lambda: stage.supervisor.hold.is_on)
    stage.points.reach("the queue is held")
    stage.connect()
    await stage.settled()


async def checks_again(stage: Stage) -> None:
    """Ask once more for a result that was none."""
    await waits(stage)
    stage.points.reach("the user checks again")
    await mends(stage)


async def submits_again(stage: Stage) -> None:
    """Pay for a second run, rather than wait for what nobody knows of."""
    await waits(stage)
    stage.points.reach("the user submits again")
    await stage.supervisor.retry(stage.job.id)
    stage.points.reach("the user has submitted again")
    await stage.settled()


async def retries(stage: Stage) -> None:
    """Send once more what the service refused."""
    await waits(stage)
    stage.points.reach("the user retries")
    await mends(stage)


async def fetches_again(stage: Stage) -> None:
    """Lose the file of a job that is done."""
    await waits(stage)
    Path(stage.job.result_path or "").unlink()
    stage.points.reach("the user fetches again")
    await mends(stage)


async def looks_on(stage: Stage) -> None:
    """Start again, and wait until nothing more happens by itself."""
    await stage.settled()


async def mends(stage: Stage) -> None:
    """Start again, and do what is free and finishes what can be finished."""
    await stage.settled()
    await stage.supervisor.find_missing()
    for job in list(stage.book.jobs.values()):
        if job.can_fetch_again:
            await stage.supervisor.fetch_again(job.id)
        elif job.state is JobState.FAILED and job.can_check_again:
            await stage.supervisor.check_again(job.id)
        elif job.state is JobState.FAILED and not job.retry_may_cost:
            await stage.supervisor.retry(job.id)
    await stage.settled()


_ALL = (
    waits,
    batches,
    cancels,
    cancels_the_download,
    is_offline,
    checks_again,
    retries,
    submits_again,
    fetches_again,
    looks_on,
    mends,
)
PARTS: dict[str, Callable[[Stage], Awaitable[None]]] = {part.__name__: part for part in _ALL}
