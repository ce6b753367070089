"""A job: one edit on its way through the service, and the table of its states."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.review import UNREVIEWED, Review
from aleph_desktop.errors import BugError, Failure


class JobState(StrEnum):
    """Where a job is. One job is at most one paid submit."""

    QUEUED = "queued"  # waits its turn; nothing was sent
    PREPARING = "preparing"  # the clip is probed and converted here; nothing was sent
    SUBMITTING = "submitting"  # the request may have left: only the service knows
    WAITING = "waiting"  # accepted, the service has not begun
    GENERATING = "generating"  # the service works on it
    DOWNLOADING = "downloading"  # the result exists and is on its way here
    DONE = "done"  # the result is in the user's folder
    FAILED = "failed"  # ended with a reason; `job.failure` says which
    CANCELLED = "cancelled"  # the user stopped waiting here
    UNCONFIRMED = "unconfirmed"  # the answer to the submit was lost: it may have been accepted


S = JobState

TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    S.QUEUED: frozenset({S.PREPARING, S.FAILED, S.CANCELLED}),
    # back to QUEUED: the app was closed, preparing starts over
    S.PREPARING: frozenset({S.QUEUED, S.SUBMITTING, S.FAILED, S.CANCELLED}),
    # back to QUEUED: nothing was accepted, and what was in the way passes or can be mended (429, no
    # connection, key, credits)
    S.SUBMITTING: frozenset({S.QUEUED, S.WAITING, S.FAILED, S.UNCONFIRMED}),
    S.WAITING: frozenset({S.GENERATING, S.DOWNLOADING, S.FAILED, S.CANCELLED}),
    S.GENERATING: frozenset({S.DOWNLOADING, S.FAILED, S.CANCELLED}),
    S.DOWNLOADING: frozenset({S.DONE, S.FAILED, S.CANCELLED}),
    # fetch again: the file was moved or deleted, and the service may still have it
    S.DONE: frozenset({S.DOWNLOADING}),
    # QUEUED: retry of what was never accepted. WAITING: check again, the id is known
    S.FAILED: frozenset({S.QUEUED, S.WAITING}),
    S.CANCELLED: frozenset({S.QUEUED, S.WAITING}),
    S.UNCONFIRMED: frozenset({S.WAITING, S.FAILED}),
}

LIVE = frozenset({S.QUEUED, S.PREPARING, S.SUBMITTING, S.WAITING, S.GENERATING, S.DOWNLOADING})
POLLED = frozenset({S.WAITING, S.GENERATING})

# `status_word` of a QUEUED job that the service had no room for
BUSY = "busy"
# `status_word` of an UNCONFIRMED job while it is being looked up in the service's log
LOOKING = "looking"
# `status_word` of an ended job whose edit the user has let run once more, as another job
RUN_AGAIN = "run again"


@dataclass(frozen=True, slots=True)
class Job:
    """One job. Frozen: it changes by `advance` and `evolve`.

    Each change is stored before it is shown. Times are seconds since 1970, UTC.
    """

    id: str
    edit: Edit
    created_at: float
    shot: str = ""  # the same for all takes of one edit: the first take's id; "": it is alone
    take: int = 1  # which of them, from 1
    owner: str = ""  # the lease of the program that runs it
    state: JobState = S.QUEUED
    state_since: float = 0.0
    position: float = 0.0  # among those that wait: the least goes first
    held: bool = False  # QUEUED, and the user keeps it back
    client_request_id: str = ""  # ours; the service's log shows it beside the generation id
    service: str = ""  # the base URL that it was submitted to; "" while it never was
    generation_id: str | None = None
    status_word: str = ""  # the service's own word for the state
    frame_size: str | None = None  # "W:H" as sent; None: not sent
    sent_path: str | None = None  # the local copy of the clip that the service gets
    result_path: str | None = None  # where the result goes; it is there once the job is DONE
    submitted_at: float | None = None  # accepted; UNCONFIRMED: sent, and maybe accepted
    finished_at: float | None = None
    generation_seconds: float | None = None  # accepted until seen completed
    cost_usd: Decimal | None = None
    credits: int | None = None
    request_id: str | None = None
    # why it ended; while it is live: the trouble that it waits out; DONE: its file is missing
    failure: Failure | None = None
    review: Review = UNREVIEWED  # what the editor thinks of the result

    @property
    def is_live(self) -> bool:
        """Something will still happen to it without the user."""
        return self.state in LIVE

    @property
    def is_looked_up(self) -> bool:
        """Its answer was lost, and the service's log is being asked for it."""
        return self.state is S.UNCONFIRMED and self.status_word == LOOKING

    @property
    def is_settled(self) -> bool:
        """Nothing more happens to it without the user."""
        return not self.is_live and not self.is_looked_up

    @property
    def is_missing(self) -> bool:
        """Its result was here, and is not any more."""
        return self.state is S.DONE and self.failure is not None

    @property
    def can_fetch_again(self) -> bool:
        """The result is missing here, and the service may still have it: that costs nothing."""
        return self.is_missing and self.generation_id is not None

    @property
    def can_look_again(self) -> bool:
        """Its answer was lost, and the service's log can be asked for it: that costs nothing."""
        return self.state is S.UNCONFIRMED and bool(self.client_request_id)

    @property
    def can_cancel(self) -> bool:
        """Not while submitting: what may have been accepted must be known first."""
        return S.CANCELLED in TRANSITIONS[self.state]

    @property
    def can_check_again(self) -> bool:
        """It ended here without a result, and the service knows it: asking again costs nothing."""
        return self.generation_id is not None and S.WAITING in TRANSITIONS[self.state]

    @property
    def can_retry(self) -> bool:
        """It ended without a result."""
        return self.state in (S.FAILED, S.CANCELLED, S.UNCONFIRMED)

    @property
    def retry_may_cost(self) -> bool:
        """A retry is a second submit of something that was, or may have been, accepted."""
        return self.generation_id is not None or self.state is S.UNCONFIRMED


def advance(job: Job, state: JobState, at: float, **changes: Any) -> Job:
    """The job in its next state. Raises BugError for an edge that the table doesn't have."""
    if state not in TRANSITIONS[job.state]:
        raise BugError(f"job {job.id}: no way from {job.state} to {state}")
    return replace(job, state=state, state_since=at, **changes)


def evolve(job: Job, **changes: Any) -> Job:
    """The job with other fields, in the same state. Raises BugError for a state or an identity."""
    if changes.keys() & {"id", "state", "state_since", "edit", "created_at"}:
        raise BugError(f"job {job.id}: evolve can't change {sorted(changes)}")
    return replace(job, **changes)
