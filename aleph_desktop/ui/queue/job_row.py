"""A job as the words of its row. Pure: no Qt, no clock."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from aleph_desktop.domain.job import POLLED, Job, JobState
from aleph_desktop.errors import FailureKind
from aleph_desktop.ui.queue.job_ask import JobAsk, ask_text, may_ask
from aleph_desktop.ui.queue.plain_time import ago, exact, spell, spell_left

if TYPE_CHECKING:  # start-up: the supervisor brings asyncio with it
    from aleph_desktop.jobs.watch import Outlook

Progress = tuple[int, int | None]  # done, total: frames while preparing, bytes while downloading
Ink = Literal["faint", "accent", "ok", "warning", "bad"]  # a theme token's name

SOFT_LIMIT = 0.95  # a soft bar never reaches the end by itself
_LATE = 0.92  # of a soft bar: about 1.3 times what jobs take, or twice as long when none is known
_NO_MONEY = "—"
# provider docs, present and older: words that a row needs not repeat
_PLAIN_WORDS = frozenset({"", "queued", "waiting", "generating", "active", "in_progress"})


@dataclass(frozen=True, slots=True)
class Bar:
    """How far it is. Soft: a guess from other jobs, not something counted."""

    fraction: float  # 0…1
    soft: bool


@dataclass(frozen=True, slots=True)
class JobRow:
    """What one row says."""

    prompt: str  # on one line
    state: str
    ink: Ink  # the dot's colour; the words say the same
    detail: str  # a second line, often empty
    bar: Bar | None
    links: tuple[JobAsk, ...]  # the most likely next steps; the menu has all
    size: str  # "1280×720"
    seed: str
    cost: str
    age: str


def describe(job: Job, outlook: "Outlook | None", progress: Progress | None, now: float) -> JobRow:
    """The row of a job. `now`: seconds since 1970, UTC."""
    state, bar = _state(job, outlook, progress, now)
    return JobRow(
        prompt=" ".join(job.edit.prompt.split()),
        state=state,
        ink=_INKS[job.state],
        detail=_detail(job),
        bar=bar,
        links=_links(job),
        size=(job.frame_size or job.edit.frame_size or "matched").replace(":", "×"),
        seed="random" if job.edit.seed is None else str(job.edit.seed),
        cost=money(job.cost_usd),
        age=ago(job.finished_at or job.created_at, now),
    )


def sentence(job: Job, row: JobRow) -> str:
    """The whole row for those who hear it."""
    parts = [row.state, row.detail, job.edit.source.name, f"{row.size}, seed {row.seed}"]
    if job.cost_usd is not None:
        parts.append(f"cost {row.cost}")
    parts.append(row.age)
    said = ". ".join(part.rstrip(".") for part in (row.prompt, *parts) if part)
    return f"{said}."


def tooltip(job: Job) -> list[str]:
    """Paragraphs with what the row has no room for."""
    paragraphs = [job.edit.prompt, job.edit.source.location]
    if job.failure is not None:
        paragraphs.append(str(job.failure))
    request_id = job.request_id or (job.failure.request_id if job.failure else None)
    ids = (
        ("Generation id", job.generation_id),
        ("Request id", request_id),
        ("Client request id", job.client_request_id),
    )
    paragraphs += [f"{name}: {value}" for name, value in ids if value]
    times = (("Queued", job.created_at), ("Ended", job.finished_at))
    paragraphs.append(" · ".join(f"{name} {exact(at)}" for name, at in times if at is not None))
    return paragraphs


def money(usd: Decimal | None) -> str:
    """Dollars with two decimals; a dash while unknown."""
    if usd is None:
        return _NO_MONEY
    return f"${max(Decimal(0), usd).quantize(Decimal('0.01'), ROUND_HALF_UP)}"


_INKS: dict[JobState, Ink] = {
    JobState.QUEUED: "faint",
    JobState.PREPARING: "accent",
    JobState.SUBMITTING: "accent",
    JobState.WAITING: "accent",
    JobState.GENERATING: "accent",
    JobState.DOWNLOADING: "accent",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "faint",
    JobState.UNCONFIRMED: "warning",
}


def _state(
    job: Job, outlook: "Outlook | None", progress: Progress | None, now: float
) -> tuple[str, Bar | None]:
    if job.state in POLLED and job.failure is not None:
        return f"{job.failure.title} · asking again", None
    if job.state is JobState.PREPARING:
        return _counted("Preparing", "frames", progress, 1)
    if job.state is JobState.GENERATING:
        return _generating(job, outlook, now)
    if job.state is JobState.DOWNLOADING:
        return _counted("Downloading", "MB", progress, 1_000_000)
    return _still(job), None


def _still(job: Job) -> str:
    """The line of a state in which nothing can be counted."""
    match job.state:
        case JobState.QUEUED if job.status_word:
            return "Queued · the service is busy"
        case JobState.WAITING:
            return f"Waiting · {_word(job)}" if _word(job) else "Waiting at the service"
        case JobState.DONE:
            return _parts("Done", _took(job))
        case JobState.FAILED:
            return _parts("Failed", job.failure.title if job.failure else "")
        case state:
            return _LINES[state]


_LINES = {
    JobState.QUEUED: "Queued",
    JobState.SUBMITTING: "Submitting…",
    JobState.CANCELLED: "Cancelled here",
    JobState.UNCONFIRMED: "It may have been accepted",
}


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
        return _parts("Generating", word, "longer than usual", spell(outlook.elapsed)), bar
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


def _detail(job: Job) -> str:
    if job.state is JobState.CANCELLED and job.generation_id is not None:
        return "The service may still finish it."
    if job.state in (JobState.FAILED, JobState.UNCONFIRMED) and job.failure is not None:
        return job.failure.remedy
    return ""


def _links(job: Job) -> tuple[JobAsk, ...]:
    """What the user most likely does next, likeliest first."""
    if not job.can_retry:
        return ()
    if job.state is JobState.UNCONFIRMED:
        return (JobAsk.RETRY,)
    if job.failure is not None and job.failure.kind is FailureKind.MODERATION:
        return (JobAsk.EDIT_AGAIN,)  # sent again as it is, it can get an account suspended
    if job.failure is not None and job.failure.kind is FailureKind.GENERATION:
        return (JobAsk.RETRY, JobAsk.EDIT_AGAIN)
    likely = (JobAsk.CHECK_AGAIN if may_ask(job, JobAsk.CHECK_AGAIN) else JobAsk.RETRY,)
    if job.failure is not None and job.failure.kind is FailureKind.INPUT:
        return (JobAsk.EDIT_AGAIN, *likely)
    return (*likely, JobAsk.EDIT_AGAIN)


def link_texts(job: Job, row: JobRow) -> list[tuple[JobAsk, str]]:
    """The links with their words."""
    return [(ask, ask_text(job, ask)) for ask in row.links]
