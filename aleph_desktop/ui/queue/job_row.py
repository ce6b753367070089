"""A job as the words of its row. Pure: no Qt, no clock."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from aleph_desktop.domain.charge import Charge, charge_of
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.queue.job_ask import JobAsk, ask_text
from aleph_desktop.ui.queue.next_step import advice, links
from aleph_desktop.ui.queue.plain_time import ago, exact
from aleph_desktop.ui.queue.remark import count_words, paragraphs, said
from aleph_desktop.ui.queue.state_line import Bar, Progress, is_stopped, state_line
from aleph_desktop.ui.queue.turn import Turn

if TYPE_CHECKING:  # start-up: the supervisor brings asyncio with it
    from aleph_desktop.jobs.watch import Outlook

Ink = Literal["faint", "accent", "ok", "warning", "bad"]  # a theme token's name

_NO_MONEY = "—"
_NO_TURN = Turn()


@dataclass(frozen=True, slots=True)
class JobRow:
    """What one row says."""

    prompt: str  # on one line; in a shot which take it is, and the seed where the clip would be
    clip: str  # its name: with one prompt for many clips, what tells the rows apart
    state: str
    ink: Ink  # the dot's colour; the words say the same
    detail: str  # a second line, often empty
    bar: Bar | None
    links: tuple[JobAsk, ...]  # the most likely next steps; the menu has all
    size: str  # "1280×720"
    seed: str  # empty in a shot
    cost: str  # an amount, or whether it was charged
    age: str
    mark: Mark = Mark.NONE
    notes: str = ""  # how many: "2 notes"


def describe(
    job: Job,
    outlook: "Outlook | None",
    progress: Progress | None,
    now: float,
    turn: Turn = _NO_TURN,
    *,
    in_shot: bool = False,
) -> JobRow:
    """The row of a job. `now`: seconds since 1970, UTC. `in_shot`: beneath the row of its shot,
    which has the prompt and the clip.
    """
    state, bar = state_line(job, outlook, progress, now, turn)
    seed = "random" if job.edit.seed is None else str(job.edit.seed)
    clip = " ".join(job.edit.source.name.split())
    take = f"Take {job.take}"
    return JobRow(
        prompt=take if in_shot else " ".join(job.edit.prompt.split()),
        clip=f"seed {seed}" if in_shot else f"{take} · {clip}" if job.shot else clip,
        state=state,
        ink=ink(job),
        detail=advice(job),
        bar=bar,
        links=links(job),
        size=size_words(job),
        seed="" if in_shot else seed,
        cost=_cost(job),
        age=ago(job.finished_at or job.created_at, now),
        mark=job.review.mark,
        notes=count_words(len(job.review.notes)),
    )


def sentence(job: Job, row: JobRow) -> str:
    """The whole row for those who hear it."""
    parts = [row.state, said(row.mark, row.notes)]
    if job.failure is not None:
        parts += [job.failure.message, job.failure.remedy]  # the row has them in short, if at all
    else:
        parts.append(row.detail)
    parts += [row.clip, f"{row.size}, seed {row.seed}" if row.seed else row.size]
    parts += [_charge_words(job)]
    request_id = _request_id(job)
    if request_id and job.failure is not None:
        parts.append(f"request id {request_id}")
    parts.append(row.age)
    words = ". ".join(part.rstrip(".") for part in (row.prompt, *parts) if part)
    return f"{words}."


def tooltip(job: Job) -> list[str]:
    """Paragraphs with what the row has no room for."""
    lines = [job.edit.prompt, job.edit.source.location, *paragraphs(job.review)]
    if job.failure is not None:
        lines.append(str(job.failure))
    charge = _charge_words(job)
    if charge:
        lines.append(f"{charge[0].upper()}{charge[1:]}.")
    ids = (
        ("Generation id", job.generation_id),
        ("Request id, for the service's support", _request_id(job)),
        ("Client request id", job.client_request_id),
    )
    lines += [f"{name}: {value}" for name, value in ids if value]
    times = (("Queued", job.created_at), ("Ended", job.finished_at))
    lines.append(" · ".join(f"{name} {exact(at)}" for name, at in times if at is not None))
    return lines


def ink(job: Job) -> Ink:
    """The colour of a job's dot."""
    return "warning" if is_stopped(job) or job.is_missing else _INKS[job.state]


def size_words(job: Job) -> str:
    """The frame size."""
    return (job.frame_size or job.edit.frame_size or "matched").replace(":", "×")


def money(usd: Decimal | None) -> str:
    """Dollars with two decimals; a dash while unknown."""
    if usd is None:
        return _NO_MONEY
    return f"${max(Decimal(0), usd).quantize(Decimal('0.01'), ROUND_HALF_UP)}"


def link_texts(job: Job, row: JobRow) -> list[tuple[JobAsk, str]]:
    """The links with their words."""
    return [(ask, ask_text(job, ask)) for ask in row.links]


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
_ENDED_WITHOUT = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.UNCONFIRMED})
CHARGES = {
    Charge.NO: "not charged",
    Charge.UNTIL_DONE: _NO_MONEY,
    Charge.YES: "charged",
    Charge.MAYBE: "maybe charged",
    Charge.NOT_BILLED: "not billed",
}


def _cost(job: Job) -> str:
    if job.cost_usd is None and job.state in _ENDED_WITHOUT:
        return CHARGES[charge_of(job)]
    return money(job.cost_usd)


def _charge_words(job: Job) -> str:
    """In full; nothing where nobody would ask."""
    if job.cost_usd is not None:
        return f"cost {money(job.cost_usd)}"
    charge = charge_of(job)
    return "" if charge is Charge.NO and job.is_live else charge.value


def _request_id(job: Job) -> str | None:
    return job.request_id or (job.failure.request_id if job.failure else None)
