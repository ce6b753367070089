"""From a queued job to an accepted one: prepare the clip, write down the intent, submit once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    KeyRefused,
    OutOfCredits,
    RateLimited,
    ServiceError,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.generation import Generation
from aleph_desktop.domain.job import BUSY, LOOKING, Job, JobState, advance, evolve
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.submission import MediaFile, Submission
from aleph_desktop.errors import Failure, FailureKind, KnownError
from aleph_desktop.jobs import verdict
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.gate import QueueGate
from aleph_desktop.jobs.ports import ClipPreparer, Clock, Downloader, VideoService

log = logging.getLogger(__name__)

_LOOK_SECONDS = 30.0  # for a look at a URL's clip; the job goes on without it
_URL_BYTES = 32_000_000  # vendor docs: the largest clip by URL


class Departure:
    """Takes one job from QUEUED to WAITING, FAILED or UNCONFIRMED, or back to QUEUED when nothing
    was accepted and something else than the job is in the way.
    """

    def __init__(
        self,
        book: JobBook,
        *,
        service: VideoService,
        service_name: str,
        preparer: ClipPreparer,
        downloader: Downloader,
        clock: Clock,
        gate: QueueGate,
        spec_for: Callable[[str], ModelSpec],
        take_turn: Callable[[], Awaitable[None]],
        refused: Callable[[float | None], None],
    ) -> None:
        """`take_turn` waits for a place in the request budget; `refused` tells it of a 429."""
        self._book = book
        self._service = service
        self._service_name = service_name
        self._preparer = preparer
        self._downloader = downloader
        self._clock = clock
        self._gate = gate
        self._spec_for = spec_for
        self._take_turn = take_turn
        self._refused = refused
        self._sent: set[str] = set()
        self._preparing = asyncio.Lock()

    def was_sent(self, job_id: str) -> bool:
        """Whether bytes of the job's submit may have left."""
        return job_id in self._sent

    async def depart(self, job_id: str, sent_dir: Path) -> Job:
        """Returns the job as it then stands. Raises nothing but cancellation."""
        self._sent.discard(job_id)  # of an earlier try, which was refused
        try:
            submission = await self._prepare(self._book.jobs[job_id], sent_dir)
            await self._take_turn()
            if not self._gate.is_open:  # closed while this was prepared
                return await self._put_back(job_id, "", submission)
            await self._intend(job_id, submission)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  nothing was sent: any failure is the job's
            failure = verdict.of(error)
            if failure.kind is FailureKind.SPACE:
                return await self._hold(job_id, failure)
            return await self._end(job_id, JobState.FAILED, failure)
        return await self._submit(job_id, submission)

    async def _prepare(self, job: Job, sent_dir: Path) -> Submission:
        spec = self._spec_for(job.edit.model_id)
        await self._book.change(job.id, lambda j: advance(j, JobState.PREPARING, self._clock.now()))
        frame_size = job.edit.frame_size
        video: str | MediaFile = job.edit.source.location
        if job.edit.source.kind is SourceKind.URL:
            frame_size = frame_size or await self._frame_size_of_url(job, sent_dir, spec)
        else:
            async with self._preparing:  # clips are made ready one by one anyway
                video, size = await self._file(job, sent_dir, spec)
            frame_size = frame_size or size
        references = tuple(
            [await self._reference(text, spec.reference_bytes) for text in job.edit.references]
        )
        return Submission(
            model_id=job.edit.model_id,
            prompt=job.edit.prompt,
            video=video,
            client_request_id=job.client_request_id,
            frame_size=frame_size,
            seed=job.edit.seed,
            references=references,
        )

    def _has_ready(self, job: Job) -> Job | None:
        """Who has the clip as it is sent: the job, if it was put back, or another take."""
        others = self._book.jobs.values() if job.shot else ()
        takes = (job, *(other for other in others if other.shot == job.shot))
        return next((take for take in takes if take.sent_path and _is_there(take.sent_path)), None)

    async def _file(
        self, job: Job, sent_dir: Path, spec: ModelSpec
    ) -> tuple[MediaFile, str | None]:
        """The clip as it is sent, and the frame size to ask for. All takes send one file."""
        ready = self._has_ready(job)
        if ready is None or ready.sent_path is None:
            return await self._prepare_file(job, sent_dir, spec)
        if ready.id != job.id:
            await self._check_source(job)  # it may have changed since that take was prepared
        return MediaFile(Path(ready.sent_path), "video/mp4"), ready.frame_size

    async def _prepare_file(
        self, job: Job, sent_dir: Path, spec: ModelSpec
    ) -> tuple[MediaFile, str | None]:
        """The clip as it is sent, and the frame size to ask for."""
        await self._check_source(job)
        prepared = await self._preparer.prepare(
            job.edit,
            spec,
            sent_dir / f"{job.id}.mp4",
            progress=lambda done, total: self._book.progressed(job.id, done, total),
        )
        await self._check_source(job)  # it may have been written to meanwhile
        path, size = prepared.file.path, prepared.plan.frame_size
        # other takes find it by this
        await self._book.change(job.id, lambda j: evolve(j, sent_path=str(path), frame_size=size))
        return prepared.file, size

    async def _check_source(self, job: Job) -> None:
        """Raise KnownError for a file that is not the one that was chosen."""
        source = job.edit.source
        if source.digest is None:
            return
        if await self._preparer.digest(Path(source.location)) != source.digest:
            failure = verdict.changed_source(source.name)
            raise KnownError(failure.title, failure.message, failure.remedy)

    async def _frame_size_of_url(self, job: Job, sent_dir: Path, spec: ModelSpec) -> str | None:
        """What fits a URL's clip best, by a copy that the review room shows as reference.

        None when it can't be had from here: the service fetches for itself and may still get it.
        """
        target = sent_dir / f"{job.id}.mp4"
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                if not target.exists():
                    part = target.with_name(f"{target.name}.part")
                    await self._downloader.fetch(
                        job.edit.source.location,
                        part,
                        lambda done, total: self._book.progressed(job.id, done, total),
                        _URL_BYTES,
                    )
                    part.replace(target)
                info = await self._preparer.inspect(target)
        except (KnownError, OSError):  # TimeoutError is one
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
                service=self._service_name,
                status_word="",
                failure=None,
                frame_size=submission.frame_size,
                sent_path=str(video.path) if isinstance(video, MediaFile) else job.sent_path,
            ),
        )

    async def _submit(self, job_id: str, submission: Submission) -> Job:
        """POST once. Whatever isn't a refusal that came back leaves the job UNCONFIRMED."""
        self._sent.add(job_id)
        try:
            generation = await self._service.submit(submission)
        except RateLimited as error:
            self._refused(error.retry_after)
            return await self._put_back(job_id, BUSY)
        except (Unreachable, KeyRefused, OutOfCredits) as error:
            return await self._hold(job_id, error.failure)
        except (AnswerLost, BadAnswer, ServiceTrouble) as error:
            return await self._doubt(job_id, error.failure)
        except ServiceError as error:
            return await self._end(job_id, JobState.FAILED, error.failure)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  the bytes may have left: never "failed"
            return await self._doubt(job_id, verdict.of(error))
        self._gate.accepted()
        log.info("job %s was accepted as %s", job_id, generation.id)
        return await self._change(job_id, lambda job: self._accepted(job, generation))

    async def _put_back(self, job_id: str, word: str, submission: Submission | None = None) -> Job:
        """To the queue: nothing was accepted. What was prepared is kept for the next time."""
        kept: dict[str, object] = {}
        if submission is not None and isinstance(submission.video, MediaFile):
            kept = {"sent_path": str(submission.video.path), "frame_size": submission.frame_size}
        now = self._clock.now()
        return await self._change(
            job_id, lambda job: advance(job, JobState.QUEUED, now, status_word=word, **kept)
        )

    async def _hold(self, job_id: str, failure: Failure) -> Job:
        """It isn't the job's fault: all wait until it is mended."""
        self._gate.hold_for(failure)
        return await self._put_back(job_id, "")

    async def _doubt(self, job_id: str, failure: Failure) -> Job:
        words = replace(verdict.unconfirmed(failure.message), request_id=failure.request_id)
        began = self._book.jobs[job_id].state_since
        return await self._end(
            job_id, JobState.UNCONFIRMED, words, submitted_at=began, status_word=LOOKING
        )

    async def _change(self, job_id: str, step: Callable[[Job], Job]) -> Job:
        return await self._book.change_surely(job_id, step, self._clock, self._gate.hold_for)

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

    async def _end(self, job_id: str, state: JobState, failure: Failure, **changes: object) -> Job:
        return await self._change(
            job_id,
            lambda job: advance(
                job,
                state,
                self._clock.now(),
                failure=failure,
                finished_at=self._clock.now(),
                request_id=failure.request_id or job.request_id,
                **changes,
            ),
        )


def _is_there(path: str) -> bool:
    return Path(path).exists()
