"""A run without a window: a session, the jobs that it has taken, and its exit code."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.exit_code import INTERRUPTED, code_of
from aleph_desktop.app.job_output import JobOutput
from aleph_desktop.app.keys import Keys
from aleph_desktop.app.place import find_place
from aleph_desktop.app.session import Place, Session
from aleph_desktop.app.standstill import rests
from aleph_desktop.domain.job import Job
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import load_preferences

Work = Callable[["HeadlessRun", Arguments], Coroutine[Any, Any, int]]


def run_headless(
    arguments: Arguments, work: Work, report: Callable[[BaseException, str], None], *, many: bool
) -> int:
    """Do `work(run, arguments)`; returns the exit code. `many`: it is about several jobs."""
    output = JobOutput(sys.stdout, sys.stderr, as_json=arguments.json, many=many)
    try:
        return asyncio.run(
            _run(HeadlessRun(_find_place(arguments), output, report), arguments, work)
        )
    except KnownError as error:
        output.failed(error.failure)
        return code_of(error.failure.kind)
    except KeyboardInterrupt:
        return INTERRUPTED


async def _run(run: "HeadlessRun", arguments: Arguments, work: Work) -> int:
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        return await work(run, arguments)
    finally:
        await run.session.close()


class HeadlessRun:
    """Follows the jobs that are this run's: those that it is told of, for it changes no others.

    Fulfils `jobs.book.JobListener`.
    """

    def __init__(
        self, place: Place, output: JobOutput, report: Callable[[BaseException, str], None]
    ) -> None:
        self.place = place
        self.output = output
        self.session = Session(place, report)
        self.jobs: dict[str, Job] = {}
        self._news = asyncio.Event()
        self._looked_up: set[str] = set()
        self._looked_long: set[str] = set()

    @property
    def supervisor(self) -> Supervisor:
        """After `open`."""
        assert self.session.supervisor is not None  # noqa: S101 - `_find_place` made sure of a key
        return self.session.supervisor

    @property
    def hold(self) -> Hold:
        return self.supervisor.hold

    async def open(self, *, adopt: bool, on_hold: Callable[[Hold], None] | None = None) -> None:
        """`adopt`: go on with jobs that a run which has ended left behind."""
        self.session.book.subscribe(self)
        await self.session.open(adopt=adopt)
        if self.session.salvage is not None:
            self.output.note(self.session.salvage.words)
        self.supervisor.on_hold(lambda _: self._news.set())
        if on_hold is not None:
            self.supervisor.on_hold(on_hold)

    @property
    def is_at_rest(self) -> bool:
        """Nothing more happens to any job of this run without somebody's help."""
        return all(rests(job, self.hold) or self.is_given_up(job) for job in self.jobs.values())

    def is_given_up(self, job: Job) -> bool:
        """Its answer was looked for so long without an answer from the log that a script must not
        wait on.
        """
        return job.is_looked_up and job.id in self._looked_long

    async def news(self) -> None:
        """Wait until something has changed since the last call."""
        await self._news.wait()
        self._news.clear()

    def job_changed(self, job: Job) -> None:
        self.jobs[job.id] = job
        self.output.changed(job)
        if job.is_looked_up and job.id not in self._looked_up:
            self._looked_up.add(job.id)
            patience = self.place.preferences.give_up_minutes * 60
            self._later(patience, self._looked_long.add, job.id)
        self._news.set()

    def job_removed(self, job_id: str) -> None:
        self.jobs.pop(job_id, None)
        self._news.set()

    def job_progressed(self, job_id: str, done: int, total: int | None) -> None:
        if total and job_id in self.jobs:
            self.output.progressed(self.jobs[job_id], done, total)

    def _later(self, seconds: float, note: Callable[[str], None], job_id: str) -> None:
        def noted() -> None:
            note(job_id)
            self._news.set()

        asyncio.get_running_loop().call_later(seconds, noted)


def _find_place(arguments: Arguments) -> Place:
    paths = Paths.find(arguments.data_dir)
    preferences, _warnings = load_preferences(paths)
    paths.create()
    place = find_place(arguments, paths, preferences, Keys())
    place.paths.create()
    if place.key is None and not place.demo:
        raise KnownError(
            "There is no API key",
            place.key_note or "Neither AIMLAPI_API_KEY nor the system's keyring has one.",
            "Set AIMLAPI_API_KEY, or try it with --demo.",
            kind=FailureKind.KEY,
        )
    return place
