"""From a finished generation to a checked file in the user's folder."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    KeyRefused,
    NotFound,
    OutOfCredits,
    RateLimited,
    ServiceError,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.domain.file_name import result_name
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import Job, JobState, advance, evolve
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.gate import QueueGate
from aleph_desktop.jobs.ports import Clock, Downloader, ResultChecker, ResultShelf

TRIES = 4  # of answers that are wrong, in a row
LARGEST = 2_000_000_000  # bytes; 5 s of video are some MB, a claim of more is a mistake
_LONGEST_WAIT = 60.0  # seconds
_ROOM_LOOK = 5.0  # seconds between two looks at a full disk
_ROOM_TRY = 60.0  # seconds until another try
_SOME_ROOM = 1_000_000  # bytes more than there were: worth a try
_PASSING = (Unreachable, AnswerLost, ServiceTrouble, RateLimited)  # until it takes too long
_WRONG = (BadAnswer, NotFound)  # a few times: a fresh address may do
_ACCOUNT = (KeyRefused, OutOfCredits)


class Arrival:
    """Fetches results. A broken download goes on where it broke off, from a fresh address."""

    def __init__(
        self,
        book: JobBook,
        *,
        downloader: Downloader,
        checker: ResultChecker,
        shelf: ResultShelf,
        clock: Clock,
        gate: QueueGate,
        ask: Callable[[str], Awaitable[Generation]],
    ) -> None:
        """`ask(generation_id)` polls once, within the request budget."""
        self._book = book
        self._downloader = downloader
        self._checker = checker
        self._shelf = shelf
        self._clock = clock
        self._gate = gate
        self._ask = ask
        self._taken: set[Path] = set()

    async def fetch(
        self, job_id: str, url: str | None, results_dir: Path, give_up_seconds: float
    ) -> Job:
        """Bring a DOWNLOADING job's result here; `url` None asks the service for it first.

        Returns the job DONE or FAILED. Raises what is no KnownError too, after the job has FAILED.
        """
        target: Path | None = None
        try:
            target = await self._target(job_id, results_dir)
            await self._bring(job_id, url, target, give_up_seconds)
        except KnownError as error:
            return await self._fail(job_id, error)
        except Exception as error:
            await self._fail(job_id, error)
            raise
        finally:
            if target is not None:
                self._taken.discard(target)
        now = self._clock.now()
        return await self._change(
            job_id, lambda job: advance(job, JobState.DONE, now, finished_at=now, failure=None)
        )

    async def discard(self, job: Job) -> None:
        """Delete what has come of a result that nobody waits for any more."""
        if job.result_path is not None:
            await self._shelf.discard(_part(Path(job.result_path)))

    async def _fail(self, job_id: str, error: Exception) -> Job:
        now = self._clock.now()
        failure = verdict.of(error)
        path = self._book.jobs[job_id].result_path
        # The name stays, and with it what has come already. But in a folder that takes nothing a
        # new one is chosen the next time: the user may have set another folder by then.
        if path is not None and failure.kind is FailureKind.DISK:
            path = None if await self._shelf.has_folder(Path(path).parent) else path
        return await self._change(
            job_id,
            lambda job: advance(
                job,
                JobState.FAILED,
                now,
                failure=failure,
                finished_at=now,
                result_path=path,
            ),
        )

    async def _target(self, job_id: str, results_dir: Path) -> Path:
        """A file name that is free, or the job's own already; written down before the first byte
        arrives.
        """
        job = self._book.jobs[job_id]
        if job.result_path is None:
            wanted = results_dir / f"{_stem(job)}.mp4"
        else:
            wanted = Path(job.result_path)
            if await self._shelf.is_published(job):
                self._taken.add(wanted)
                return wanted
            if not await self._shelf.has_folder(wanted.parent):  # its disk is gone: the one of now
                wanted = results_dir / wanted.name
        resuming = str(wanted) == job.result_path
        target = await self._shelf.free_name(wanted, self._taken, resuming=resuming)
        self._taken.add(target)
        await self._book.change(job_id, lambda j: evolve(j, result_path=str(target)))
        return target

    async def _bring(
        self, job_id: str, url: str | None, target: Path, give_up_seconds: float
    ) -> None:
        """From the service to the final name, which appears with the whole, checked file."""
        if await self._shelf.is_published(self._book.jobs[job_id]):
            await self._checker.check(target)  # the app had ended just before it said so
            await self._shelf.discard(_part(target))
            return
        part = _part(target)
        await self._download(job_id, url, part, give_up_seconds)
        try:
            await self._checker.check(part)
        except KnownError as error:
            aside = await self._shelf.set_aside(part)
            failure = error.failure
            raise KnownError(
                failure.title,
                f"{failure.message} What came is kept as {aside.name}.",
                failure.remedy,
                kind=failure.kind,
            ) from error
        while True:
            try:
                await self._shelf.publish(self._book.jobs[job_id], part)
            except KnownError as error:
                if error.failure.kind is not FailureKind.SPACE:
                    raise
                await self._wait_for_room(job_id, error.failure, part.parent)
            else:
                return

    async def _download(
        self, job_id: str, url: str | None, part: Path, give_up_seconds: float
    ) -> None:
        began, tries, wrong = self._clock.monotonic(), 0, 0
        while True:
            tries += 1
            try:
                url = url or await self._fresh_url(job_id)
                await self._downloader.fetch(
                    url,
                    part,
                    lambda done, total: self._book.progressed(job_id, done, total),
                    LARGEST,
                )
            except _ACCOUNT as error:  # of the poll
                await self._wait_for_account(job_id, error.failure)
            except ServiceError as error:
                wrong += isinstance(error, _WRONG)
                late = self._clock.monotonic() - began >= give_up_seconds
                if late or wrong >= TRIES or not isinstance(error, _PASSING + _WRONG):
                    raise
                await self._show_trouble(job_id, error.failure)
                await self._clock.sleep(min(2.0**tries, _LONGEST_WAIT))
            except KnownError as error:
                if error.failure.kind is not FailureKind.SPACE:
                    raise
                await self._wait_for_room(job_id, error.failure, part.parent)
            else:
                return
            url = None

    async def _wait_for_room(self, job_id: str, failure: Failure, folder: Path) -> None:
        """Keep what is there until the disk has room for the rest."""
        await self._show_trouble(job_id, failure)
        before, began = await self._shelf.room(folder), self._clock.monotonic()
        # or after a minute, whatever the figure: the room may have been made before we looked
        while self._clock.monotonic() - began < _ROOM_TRY:
            await self._clock.sleep(_ROOM_LOOK)
            if await self._shelf.room(folder) > before + _SOME_ROOM:
                break
        await self._show_trouble(job_id, None)

    async def _wait_for_account(self, job_id: str, failure: Failure) -> None:
        await self._show_trouble(job_id, failure)
        self._gate.hold_for(failure)
        await self._gate.mended()

    async def _show_trouble(self, job_id: str, failure: Failure | None) -> None:
        await self._change(
            job_id,
            lambda j: evolve(j, failure=failure) if j.state is JobState.DOWNLOADING else j,
        )

    async def _change(self, job_id: str, step: Callable[[Job], Job]) -> Job:
        return await self._book.change_surely(job_id, step, self._clock, self._gate.hold_for)

    async def _fresh_url(self, job_id: str) -> str:
        generation_id = self._book.jobs[job_id].generation_id
        assert generation_id is not None  # noqa: S101  DOWNLOADING is reached with an id only
        generation = await self._ask(generation_id)
        if generation.status is GenerationStatus.COMPLETED and generation.video_url:
            return generation.video_url
        failure = (
            verdict.generation_failure(generation)
            if generation.status is GenerationStatus.FAILED
            else verdict.without_video(generation)
        )
        raise KnownError(
            failure.title,
            failure.message,
            failure.remedy,
            kind=failure.kind,
            request_id=failure.request_id,
        )


def _stem(job: Job) -> str:
    """Takes of a shot stand in their order in a folder."""
    edit = job.edit
    if not job.shot:
        return result_name(edit.source.name, edit.prompt, edit.seed)
    return f"{result_name(edit.source.name, edit.prompt, None)} - take {job.take} - {edit.seed}"


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")
