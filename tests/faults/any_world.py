"""A world in which anything happens to jobs, in virtual time, and what must stay true in it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from fakes import Bench, FakeOwner, MemoryStore, ScriptedService, edit

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    KeyRefused,
    NotFound,
    OutOfCredits,
    RateLimited,
    Refused,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import TRANSITIONS, Job, JobState
from aleph_desktop.domain.submission import Submission
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.jobs.order import Move

ERRORS = {
    "unreachable": Unreachable("t", "m"),
    "lost": AnswerLost("t", "m"),
    "bad": BadAnswer("t", "m"),
    "trouble": ServiceTrouble("t", "m", status=502),
    "busy": RateLimited("t", "m", status=429, retry_after=7.0),
    "key": KeyRefused("t", "m", status=401),
    "credits": OutOfCredits("t", "m", status=403),
    "unknown": NotFound("t", "m", status=404),
    "refused": Refused("t", "m", status=400),
}
# a submit's fate: whether the service took it, and what is answered
SUBMITS = {
    "accepted": (True, None),
    "accepted, lost": (True, "lost"),
    "accepted, 502": (True, "trouble"),
    "accepted, garbled": (True, "bad"),
    "not taken, lost": (False, "lost"),
    "not taken, 502": (False, "trouble"),
    **{name: (False, name) for name in ("unreachable", "busy", "key", "credits", "refused")},
}
SAFE = {"unreachable", "busy", "key", "credits", "refused"}  # known not to have been taken
POLLS = [
    "",
    "unreachable",
    "bad",
    "trouble",
    "busy",
    "key",
    "credits",
    "unknown",
    "failed",
    "empty",
]
DOWNLOADS = ["", "unreachable", "lost", "unknown", "bad", "space"]


class Disk(MemoryStore):
    """One program's way to the list on the disk; a dead program writes nothing more."""

    def __init__(self, world: "World") -> None:
        super().__init__()
        self.rows, self.notes = world.rows, world.notes
        self.dead = False
        self._world = world

    async def save(self, job: Job) -> None:
        if not self.dead:
            await asyncio.sleep(0.001)
        if not self.dead:
            self._world.stored(job)
            self.rows[job.id] = job

    async def write_note(self, name: str, text: str) -> None:
        if not self.dead:
            self.notes[name] = text


class Service(ScriptedService):
    """Takes or refuses submits by the world's word, in the middle of the call."""

    def __init__(self, world: "World", bench_clock: Any, store: Disk) -> None:
        super().__init__(bench_clock, store)
        self._accepted, self.logged = world.accepted, world.logged
        self._world = world

    async def submit(self, submission: Submission) -> Generation:
        fate = self._world.posted(submission)
        taken, error = SUBMITS[fate]
        await self._clock.sleep(self._world.pace)
        generation_id = self.accept_in_silence(submission) if taken else ""
        self._world.outcome(submission, fate)
        await self._clock.sleep(self._world.pace)
        if error is not None:
            raise ERRORS[error]
        return Generation(generation_id, GenerationStatus.QUEUED, "queued")


class World:
    """Programs that come and go, one list on the disk, one service; and a record of it all."""

    def __init__(self, folder: Path) -> None:
        self.rows: dict[str, Job] = {}
        self.notes: dict[str, str] = {}
        self.accepted: dict[str, float] = {}
        self.logged: dict[str, Submission] = {}
        self.submit, self.poll, self.find, self.download = "accepted", "", "", ""
        self.balance = Decimal(10)
        self.pace = 0.2  # seconds, of either half of a submit
        self.ready = True  # whether the account can be asked
        self.removed: dict[str, Job] = {}
        self._folder = folder
        self._published: set[str] = set()
        self._posts: list[tuple[str, str]] = []  # (client request id, fate)
        self._doubtful: set[str] = set()  # client request ids, once taken or in doubt
        self._allowed: set[str] = set()  # cancelled jobs that the user wants back
        self._flaws: list[str] = []
        self._starts = 0
        self.bench: Bench

    # What must stay true

    def _must(self, true: bool, words: str) -> None:
        """Noted, not raised: what the app calls may catch it."""
        if not true:
            self._flaws.append(words)

    def posted(self, submission: Submission) -> str:
        name = submission.client_request_id
        self._must(name not in self._doubtful, "sent again after it may have been accepted")
        # from here on the bytes may have left, whatever happens to the program
        self._doubtful.add(name)
        return self.submit

    def outcome(self, submission: Submission, fate: str) -> None:
        self._posts.append((submission.client_request_id, fate))
        if fate in SAFE:
            self._doubtful.discard(submission.client_request_id)

    def stored(self, job: Job) -> None:
        before = self.rows.get(job.id)
        if before is None:
            return
        if before.state is not job.state:
            self._must(job.state in TRANSITIONS[before.state], f"{before.state} to {job.state}")
        if before.state is JobState.CANCELLED and job.state is not JobState.CANCELLED:
            self._must(job.id in self._allowed, "resumed, though it was cancelled")
            self._allowed.discard(job.id)
        if job.client_request_id in self._doubtful:
            unsent = (JobState.QUEUED, JobState.PREPARING)
            self._must(job.state not in unsent, "to be sent again")
        same = job.client_request_id == before.client_request_id
        self._must(same, "another name in the service's log")

    def job_changed(self, job: Job) -> None:
        if not self.bench.store.dead:
            self._must(self.rows.get(job.id) == job, "shown before it was stored")

    def job_removed(self, job_id: str) -> None:
        pass

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        pass

    def check(self) -> None:
        """At the end, when all is mended and nothing more happens by itself."""
        assert not self._flaws
        taken = Counter(name for name, fate in self._posts if SUBMITS[fate][0])
        assert max(taken.values(), default=0) <= 1
        for job in self.rows.values():
            assert job.is_settled, (job.state, job.failure)
            if job.state is JobState.DONE and not job.is_missing:
                assert Path(job.result_path or "").exists()
            if taken[job.client_request_id] and job.state is JobState.FAILED:
                assert job.generation_id is not None, "paid for, and lost"

    # What happens

    async def start(self) -> None:
        self._starts += 1
        disk = Disk(self)
        owner = FakeOwner(f"run {self._starts}")
        clock = _NoClock()
        service = Service(self, clock, disk)
        self.bench = bench = Bench(self._folder, store=disk, service=service, owner=owner)
        service._clock = bench.clock
        bench.shelf.published = self._published
        bench.book.subscribe(self)
        service.on_poll = self._on_poll
        service.on_find = lambda: self._raise(self.find)
        service.on_balance = self._on_balance
        bench.downloader.on_download = self._on_download
        self._set_room()
        await bench.book.load()
        await bench.supervisor.open(adopt=True)

    async def end(self, *, killed: bool) -> None:
        self.bench.store.dead = killed
        await self.bench.supervisor.close(0.0 if killed else 1.0)
        assert not self.bench.bugs, self.bench.bugs

    async def happen(self, event: tuple[str, Any]) -> None:
        name, what = event
        if name in ("submit", "poll", "find", "download", "balance", "ready", "pace"):
            setattr(self, name, what)
            self._set_room()
        elif name == "wait":
            await asyncio.sleep(what)
        elif name in ("kill", "restart"):
            await self.end(killed=name == "kill")
            await self.start()
        elif name == "lose the file":
            for job in list(self.rows.values())[what : what + 1]:
                Path(job.result_path or "none").unlink(missing_ok=True)
            await self.bench.supervisor.find_missing()
        else:
            with suppress(KnownError):
                await self._ask(name, what)

    async def _ask(self, name: str, number: int) -> None:
        """Whatever a user may ask, at any time: done, or refused with words."""
        jobs = self.bench.supervisor
        if name in ("pause", "resume"):
            await getattr(jobs, name)()
        elif name == "add":
            await jobs.add(edit(f"rain {len(self.rows)}"))
        elif name == "restore":
            for job in list(self.removed.values())[number : number + 1]:
                await jobs.restore(self.removed.pop(job.id))
        elif ids := list(self.bench.book.jobs)[number : number + 1]:
            if name in ("retry", "check_again"):
                self._allowed.add(ids[0])
            if name == "move":
                await jobs.move(ids[0], list(Move)[number % len(Move)])
            elif name == "remove":
                self.removed[ids[0]] = await jobs.remove(ids[0])
            else:
                await getattr(jobs, name)(ids[0])

    async def live(self, events: Sequence[tuple[str, Any]]) -> None:
        """All that happens; then everything is mended, and left alone for a day."""
        await self.start()
        for event in events:
            await self.happen(event)
        self.submit, self.poll, self.find, self.download = "accepted", "", "", ""
        self.balance, self.ready, self.pace = Decimal(1000), True, 0.2
        self._set_room()
        await self.bench.supervisor.resume()
        for job_id in list(self.bench.book.jobs):
            with suppress(KnownError):
                await self.bench.supervisor.release(job_id)
        await asyncio.sleep(86400)
        await self.end(killed=False)
        self.check()

    def _set_room(self) -> None:
        self.bench.shelf.free = 0 if self.download == "space" else 10**12

    def _raise(self, name: str) -> None:
        if name in ERRORS:
            raise ERRORS[name]

    def _on_poll(self, generation_id: str) -> Generation | None:
        self._raise(self.poll)
        if self.poll == "failed":
            status = GenerationStatus.FAILED
            return Generation(generation_id, status, "error", error_name="INTERNAL")
        if self.poll == "empty":
            return Generation(generation_id, GenerationStatus.COMPLETED, "completed")
        return None

    def _on_balance(self) -> Decimal:
        if not self.ready:
            raise ERRORS["key"]
        return self.balance

    def _on_download(self, _url: str) -> None:
        self._raise(self.download)
        if self.download == "space":
            raise KnownError("The disk is full", "m", kind=FailureKind.SPACE)


class _NoClock:
    """Stands in until the bench has made its own."""
