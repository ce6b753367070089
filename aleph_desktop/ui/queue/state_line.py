"""What a job is at, in a few words, and its bar. Pure: no Qt, no clock."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aleph_desktop.domain.clip import SourceKind
from aleph_desktop.domain.job import POLLED, Job, JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.ui.queue.plain_time import spell, spell_left
from aleph_desktop.ui.queue.turn import WAITS, Turn, queued

if TYPE_CHECKING:  # start-up: the supervisor brings asyncio with it
    from aleph_desktop.jobs.watch import Outlook

Progress = tuple[int, int | None]  # done, total: frames while preparing, bytes while downloading

SOFT_LIMIT = 0.95  # a soft bar never reaches the end by itself
_LATE = 0.92  # of a soft bar: about 1.3 times what jobs take, or twice as long when none is known
# provider docs, present and older: words that a row needs not repeat
_PLAIN_WORDS = frozenset({"", "queued", "waiting", "generating", "active", "in_progress"})
_TITLE_FITS = 26  # characters beside "Failed" in a narrow window; the tooltip has every title


@dataclass(frozen=True, slots=True)
class Bar:
    """How far it is. Soft: a guess from other jobs, not something counted."""

    fraction: float  # 0…1
    soft: bool


def state_line(
    job: Job, outlook: "Outlook | None", progress: Progress | None, now: float, turn: Turn
) -> tuple[str, Bar | None]:
    """The words and the bar of a job. `now`: seconds since 1970, UTC."""
    if job.state in _VERBS and job.failure is not None:
        return _troubled(job, job.failure), None
    if job.state is JobState.PREPARING:
        if job.edit.source.kind is SourceKind.URL:  # a copy is fetched, to be looked at
            return _counted("Looking at the clip", "MB", progress, 1_000_000)
        return _counted("Preparing", "frames", progress, 1)
    if job.state is JobState.GENERATING:
        return _generating(job, outlook, now)
    if job.state is JobState.DOWNLOADING:
        return _counted("Downloading", "MB", progress, 1_000_000)
    return _still(job, turn), None


def is_stopped(job: Job) -> bool:
    """It is on its way, and nothing happens until the user mends something."""
    return job.state in _VERBS and job.failure is not None and job.failure.kind in _STOPPING


_VERBS = {
    JobState.PREPARING: "Preparing",
    JobState.WAITING: "Accepted",
    JobState.GENERATING: "Generating",
    JobState.DOWNLOADING: "Downloading",
}
_STOPPING = frozenset({FailureKind.KEY, FailureKind.CREDITS, FailureKind.SPACE})
_LINES = {
    JobState.SUBMITTING: "Submitting…",
    JobState.CANCELLED: "Cancelled here",
    JobState.UNCONFIRMED: "It may have been accepted",
}
# for titles that are too long for a row
_CAUSES = {
    FailureKind.INPUT: "Can't be used",
    FailureKind.KEY: "API key not accepted",
    FailureKind.CREDITS: "Out of credits",
    FailureKind.REFUSED: "Refused",
    FailureKind.MODERATION: "Safety filter",
    FailureKind.GENERATION: "The model failed",
    FailureKind.BUSY: "Service busy",
    FailureKind.PROVIDER: "Wrong answer",
    FailureKind.NETWORK: "No connection",
    FailureKind.TIMEOUT: "No result in time",
    FailureKind.DISK: "Disk trouble",
    FailureKind.SPACE: "Disk full",
    FailureKind.OURS: "The app's mistake",
}


def _troubled(job: Job, failure: Failure) -> str:
    """It is on its way, and waits out some trouble."""
    if failure.kind is FailureKind.SPACE:
        return "Paused: the disk is full"
    if failure.kind in (FailureKind.KEY, FailureKind.CREDITS):
        return f"{_VERBS[job.state]} · {WAITS[failure.kind]}"
    return f"{_cause(failure)} · {'asking' if job.state in POLLED else 'trying'} again"


def _cause(failure: Failure) -> str:
    return failure.title if len(failure.title) <= _TITLE_FITS else _CAUSES[failure.kind]


def _still(job: Job, turn: Turn) -> str:
    """The line of a state in which nothing can be counted."""
    match job.state:
        case JobState.QUEUED:
            return queued(job, turn)
        case JobState.WAITING:
            return f"Waiting · {_word(job)}" if _word(job) else "Waiting at the service"
        case JobState.DONE:
            return "Done · its file is missing" if job.is_missing else _parts("Done", _took(job))
        case JobState.FAILED:
            return _parts("Failed", _cause(job.failure) if job.failure else "")
        case state:
            return _LINES[state]


def _parts(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _counted(verb: str, unit: str, progress: Progress | None, each: int) -> tuple[str, Bar | None]:
    """A line and a bar for what is counted; `each`: how many make one unit."""
    if progress is None:
        return f"{verb}…", None
    done, total = progress
    shown = f"{done / each:.1f}" if each > 1 else str(done)
    if not total:
        return f"{verb} · {shown} {unit}", None
    whole = f"{total / each:.1f}" if each > 1 else str(total)
    return f"{verb} · {shown} of {whole} {unit}", Bar(min(1.0, max(0.0, done / total)), soft=False)


def _generating(job: Job, outlook: "Outlook | None", now: float) -> tuple[str, Bar | None]:
    word = _word(job)
    if outlook is None:
        elapsed = now - (job.state_since if job.submitted_at is None else job.submitted_at)
        return _parts("Generating", word, spell(elapsed)), None
    bar = Bar(min(SOFT_LIMIT, max(0.0, outlook.fraction)), soft=True)
    if outlook.fraction >= _LATE:
        return _parts("Generating", word, spell(outlook.elapsed), "taking long"), bar
    return _parts("Generating", word, spell_left(outlook.seconds_left)), bar


def _word(job: Job) -> str:
    """The service's own word, quoted, where ours don't say it already."""
    return "" if job.status_word.lower() in _PLAIN_WORDS else f"“{job.status_word}”"


def _took(job: Job) -> str:
    if job.generation_seconds is not None:
        return spell(job.generation_seconds)
    if job.finished_at is None:
        return ""
    return spell(job.finished_at - (job.submitted_at or job.created_at))
