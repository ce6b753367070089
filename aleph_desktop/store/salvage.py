"""From a damaged job list to a sound one, without a job lost or sent twice."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from aleph_desktop.domain.job import LOOKING, Job, JobState
from aleph_desktop.domain.review import UNREVIEWED
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.store.backups import made_at
from aleph_desktop.store.job_row import LOAD, from_row
from aleph_desktop.store.replacement import build, swap
from aleph_desktop.store.schema import Damaged, connect
from aleph_desktop.store.sidecar import Sidecar, read_sidecar
from aleph_desktop.store.wreck import Finds, read_wreck

# states that a job in an old copy may have left by being submitted
_MAY_BE_SENT = frozenset({JobState.QUEUED, JobState.PREPARING, JobState.SUBMITTING})
# what a row gets on its way to the result, and its sidecar has
_TOLD_LATER = (
    "generation_id",
    "frame_size",
    "submitted_at",
    "finished_at",
    "generation_seconds",
    "cost_usd",
    "request_id",
)
_UNFINISHED = frozenset(JobState) - {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Salvage:
    """What was saved of a damaged list, and from where."""

    kept: Path | None  # the damaged file; None: there was none any more
    from_file: int  # jobs
    from_copy: int  # jobs that only the newest backup had
    from_results: int  # jobs that only their results told of
    unsure: int  # of all these, those that may have been submitted meanwhile
    copied_at: float | None  # when the backup was made; seconds since 1970

    @property
    def words(self) -> str:
        """For the notice bar."""
        parts = [f"{self.from_file} of its jobs could be read"]
        if self.copied_at is not None and self.from_copy:
            at = datetime.fromtimestamp(self.copied_at).astimezone().strftime("%Y-%m-%d %H:%M")
            parts.append(f"{self.from_copy} came from the copy of {at}")
        if self.from_results:
            parts.append(f"{self.from_results} from the results folder")
        said = "damaged" if self.kept else "gone"
        text = f"The job list was {said} and has been made anew: {', '.join(parts)}."
        if self.unsure:
            text += (
                f" {self.unsure} may have been submitted since: they are looked up at the service"
                " and not sent again."
            )
        return text + (f" The damaged file is kept: {self.kept}" if self.kept else "")


@dataclass(frozen=True, slots=True)
class Results:
    """Where results are, and whose they may be."""

    folders: tuple[Path, ...] = ()
    belongs: Callable[[Sidecar], bool] = lambda _: True  # to this list rather than to another


def salvage(database: Path, backups: list[Path], results: Results) -> Salvage:
    """Make a new list in the place of a damaged one, which is set aside.

    Nobody else may have the database open. Raises KnownError, OSError, sqlite3.Error; the damaged
    file is where it was then.
    """
    now = time.time()
    with _scratch(database.parent / "salvaging") as scratch:
        copy, copied_at = _read_copy(backups, scratch)
        templates = [*backups[:1], _empty(scratch)]
        wreck = read_wreck(database, templates, scratch)
    found = copy.jobs | wreck.jobs
    told = _told(_folders(results, found.values()), results.belongs)
    jobs = {
        job_id: _reviewed(
            _settle(job, told.get(job_id), now), told.get(job_id), is_old=job_id not in wreck.jobs
        )
        for job_id, job in found.items()
    }
    jobs |= {job_id: job for job_id, job in told.items() if job_id not in jobs}
    build(database, jobs.values(), copy.notes | wreck.notes)
    return Salvage(
        kept=swap(database),
        from_file=len(wreck.jobs),
        from_copy=len(found) - len(wreck.jobs),
        from_results=len(jobs) - len(found),
        unsure=sum(jobs[job.id].is_looked_up and not job.is_looked_up for job in found.values()),
        copied_at=copied_at,
    )


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """An empty folder, for a while; one that a killed run left is emptied."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settle(job: Job, told: Job | None, now: float) -> Job:
    """What can be believed of a row that may be older than the last one that was written."""
    if told is not None and job.state in _UNFINISHED:
        return _finished(job, told)
    without_id = job.is_live and job.generation_id is None  # there is nothing to poll
    if job.state not in _MAY_BE_SENT and not without_id:
        return job
    return replace(
        job,
        state=JobState.UNCONFIRMED,  # since it waited: the log is looked through from then on
        state_since=job.state_since or job.created_at,
        finished_at=now,
        status_word=LOOKING,
        held=False,
        client_request_id=job.client_request_id or f"aleph-{job.id}",
        failure=Failure(
            FailureKind.NETWORK,
            "It may have been accepted",
            "The job list was damaged, and what could be saved of it may be older than the truth: "
            "this job waited then, and may have been submitted since.",
            "It is looked up in the service's log. Where it isn't found, look at your request log "
            "at the provider before you submit it again: that may cost a second run.",
        ),
    )


def _reviewed(job: Job, told: Job | None, *, is_old: bool) -> Job:
    """With the review that was written last: a row's own, or, where the row is `is_old` or has
    none, that of the sidecar.
    """
    if told is None or told.review == UNREVIEWED or (job.review != UNREVIEWED and not is_old):
        return job
    return replace(job, review=told.review)


def _finished(job: Job, told: Job) -> Job:
    """A row that was written before its result came, with what is told beside the result."""
    known = {name: getattr(told, name) for name in _TOLD_LATER}
    return replace(
        job,
        state=JobState.DONE,
        state_since=told.state_since,
        status_word="",
        failure=None,
        result_path=told.result_path,
        service=job.service or told.service,
        **{name: value for name, value in known.items() if value is not None},
    )


def _read_copy(backups: Iterable[Path], scratch: Path) -> tuple[Finds, float | None]:
    """The newest backup that is sound, and when it was made."""
    for backup in backups:
        copy = scratch / "backup.db"
        try:
            shutil.copyfile(backup, copy)
            with closing(connect(copy)) as connection:
                jobs = [from_row(row) for row in connection.execute(LOAD)]
                notes = dict(connection.execute("SELECT name, text FROM notes").fetchall())
        except (Damaged, sqlite3.Error, ValueError, TypeError):
            copy.unlink(missing_ok=True)
            continue
        return Finds({job.id: job for job in jobs}, notes), made_at(backup)
    return Finds(), None


def _empty(scratch: Path) -> Path:
    """A list of this version without a job."""
    path = scratch / "empty.db"
    connect(path).close()
    return path


def _folders(results: Results, jobs: Iterable[Job]) -> set[Path]:
    """Also where single results were asked for."""
    asked = {Path(job.result_path).parent for job in jobs if job.result_path is not None}
    return {*results.folders, *asked}


def _told(folders: Iterable[Path], belongs: Callable[[Sidecar], bool]) -> dict[str, Job]:
    """The jobs that have their result, by what is beside it; none in folders that can't be read."""
    jobs: dict[str, Job] = {}
    for folder in sorted(folders):
        try:
            videos = sorted(folder.glob("*.mp4"))
        except (OSError, ValueError):
            continue
        for video in videos:
            sidecar = read_sidecar(video)
            if sidecar is not None and belongs(sidecar):
                jobs.setdefault(sidecar.job_id, sidecar.job(video))
    return jobs
