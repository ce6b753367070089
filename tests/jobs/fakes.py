"""Stand-ins for what the jobs room needs of the world: in memory, with a script for the service."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from virtual_time import VirtualClock, run_virtual

from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import Job, JobState, evolve
from aleph_desktop.domain.model_spec import ModelSpec, find_model_spec
from aleph_desktop.domain.review import Review
from aleph_desktop.domain.send_plan import plan_send
from aleph_desktop.domain.submission import MediaFile, PreparedClip, Submission
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.engine import Engine
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.pacing import RequestBudget
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.resources import resource

PORTRAIT = ClipInfo(720, 1280, Fraction(25), 5.0, 1000, "mp4", "h264", "yuv420p", has_audio=False)
INFO = ClipInfo(1280, 720, Fraction(25), 5.0, 1000, "mp4", "h264", "yuv420p", has_audio=False)


class MemoryStore:
    """Keeps jobs, and the order in which their states were stored."""

    def __init__(self) -> None:
        self.rows: dict[str, Job] = {}
        self.notes: dict[str, str] = {}
        self.history: list[tuple[str, JobState]] = []
        self.refuse: Callable[[Job], bool] = lambda _job: False

    async def load(self) -> list[Job]:
        return sorted(self.rows.values(), key=lambda job: (job.created_at, job.id))

    async def save(self, job: Job) -> None:
        await asyncio.sleep(0.001)
        if self.refuse(job):
            raise KnownError("The disk is full", "No space.", kind=FailureKind.DISK)
        self.rows[job.id] = job
        self.history.append((job.id, job.state))

    async def save_all(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            await self.save(job)

    async def remove(self, job_id: str) -> None:
        del self.rows[job_id]

    async def read_note(self, name: str) -> str | None:
        return self.notes.get(name)

    async def write_note(self, name: str, text: str) -> None:
        self.notes[name] = text

    async def claim(self, job_id: str, before: str, after: str) -> Job | None:
        if self.rows[job_id].owner != before:
            return None
        self.rows[job_id] = evolve(self.rows[job_id], owner=after)
        return self.rows[job_id]


class ScriptedService:
    """Finishes each generation `seconds` after its submit; `on_submit` and `on_poll` may raise."""

    def __init__(self, clock: VirtualClock, store: MemoryStore, seconds: float = 100.0) -> None:
        self.seconds = seconds
        self.submissions: list[Submission] = []
        self.polls: list[str] = []
        self.on_submit: Callable[[Submission], None] = lambda _submission: None
        self.on_poll: Callable[[str], Generation | None] = lambda _generation_id: None
        self.on_find: Callable[[], None] = lambda: None
        self.on_balance: Callable[[], Decimal] = lambda: Decimal(10)
        self.looks: list[float] = []
        self.logged: dict[str, Submission] = {}
        self.submit_seconds = 0.5
        self.at_once = 0
        self.most_at_once = 0
        self._clock = clock
        self._store = store
        self._accepted: dict[str, float] = {}

    async def submit(self, submission: Submission) -> Generation:
        stored = [
            job
            for job in self._store.rows.values()
            if job.client_request_id == submission.client_request_id
        ]
        assert [job.state for job in stored] == [JobState.SUBMITTING], "the intent comes first"
        self.submissions.append(submission)
        await self._clock.sleep(self.submit_seconds)
        self.on_submit(submission)
        generation_id = f"gen-{len(self._accepted)}"
        self._accepted[generation_id] = self._clock.monotonic()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        return Generation(generation_id, GenerationStatus.QUEUED, "queued", request_id="req-1")

    async def find(self, client_request_ids: Collection[str], hours: int) -> dict[str, str]:
        self.looks.append(self._clock.monotonic())
        await self._clock.sleep(0.05)
        self.on_find()
        return {
            submission.client_request_id: generation_id
            for generation_id, submission in self.logged.items()
            if submission.client_request_id in client_request_ids
        }

    async def balance(self) -> Decimal:
        await self._clock.sleep(0.05)
        return self.on_balance()

    def accept_in_silence(self, submission: Submission) -> str:
        """The service takes a job, and its answer is lost."""
        generation_id = f"gen-{len(self._accepted)}"
        self._accepted[generation_id] = self._clock.monotonic()
        self.at_once += 1
        self.logged[generation_id] = submission
        return generation_id

    async def poll(self, generation_id: str) -> Generation:
        self.polls.append(generation_id)
        await self._clock.sleep(0.05)
        scripted = self.on_poll(generation_id)
        if scripted is not None:
            return scripted
        age = self._clock.monotonic() - self._accepted[generation_id]
        if age < self.seconds:
            return Generation(generation_id, GenerationStatus.GENERATING, "generating")
        self.at_once -= 1
        url = f"https://cdn.example/{generation_id}.mp4?_jwt=x"
        return Generation(generation_id, GenerationStatus.COMPLETED, "completed", video_url=url)


class FakeDownloader:
    """Writes a few bytes; `on_download` may raise."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.on_download: Callable[[str], None] = lambda _url: None

    async def fetch(
        self, url: str, part: Path, progress: Callable[[int, int | None], None], limit: int
    ) -> int:
        self.urls.append(url)
        await asyncio.sleep(1)
        self.on_download(url)
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(b"film")
        progress(4, 4)
        return 4


class FakePreparer:
    """Takes a second; `error` is raised instead when set."""

    def __init__(self) -> None:
        self.error: KnownError | None = None
        self.digests: dict[Path, str] = {}
        self.prepared: list[Path] = []

    async def prepare(
        self,
        edit: Edit,
        spec: ModelSpec,
        target: Path,
        *,
        progress: Callable[[int, int | None], None],
    ) -> PreparedClip:
        await asyncio.sleep(1)
        if self.error is not None:
            raise self.error
        self.prepared.append(Path(edit.source.location))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"clip")
        progress(125, 125)
        return PreparedClip(MediaFile(target, "video/mp4"), INFO, plan_send(INFO, spec))

    async def digest(self, path: Path) -> str:
        return self.digests.get(path, "as it was")

    async def inspect(self, path: Path) -> ClipInfo:
        if self.error is not None:
            raise self.error
        return PORTRAIT

    async def prepare_image(self, source: Path, *, limit: int) -> MediaFile:
        return MediaFile(source, "image/png")


class FakeChecker:
    """Finds every file good, or raises `error`."""

    def __init__(self) -> None:
        self.error: KnownError | None = None

    async def check(self, path: Path) -> ClipInfo:
        if self.error is not None:
            raise self.error
        return INFO


class FakeShelf:
    """A folder without sidecars; `free` bytes are on its disk."""

    def __init__(self) -> None:
        self.free = 10**12
        self.published: set[str] = set()
        self.aside: list[Path] = []
        self.gone: set[Path] = set()
        self.reviews: list[tuple[str, Review]] = []  # as they were written
        self.read_only: KnownError | None = None

    async def free_name(self, wanted: Path, taken: Collection[Path], *, resuming: bool) -> Path:
        candidate, number = wanted, 2
        while candidate in taken or candidate.exists():
            candidate = wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}")
            number += 1
        return candidate

    async def has_folder(self, folder: Path) -> bool:
        return folder not in self.gone

    async def publish(self, job: Job, part: Path) -> None:
        part.rename(job.result_path)
        self.published.add(job.id)

    async def is_published(self, job: Job) -> bool:
        return job.id in self.published and Path(job.result_path).exists()

    async def write_review(self, job: Job) -> None:
        if self.read_only is not None:
            raise self.read_only
        self.reviews.append((job.id, job.review))

    async def set_aside(self, part: Path) -> Path:
        part.unlink(missing_ok=True)
        self.aside.append(part)
        return part

    async def discard(self, part: Path) -> None:
        part.unlink(missing_ok=True)

    async def missing(self, jobs: Sequence[Job]) -> set[str]:
        return {job.id for job in jobs if not Path(job.result_path).exists()}

    async def room(self, folder: Path) -> int:
        return self.free


class FakeOwner:
    """The only program there is."""

    def __init__(self, owner_id: str = "me", alive: frozenset[str] = frozenset()) -> None:
        self.id = owner_id
        self._alive = alive

    def is_alive(self, owner: str) -> bool:
        return owner == self.id or owner in self._alive


class Listener:
    """Remembers what was shown."""

    def __init__(self) -> None:
        self.shown: list[Job] = []
        self.removed: list[str] = []

    def job_changed(self, job: Job) -> None:
        self.shown.append(job)

    def job_removed(self, job_id: str) -> None:
        self.removed.append(job_id)

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        pass


class Bench:
    """A supervisor and all its stand-ins."""

    def __init__(
        self,
        folder: Path,
        *,
        concurrency: int = 2,
        store: MemoryStore | None = None,
        service: "ScriptedService | None" = None,
        owner=None,
    ) -> None:
        self.clock = VirtualClock()
        self.store = store or MemoryStore()
        self.service = service or ScriptedService(self.clock, self.store)
        self.downloader = FakeDownloader()
        self.preparer = FakePreparer()
        self.checker = FakeChecker()
        self.shelf = FakeShelf()
        self.holds: list[Hold] = []
        self.listener = Listener()
        self.bugs: list[BaseException] = []
        self.book = JobBook(self.store)
        self.book.subscribe(self.listener)

        def spec_for(model_id: str) -> ModelSpec:
            return find_model_spec(resource("models"), model_id)

        engine = Engine(
            self.book,
            owner=owner or FakeOwner(),
            service=self.service,
            service_name="https://service",
            downloader=self.downloader,
            preparer=self.preparer,
            checker=self.checker,
            shelf=self.shelf,
            clock=self.clock,
            spec_for=spec_for,
            options=JobOptions(folder / "results", folder / "sent", concurrency=concurrency),
            budget=RequestBudget(10.0),
            report=lambda error, _where: self.bugs.append(error),
        )
        self.supervisor = Supervisor(
            engine,
            self.book,
            store=self.store,
            shelf=self.shelf,
            clock=self.clock,
            spec_for=spec_for,
        )
        self.supervisor.on_hold(self.holds.append)

    async def __aenter__(self) -> "Bench":
        await self.book.load()
        await self.supervisor.open(adopt=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.supervisor.close()
        if self.bugs:
            raise AssertionError from self.bugs[0]

    async def until(self, job_id: str, *states: JobState) -> Job:
        """Wait, in virtual time, until a job is in one of the states."""
        for _ in range(200_000):
            if self.book.jobs[job_id].state in states:
                return self.book.jobs[job_id]
            await asyncio.sleep(0.05)
        raise AssertionError(f"{self.book.jobs[job_id].state}, not {states}")


def edit(prompt: str = "rain", url: str | None = None, **options) -> Edit:
    source = (
        ClipSource(SourceKind.FILE, "/clips/bunny.mp4")
        if url is None
        else ClipSource(SourceKind.URL, url)
    )
    return Edit(source, prompt, "runway/gen4_aleph", **options)


def run(folder: Path, work: Callable[[Bench], Coroutine[Any, Any, Any]], **options) -> Any:
    """The result of `work(bench)`, in virtual time."""

    async def main():
        async with Bench(folder, **options) as bench:
            return await work(bench)

    return run_virtual(main())


def raising(error: BaseException) -> Callable[..., None]:
    """For the scripts of stand-ins."""

    def step(*_: object) -> None:
        raise error

    return step
