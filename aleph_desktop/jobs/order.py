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
    mine, others = waiting[at], waiting[to]
    if mine.position == others.position:  # queued in one moment: the ids had decided
        return {job_id: others.position + (-_STEP if move is Move.SOONER else _STEP) / 1000}
    return {mine.id: others.position, others.id: mine.position}
