"""When a waiting job is begun, in words. Pure."""

from dataclasses import dataclass

from aleph_desktop.domain.job import BUSY, Job
from aleph_desktop.errors import FailureKind
from aleph_desktop.jobs.hold import Hold

_NO_HOLD = Hold()
WAITS = {
    FailureKind.KEY: "waits for a key",
    FailureKind.CREDITS: "waits for credits",
    FailureKind.NETWORK: "no connection",
    FailureKind.SPACE: "no disk space",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What the queue as a whole means for one waiting job."""

    place: int | None = None  # in line; 1 is the next to be begun
    hold: Hold = _NO_HOLD


def queued(job: Job, turn: Turn) -> str:
    """The line of a QUEUED job."""
    if job.held:
        return "Paused"
    if turn.hold.is_on:
        return f"Queued{_nth(turn.place)} · {_held_by(turn.hold)}"
    if job.status_word == BUSY:
        return "Queued · the service is busy"
    if turn.place is None:
        return "Queued"
    return "Queued · next" if turn.place == 1 else f"Queued · {ordinal(turn.place)} in line"


def ordinal(number: int) -> str:
    """ "2nd", "11th", "23rd"."""
    teen = 10 < number % 100 < 14
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _nth(place: int | None) -> str:
    if place is None:
        return ""
    return ", next" if place == 1 else f", {ordinal(place)}"


def _held_by(hold: Hold) -> str:
    """The user's pause first: that one doesn't end by itself."""
    if hold.by_user or hold.failure is None:
        return "paused"
    return WAITS.get(hold.failure.kind, "paused")
