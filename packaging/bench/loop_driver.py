"""`loop_driver.py busy BASE_URL CERTIFICATE FOLDER` or `loop_driver.py idle`: late ticks.

Busy: the app's own window, loop, session and bridge, 100 jobs that the service never ends, and,
round after round, a 200 MB download beside a submit of a 12 MB body. Idle: the window alone.
"""

import asyncio
import gc
import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from aleph_desktop.app import loop
from aleph_desktop.app.clip_reader import ThreadedClipReader
from aleph_desktop.app.session import Place, Session
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.service import AlephService
from aleph_desktop.client.transport import build_download_http, build_http, build_tls
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.submission import MediaFile, Submission
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences
from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.bridge import Bridge
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.theme import Theme

MODEL = "runway/gen4_aleph"
TICK = 5.0  # ms
ROUNDS = 12
IDLE_SECONDS = 5.0
JOBS = 100
RAW_BYTES = 9_000_000  # 12 MB as base64
KEY = ApiKey("bench-key")


class Ticks(QObject):
    """How many ms each tick of a 5 ms timer is late, counted from the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=int(TICK), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def begin(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def end(self) -> None:
        """Count a stall that lasts until now, too."""
        self._timer.stop()
        self._on_tick()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, 1000 * (now - self._last) - TICK))
        self._last = now


class Load:
    """What runs in a round."""

    def __init__(self, base_url: str, certificate: str, folder: Path) -> None:
        tls = build_tls()
        tls.load_verify_locations(certificate)
        self._service = AlephService(build_http(tls), base_url, KEY)
        self._downloader = FileDownloader(build_download_http(tls))
        self._url = f"{base_url}/clip"
        self._target = folder / "clip.mp4"
        self._source = folder / "source.mp4"
        self._source.write_bytes(bytes(RAW_BYTES))

    async def run(self) -> None:
        video = MediaFile(self._source, "video/mp4")
        submission = Submission(MODEL, "Make it night", video, "bench")
        await asyncio.gather(
            self._downloader.fetch(self._url, self._target, lambda _done, _total: None, 10**9),
            self._service.submit(submission),
        )

    async def tidy(self) -> None:
        """Between rounds: to unlink 200 MB takes 30 ms."""
        await asyncio.to_thread(self._target.unlink)

    async def aclose(self) -> None:
        await self._downloader.aclose()
        await self._service.aclose()


def job(number: int) -> Job:
    """One that was left generating at different times within the last four minutes."""
    at = time.time() - 240 * number / JOBS
    return Job(
        id=f"{number:032x}",
        edit=Edit(ClipSource(SourceKind.URL, "https://clips.example/a.mp4"), "Night", MODEL),
        created_at=at,
        state=JobState.GENERATING,
        state_since=at,
        generation_id=f"generation-{number}",
        submitted_at=at,
    )


async def fill(database: Path) -> None:
    store = SqliteJobStore(database)
    await store.open()
    for number in range(JOBS):
        await store.save(job(number))
    await store.aclose()


async def measure_idle() -> None:
    ticks = Ticks()
    await asyncio.sleep(0.5)
    ticks.begin()
    await asyncio.sleep(IDLE_SECONDS)
    ticks.end()
    print(json.dumps({"late": ticks.late}))


async def measure(window: MainWindow, base_url: str, certificate: str, folder: Path) -> None:
    paths = Paths.find(folder / "data")
    paths.create()
    await fill(paths.database)
    preferences = Preferences(concurrency=JOBS, requests_per_second=10.0)
    session = Session(Place(paths, preferences, base_url, KEY, demo=False), fail)
    scope = TaskScope("bench", fail)
    reader = ThreadedClipReader()
    bridge = Bridge(window, reader, scope)
    await session.open(adopt=True)
    bridge.attach(session.book, session.supervisor, loopback=True)
    load = await asyncio.to_thread(Load, base_url, certificate, folder)
    await load.run()  # once, so that every import and table is there
    await load.tidy()
    ticks = Ticks()
    for _ in range(ROUNDS):
        ticks.begin()
        await load.run()
        ticks.end()
        await load.tidy()
    answered = sum(job.status_word == "generating" for job in session.book.jobs.values())
    await load.aclose()
    await scope.close()
    bridge.detach()
    await session.close()
    reader.close()
    print(json.dumps({"late": ticks.late, "answered": answered}))


def fail(error: BaseException, task: str) -> None:
    raise SystemExit(f"{task}: {error!r}")


app = QApplication([])
theme = Theme(app, "dark")
window = MainWindow(theme.tokens)
window.fill(theme)
window.show()
gc.collect()
gc.freeze()  # as the app does
if sys.argv[1] == "idle":
    loop.run(app, measure_idle())
else:
    loop.run(app, measure(window, sys.argv[2], sys.argv[3], Path(sys.argv[4])))
