"""One start of the app without its window: real store, client, codec and disk, on a fast clock."""

import asyncio
import hashlib
import json
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kill_clock import FastClock
from kill_points import Kill, Points

from aleph_desktop.app.session import Place, Session
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.service import AlephService
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.media.proxy import ProxyPreparer
from aleph_desktop.media.result_check import DecodeChecker
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences
from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.store.result_shelf import ResultFolder

PORTS = (
    SqliteJobStore,
    AlephService,
    FileDownloader,
    ProxyPreparer,
    DecodeChecker,
    ResultFolder,
)
CONNECTED = "connected"  # a file that says so
MODEL = "runway/gen4_aleph"


@dataclass(frozen=True)
class Order:
    """What one process is to do."""

    folder: str  # of this case's data
    base: str  # the service's URL
    admin: int  # the port at which the service takes the tests' wishes
    source: str  # a path, or a URL
    part: str  # of the user: a name in `PARTS`
    epoch: float  # see FastClock
    speed: float
    kill: Kill


@dataclass
class Report:
    """What a run that came to its end has seen."""

    found: dict[str, str] = field(default_factory=dict)  # before it began: results by name
    jobs: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, str] = field(default_factory=dict)  # at its end
    sidecars: dict[str, Any] = field(default_factory=dict)
    points: list[tuple[str, int]] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)


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

    def __init__(self, order: Order, session: Session, journal: Journal, points: Points) -> None:
        assert session.supervisor is not None
        self.order = order
        self.book = session.book
        self.supervisor: Supervisor = session.supervisor
        self.journal = journal
        self.supervisor.on_hold(lambda _hold: journal.news.set())
        self.points = points

    @property
    def edit(self) -> Edit:
        source = self.order.source
        kind = SourceKind.URL if source.startswith("http") else SourceKind.FILE
        return Edit(ClipSource(kind, source), "night rain", MODEL)

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
        with socket.create_connection(("127.0.0.1", self.order.admin)) as connection:
            connection.sendall(b'{"do": "listen"}\n')
            connection.recv(1)
        (Path(self.order.folder) / CONNECTED).touch()

    async def settled(self) -> None:
        await self.until(lambda: all(job.is_settled for job in self.book.jobs.values()))


async def play(order: Order, points: Points) -> Report:
    """Start, play the user's part, close."""
    folder = Path(order.folder)
    report = Report(found=hashes(folder / "results"))
    paths = Paths.find(folder)
    paths.create()
    preferences = Preferences(requests_per_second=20, give_up_minutes=1440, concurrency=2)
    place = Place(paths, preferences, order.base, ApiKey("sk-canary-kill"), demo=False)
    session = Session(
        place,
        lambda error, task: report.bugs.append(f"{task}: {error!r}"),
        clock=FastClock(order.epoch, order.speed),
    )
    journal = Journal(folder)
    session.book.subscribe(journal)
    try:
        await session.open(adopt=True)
        points.reach("opened")
        await PARTS[order.part](Stage(order, session, journal, points))
        points.reach("closing")
    finally:
        await session.close()
    points.reach("closed")
    report.jobs = [described(job) for job in session.book.jobs.values()]
    report.results = hashes(folder / "results")
    report.sidecars = {
        path.name: json.loads(path.read_text()) for path in (folder / "results").glob("*.json")
    }
    report.points = sorted(points.counted.items())
    return report


def hashes(folder: Path) -> dict[str, str]:
    """The files of a folder by name."""
    if not folder.exists():
        return {}
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def described(job: Job) -> dict[str, Any]:
    facts = asdict(job)
    facts["settled"] = job.is_settled
    facts["result"] = None if job.result_path is None else Path(job.result_path).name
    return json.loads(json.dumps(facts, default=str))


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
    fetches_again,
    looks_on,
    mends,
)
PARTS: dict[str, Callable[[Stage], Awaitable[None]]] = {part.__name__: part for part in _ALL}
