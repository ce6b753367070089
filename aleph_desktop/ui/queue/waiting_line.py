"""The jobs that wait their turn, and everyone's place in line."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from aleph_desktop.domain.job import Job, JobState


def standing(job: Job) -> tuple[float, float, str]:
    """Where a job stands in the list: newest first, but for those that the user has moved.

    Those that wait stand in it from the last to the next (jobs/order.py).
    """
    return (-(job.position or job.created_at), -job.created_at, job.id)


def _is_in_line(job: Job | None) -> bool:
    return job is not None and job.state is JobState.QUEUED and not job.held


class WaitingLine:
    """Kept in order at each change: a place is found, not counted, when a row is painted."""

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        # as in the list, the last on top
        self._jobs = sorted((job for job in jobs if _is_in_line(job)), key=standing)

    def place(self, job: Job) -> int | None:
        """1 for the next to be begun; None for a job that isn't in line."""
        if not _is_in_line(job):
            return None
        at = bisect_left(self._jobs, standing(job), key=standing)
        found = at < len(self._jobs) and self._jobs[at].id == job.id
        return len(self._jobs) - at if found else None

    def change(self, old: Job | None, new: Job | None) -> tuple[Job, Job] | None:
        """A job has come, gone or changed: the last and the first with another place by it."""
        gone = old if _is_in_line(old) else None
        come = new if _is_in_line(new) else None
        if gone is not None and come is not None and standing(gone) == standing(come):
            return None
        above = 0  # so many from the top have another place
        if gone is not None:
            above = bisect_left(self._jobs, standing(gone), key=standing)
            del self._jobs[above]
        if come is not None:
            at = bisect_left(self._jobs, standing(come), key=standing)
            insort(self._jobs, come, key=standing)
            above = max(above + 1 if gone is not None and at <= above else above, at + 1)
        return (self._jobs[0], self._jobs[above - 1]) if above else None

    def ends(self) -> tuple[Job, Job] | None:
        """The last and the next in line; None when nobody waits."""
        return (self._jobs[0], self._jobs[-1]) if self._jobs else None
