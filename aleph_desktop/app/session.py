"""The object graph of one service and one folder of jobs, built and closed in order."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from aleph_desktop.app.demo_process import DemoProcess
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.service import AlephService, ServicePath
from aleph_desktop.client.transport import build_download_http, build_http, build_tls
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.domain.model_spec import ModelSpec, find_model_spec
from aleph_desktop.domain.price import Price
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.clock import SystemClock
from aleph_desktop.jobs.engine import LAST_ANSWERS, Engine
from aleph_desktop.jobs.look_up import LOOKS
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.pacing import RequestBudget
from aleph_desktop.jobs.ports import Clock
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.media.lane import Lane
from aleph_desktop.media.proxy import ProxyPreparer
from aleph_desktop.media.result_check import DecodeChecker
from aleph_desktop.resources import resource
from aleph_desktop.settings.paths import Paths, make_results_folder
from aleph_desktop.settings.preferences import Preferences
from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.store.lease import Lease
from aleph_desktop.store.result_shelf import ResultFolder
from aleph_desktop.store.salvage import Results, Salvage

DEMO_SECONDS = 5.0  # what the demo service takes for a clip
DEMO_KEY = "demo-key"  # any key does; it opens nothing
DEMO_NAME = "the demo service"  # its address is another at each start


@dataclass(frozen=True, slots=True)
class Place:
    """Which service, which folder, which key."""

    paths: Paths
    preferences: Preferences
    api_base: str  # of the real service; the demo service tells its own
    key: ApiKey | None
    demo: bool
    key_note: str = ""  # why the system's keyring gave none


class Session:
    """Open it, use `book` and `supervisor`, close it."""

    def __init__(
        self,
        place: Place,
        report: Callable[[BaseException, str], None],
        *,
        clock: Clock | None = None,
        lane: Lane | None = None,
        looks: tuple[float, ...] = LOOKS,
    ) -> None:
        """`clock` is the system's by default; `lane`: shared with the window's heavy work;
        `looks`: when a lost answer is looked up, seconds.
        """
        self.place = place
        self._report = report
        self._clock = clock or SystemClock()
        self._lane = lane or Lane()
        self._looks = looks
        self._service: AlephService | None = None
        self._opened = AsyncExitStack()
        # the demo service has no address of its own, so its results' sidecars name none
        results = Results(
            (job_options(place).results_dir,), lambda sidecar: bool(sidecar.service) != place.demo
        )
        self._store = SqliteJobStore(place.paths.database, results)
        self.salvage: Salvage | None = None  # the list was damaged, and is made anew
        self.book = JobBook(self._store)
        self.supervisor: Supervisor | None = None  # None: there is no key, the list is all
        self.is_loopback = False
        self._specs: dict[str, ModelSpec] = {}

    async def open(self, *, adopt: bool, speed: float = 1.0) -> None:
        """Raises KnownError when the store or the demo service can't be had.

        `adopt`: go on with jobs that a run which has ended left behind.
        """
        place = self.place
        base, key = place.api_base, place.key
        if place.demo:
            demo = DemoProcess(place.paths.data_dir / "service", speed)
            self._opened.push_async_callback(asyncio.to_thread, demo.stop)
            base, key = await demo.start(), ApiKey(DEMO_KEY)
        if not place.preferences.results_dir:
            # our own default; one that the user chose may be on a disk that isn't connected
            await asyncio.to_thread(make_results_folder, place.paths.default_results_dir)
        lease = await asyncio.to_thread(Lease, place.paths.data_dir / "running")
        self._opened.callback(lease.release)
        self._opened.push_async_callback(self._store.aclose)
        self.salvage = await self._store.open()
        await self.book.load()
        self.is_loopback = is_loopback(urlsplit(base).hostname)
        if key is None:
            return
        tls = await asyncio.to_thread(build_tls)
        http = await asyncio.to_thread(build_http, tls)
        path = ServicePath[place.preferences.service_path.upper()]
        service = self._service = AlephService(http, base, key, path)
        self._opened.push_async_callback(service.aclose)
        downloader = FileDownloader(await asyncio.to_thread(build_download_http, tls))
        self._opened.push_async_callback(downloader.aclose)
        preparer, checker = ProxyPreparer(self._lane), DecodeChecker(self._lane)
        shelf = ResultFolder()
        for worker in (preparer, checker):
            self._opened.push_async_callback(asyncio.to_thread, worker.close)
        engine = Engine(
            self.book,
            owner=lease,
            service=service,
            service_name=DEMO_NAME if place.demo else base,
            downloader=downloader,
            preparer=preparer,
            checker=checker,
            shelf=shelf,
            clock=self._clock,
            spec_for=self.spec_for,
            options=job_options(place),
            budget=RequestBudget(place.preferences.requests_per_second),
            report=self._report,
            poll_floor=place.preferences.poll_floor,
            looks=self._looks,
        )
        self.supervisor = Supervisor(
            engine,
            self.book,
            store=self._store,
            shelf=shelf,
            clock=self._clock,
            spec_for=self.spec_for,
        )
        await self.supervisor.open(adopt=adopt)

    def spec_for(self, model_id: str) -> ModelSpec:
        """The model's limits. Raises KnownError for one that this app doesn't know.

        Reads each model's file once: it is asked on the loop, for every job at every poll.
        """
        spec = self._specs.get(model_id)
        if spec is None:
            spec = find_model_spec(resource("models"), model_id)
            if self.place.demo:
                spec = replace(spec, typical_seconds=DEMO_SECONDS)
            self._specs[model_id] = spec
        return spec

    async def price(self, model_id: str) -> Price | None:
        """What a run costs; None where the service doesn't say. Raises KnownError for a model
        that it doesn't have any more.
        """
        return None if self._service is None else await self._service.price(model_id)

    def apply(self, preferences: Preferences) -> None:
        """Take settings that need no new connection."""
        self.place = replace(self.place, preferences=preferences)
        if self.supervisor is not None:
            self.supervisor.configure(job_options(self.place))

    async def close(self, patience: float = LAST_ANSWERS) -> None:
        """In the order opposite to opening; safe at any point of it.

        A submit under way is given `patience` seconds to be answered.
        """
        if self.supervisor is not None:
            await self.supervisor.close(patience)
        await self._opened.aclose()


def job_options(place: Place) -> JobOptions:
    """The preferences, as far as jobs care."""
    preferences = place.preferences
    chosen = preferences.results_dir
    return JobOptions(
        results_dir=Path(chosen) if chosen else place.paths.default_results_dir,
        sent_dir=place.paths.sent_dir,
        concurrency=preferences.concurrency,
        give_up_seconds=preferences.give_up_minutes * 60.0,
    )
