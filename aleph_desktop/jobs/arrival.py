"""From a finished generation to a file in the user's folder."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    NotFound,
    RateLimited,
    ServiceError,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.domain.file_name import result_name
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import Job, JobState, advance, evolve
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.ports import Clock, Downloader

TRIES = 10
_LONGEST_WAIT = 60.0  # seconds; ten tries outlast five minutes without a network
_PASSING = (Unreachable, AnswerLost, BadAnswer, ServiceTrouble, NotFound, RateLimited)


class Arrival:
    """Downloads results. A broken download asks for a fresh URL, and is tried again."""

    def __init__(
        self,
        book: JobBook,
        downloader: Downloader,
        clock: Clock,
        ask: Callable[[str], Awaitable[Generation]],
    ) -> None:
        """`ask(generation_id)` polls once, within the request budget."""
        self._book = book
        self._downloader = downloader
        self._clock = clock
        self._ask = ask
        self._taken: set[Path] = set()

    async def fetch(self, job_id: str, url: str | None, results_dir: Path) -> Job:
        """Bring a DOWNLOADING job's result here; `url` None asks the service for it first.

        Returns the job DONE or FAILED. Raises what is no KnownError too, after the job has FAILED.
        """
        target: Path | None = None
        try:
            target = await self._target(job_id, results_dir)
            await self._download(job_id, url, target)
        except KnownError as error:
            return await self._fail(job_id, error, results_dir)
        except Exception as error:
            await self._fail(job_id, error, results_dir)
            raise
        finally:
            if target is not None:
                self._taken.discard(target)
        now = self._clock.now()
        return await self._book.change(
            job_id, lambda job: advance(job, JobState.DONE, now, finished_at=now, failure=None)
        )

    async def _fail(self, job_id: str, error: Exception, results_dir: Path) -> Job:
        now = self._clock.now()
        path = self._book.jobs[job_id].result_path
        # a name of ours is chosen anew the next time: the user may have set another folder
        kept = None if path is None or Path(path).parent == results_dir else path
        return await self._book.change(
            job_id,
            lambda job: advance(
                job,
                JobState.FAILED,
                now,
                failure=verdict.of(error),
                finished_at=now,
                result_path=kept,
            ),
        )

    async def _target(self, job_id: str, results_dir: Path) -> Path:
        """A file name that is free, written down before the first byte arrives."""
        job = self._book.jobs[job_id]
        if job.result_path is None:
            stem = result_name(job.edit.source.name, job.edit.prompt, job.edit.seed)
            wanted = results_dir / f"{stem}.mp4"
        else:
            wanted = Path(job.result_path)
        target = self._free(wanted)
        self._taken.add(target)
        await self._book.change(job_id, lambda j: evolve(j, result_path=str(target)))
        return target

    def _free(self, wanted: Path) -> Path:
        candidate, number = wanted, 2
        while candidate in self._taken or candidate.exists():
            candidate = wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}")
            number += 1
        return candidate

    async def _download(self, job_id: str, url: str | None, target: Path) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                if url is None:
                    url = await self._fresh_url(job_id)
                await self._downloader.download(
                    url,
                    target,
                    lambda done, total: self._book.progressed(job_id, done, total),
                    None,
                )
            except ServiceError as error:
                if attempt == TRIES or not isinstance(error, _PASSING):
                    raise
                url = None
                await self._clock.sleep(min(2.0**attempt, _LONGEST_WAIT))
            else:
                return

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
