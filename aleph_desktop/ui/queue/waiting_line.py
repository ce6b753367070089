"""The jobs that wait their turn, in the order in which they are begun."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from aleph_desktop.domain.job import Job, JobState


def _is_in_line(job: Job | None) -> bool:
    return job is not None and job.state is JobState.QUEUED and not job.held


def _turn(job: Job) -> tuple[float, float, str]:
    """As the jobs are begun (jobs/order.py)."""
    return (job.position, job.created_at, job.id)


class WaitingLine:
    """Kept in order at each change: a place is found, not counted, when a row is painted."""

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        self._jobs = sorted((job for job in jobs if _is_in_line(job)), key=_turn)

    def place(self, job: Job) -> int | None:
        """1 for the next to be begun; None for a job that isn't in line."""
        if not _is_in_line(job):
            return None
        at = bisect_left(self._jobs, _turn(job), key=_turn)
        found = at < len(self._jobs) and self._jobs[at].id == job.id
        return at + 1 if found else None

    def change(self, old: Job | None, new: Job | None) -> tuple[Job, Job] | None:
        """A job has come, gone or changed: the first and the last whose places are others now."""
        was, is_ = _is_in_line(old), _is_in_line(new)
        if was and is_ and old is not None and new is not None and _turn(old) == _turn(new):
            return None
        least = len(self._jobs)
        if old is not None and was:
            least = bisect_left(self._jobs, _turn(old), key=_turn)
            del self._jobs[least]
        if new is not None and is_:
            least = min(least, bisect_left(self._jobs, _turn(new), key=_turn))
            insort(self._jobs, new, key=_turn)
        return self._ends(least)

    def ends(self) -> tuple[Job, Job] | None:
        """The first and the last in line; None when nobody waits."""
        return self._ends(0)

    def _ends(self, least: int) -> tuple[Job, Job] | None:
        return (self._jobs[least], self._jobs[-1]) if least < len(self._jobs) else None
