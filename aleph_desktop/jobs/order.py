"""Who of the waiting goes first, and how the user changes that. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from aleph_desktop.domain.job import Job, JobState

_STEP = 1.0  # seconds: positions start as the time of queuing


class Move(StrEnum):
    """Where a waiting job is to go."""

    FIRST = "first"
    SOONER = "sooner"
    LATER = "later"
    LAST = "last"


def in_order(jobs: Iterable[Job]) -> list[Job]:
    """The QUEUED ones of `jobs`, the next to be begun first."""
    return sorted(
        (job for job in jobs if job.state is JobState.QUEUED),
        key=lambda job: (job.position, job.created_at, job.id),
    )


def moved(jobs: Iterable[Job], job_id: str, move: Move) -> dict[str, float]:
    """New positions, by job id; empty where there is nothing to change."""
    waiting = in_order(jobs)
    at = next((i for i, job in enumerate(waiting) if job.id == job_id), None)
    if at is None:
        return {}
    to = {Move.FIRST: 0, Move.SOONER: at - 1, Move.LATER: at + 1, Move.LAST: len(waiting) - 1}[move]
    if to == at or not 0 <= to < len(waiting):
        return {}
    if move is Move.FIRST:
        return {job_id: waiting[0].position - _STEP}
    if move is Move.LAST:
        return {job_id: waiting[-1].position + _STEP}
    mine, other = waiting[at], waiting[to]
    if len({job.position for job in waiting}) == len(waiting):
        return {mine.id: other.position, other.id: mine.position}
    # some were queued in one moment, so that their ids had decided: each gets a place of its own
    waiting[at], waiting[to] = other, mine
    first = waiting[0].position
    return {job.id: first + number * _STEP / 1000 for number, job in enumerate(waiting)}
