"""From a queued job to an accepted one: prepare the clip, write down the intent, submit once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    RateLimited,
    ServiceError,
    ServiceTrouble,
)
from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.generation import Generation
from aleph_desktop.domain.job import Job, JobState, advance, evolve
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.submission import MediaFile, Submission
from aleph_desktop.errors import Failure, KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.ports import ClipPreparer, Clock, Downloader, VideoService

log = logging.getLogger(__name__)

BUSY = "busy"  # the word that a job waits under after a 429
_LOOK_SECONDS = 30.0  # for a look at a URL's clip; the job goes on without it
_URL_BYTES = 32_000_000  # vendor docs: the largest clip by URL
_STORE_AGAIN = 1.0  # seconds until a write that failed is tried again


class Departure:
    """Takes one job from QUEUED to WAITING, FAILED, UNCONFIRMED, or back to QUEUED after a 429."""

    def __init__(
        self,
        book: JobBook,
        *,
        service: VideoService,
        preparer: ClipPreparer,
        downloader: Downloader,
        clock: Clock,
        spec_for: Callable[[str], ModelSpec],
        take_turn: Callable[[], Awaitable[None]],
        refused: Callable[[float | None], None],
    ) -> None:
        """`take_turn` waits for a place in the request budget; `refused` tells it of a 429."""
        self._book = book
        self._service = service
        self._preparer = preparer
        self._downloader = downloader
        self._clock = clock
        self._spec_for = spec_for
        self._take_turn = take_turn
        self._refused = refused

    async def depart(self, job_id: str, sent_dir: Path) -> Job:
        """Returns the job as it then stands. Raises nothing but cancellation."""
        try:
            submission = await self._prepare(self._book.jobs[job_id], sent_dir)
            await self._take_turn()
            await self._intend(job_id, submission)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  nothing was sent: any failure is the job's
            return await self._end(job_id, JobState.FAILED, verdict.of(error))
        return await self._submit(job_id, submission)

    async def _prepare(self, job: Job, sent_dir: Path) -> Submission:
        spec = self._spec_for(job.edit.model_id)
        await self._book.change(job.id, lambda j: advance(j, JobState.PREPARING, self._clock.now()))
        frame_size = job.edit.frame_size
        video: str | MediaFile = job.edit.source.location
        if job.edit.source.kind is SourceKind.URL:
            frame_size = frame_size or await self._frame_size_of_url(job, sent_dir, spec)
        elif (ready := _ready(job)) is not None:
            video, frame_size = ready, job.frame_size
        else:
            prepared = await self._preparer.prepare(
                Path(job.edit.source.location),
                sent_dir / f"{job.id}.mp4",
                seconds=spec.clip_seconds,
                limit=spec.clip_bytes,
                progress=lambda done, total: self._book.progressed(job.id, done, total),
            )
            video = prepared.file
            frame_size = frame_size or spec.frame_size_for(
                prepared.info.width, prepared.info.height
            )
        references = tuple(
            [await self._reference(text, spec.reference_bytes) for text in job.edit.references]
        )
        return Submission(
            model_id=job.edit.model_id,
            prompt=job.edit.prompt,
            video=video,
            client_request_id=f"aleph-{uuid4().hex}",
            frame_size=frame_size,
            seed=job.edit.seed,
            references=references,
        )

    async def _frame_size_of_url(self, job: Job, sent_dir: Path, spec: ModelSpec) -> str | None:
        """What fits a URL's clip best, by a copy that the review room shows as reference.

        None when it can't be had from here: the service fetches for itself and may still get it.
        """
        target = sent_dir / f"{job.id}.mp4"
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                if not target.exists():
                    await self._downloader.download(
                        job.edit.source.location,
                        target,
                        lambda done, total: self._book.progressed(job.id, done, total),
                        _URL_BYTES,
                    )
                info = await self._preparer.inspect(target)
        except (KnownError, TimeoutError):
            return None
        await self._book.change(job.id, lambda j: evolve(j, sent_path=str(target)))
        return spec.frame_size_for(info.width, info.height)

    async def _reference(self, text: str, limit: int) -> str | MediaFile:
        if text.startswith("https://"):
            return text
        return await self._preparer.prepare_image(Path(text), limit=limit)

    async def _intend(self, job_id: str, submission: Submission) -> None:
        """On the disk before the POST: that it is about to be sent, and under which id."""
        video = submission.video
        await self._book.change(
            job_id,
            lambda job: advance(
                job,
                JobState.SUBMITTING,
                self._clock.now(),
                client_request_id=submission.client_request_id,
                frame_size=submission.frame_size,
                sent_path=str(video.path) if isinstance(video, MediaFile) else job.sent_path,
            ),
        )

    async def _submit(self, job_id: str, submission: Submission) -> Job:
        """POST once. Whatever isn't a refusal that came back leaves the job UNCONFIRMED."""
        try:
            generation = await self._service.submit(submission)
        except RateLimited as error:
            self._refused(error.retry_after)
            return await self._book.change(
                job_id,
                lambda job: advance(job, JobState.QUEUED, self._clock.now(), status_word=BUSY),
            )
        except (AnswerLost, BadAnswer, ServiceTrouble) as error:
            failure = replace(
                verdict.unconfirmed(error.failure.message), request_id=error.failure.request_id
            )
            return await self._end(job_id, JobState.UNCONFIRMED, failure)
        except ServiceError as error:
            return await self._end(job_id, JobState.FAILED, error.failure)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  the bytes may have left: never "failed"
            failure = verdict.unconfirmed(verdict.of(error).message)
            return await self._end(job_id, JobState.UNCONFIRMED, failure)
        return await self._keep(job_id, generation)

    async def _keep(self, job_id: str, generation: Generation) -> Job:
        """Store the id of what was just paid for, for as long as that takes."""
        while True:
            try:
                return await self._book.change(job_id, lambda job: self._accepted(job, generation))
            except KnownError as error:  # the disk is full, or another program holds the file
                log.critical("job %s was accepted as %s: %s", job_id, generation.id, error)
                await self._clock.sleep(_STORE_AGAIN)

    def _accepted(self, job: Job, generation: Generation) -> Job:
        now = self._clock.now()
        return advance(
            job,
            JobState.WAITING,
            now,
            generation_id=generation.id,
            submitted_at=now,
            status_word=generation.word,
            request_id=generation.request_id,
            failure=None,
        )

    async def _end(self, job_id: str, state: JobState, failure: Failure) -> Job:
        return await self._book.change(
            job_id,
            lambda job: advance(
                job,
                state,
                self._clock.now(),
                failure=failure,
                finished_at=self._clock.now(),
                request_id=failure.request_id or job.request_id,
            ),
        )


def _ready(job: Job) -> MediaFile | None:
    """The clip as it was prepared before a 429."""
    if job.sent_path is None or not Path(job.sent_path).exists():
        return None
    return MediaFile(Path(job.sent_path), "video/mp4")
