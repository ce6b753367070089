"""One start of the app without its window: real store, client, codec and disk, on a fast clock."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kill_clock import FastClock
from kill_parts import PARTS, Journal, Stage
from kill_points import Kill, Points

from aleph_desktop.app.session import Place, Session
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.service import AlephService
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.job import Job
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
        stage = Stage(session, journal, points, source=order.source, admin=order.admin)
        await PARTS[order.part](stage)
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
