"""The jobs that wait their turn, and everyone's place in line."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from aleph_desktop.domain.job import Job, JobState

Standing = tuple[float, float, str]


def standing(job: Job) -> Standing:
    """Where a job stands in the list: newest first, but for those that the user has moved.

    Those that wait stand in it from the last to the next (jobs/order.py).
    """
    return (-(job.position or job.created_at), -job.created_at, job.id)


def _in_line(job: Job | None) -> Standing | None:
    if job is None or job.state is not JobState.QUEUED or job.held:
        return None
    return standing(job)


class WaitingLine:
    """Kept in order at each change: a place is found, not counted, when a row is painted."""

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        # as in the list, the last on top
        self._line = sorted(at for job in jobs if (at := _in_line(job)) is not None)

    def place(self, job: Job) -> int | None:
        """1 for the next to be begun; None for a job that isn't in line."""
        mine = _in_line(job)
        if mine is None:
            return None
        at = bisect_left(self._line, mine)
        found = at < len(self._line) and self._line[at] == mine
        return len(self._line) - at if found else None

    def change(self, old: Job | None, new: Job | None) -> tuple[Standing, Standing] | None:
        """A job has come, gone or changed: the last and the first with another place by it."""
        gone, come = _in_line(old), _in_line(new)
        if gone == come:
            return None
        above = 0  # so many from the top have another place
        if gone is not None:
            above = bisect_left(self._line, gone)
            del self._line[above]
        if come is not None:
            at = bisect_left(self._line, come)
            self._line.insert(at, come)
            above = max(above + (at <= above), at + 1)
        return (self._line[0], self._line[above - 1]) if above else None

    def ends(self) -> tuple[Standing, Standing] | None:
        """The last and the next in line; None when nobody waits."""
        return (self._line[0], self._line[-1]) if self._line else None

    def ids(self, first: Standing, last: Standing) -> list[str]:
        """Those in line from the one to the other."""
        line = self._line
        return [at[2] for at in line[bisect_left(line, first) : bisect_right(line, last)]]
