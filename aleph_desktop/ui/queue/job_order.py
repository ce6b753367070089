"""All jobs in the list's order: newest first, the takes of a shot together."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence

from aleph_desktop.domain.job import Job
from aleph_desktop.ui.queue.waiting_line import Standing, standing

Row = Job | str  # a job, or the id of a shot: the row above its takes
Rank = tuple[Standing, int, float, str]

_BELOW = 1 << 30  # more than any take's number


def _in_shot(take: Job) -> tuple[int, float, str]:
    """By number; what was run again has the same one as before, and stands beneath it."""
    return (take.take, take.created_at, take.id)


class JobOrder:
    """A shot stands where its first take does: its others move in the queue, not in the list.

    A job's shot never changes.
    """

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        self._jobs = {job.id: job for job in jobs}
        shots: defaultdict[str, list[Job]] = defaultdict(list)
        for job in self._jobs.values():
            if job.shot:
                shots[job.shot].append(job)
        self._shots = {shot: tuple(sorted(takes, key=_in_shot)) for shot, takes in shots.items()}
        self.all = sorted(self._jobs.values(), key=self.rank)  # top to bottom

    def job(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def takes(self, shot: str) -> Sequence[Job]:
        """The takes of a shot, top to bottom."""
        return self._shots.get(shot, ())

    def beside(self, job: Job) -> Sequence[Job]:
        """The takes of the job's shot, or the job alone; none when it is gone."""
        return self.takes(job.shot) if job.shot else tuple(self._find(job))

    def is_in_shot(self, job: Job) -> bool:
        """Whether there are other takes of its shot: it stands beneath the shot's row."""
        return bool(job.shot) and len(self._shots.get(job.shot, ())) > 1

    def put(self, job: Job) -> None:
        """A job is new, or has changed."""
        old = self._jobs.get(job.id)
        begin, end = self.span(self.all, old or job)
        takes = [take for take in self.all[begin:end] if take.id != job.id]
        insort(takes, job, key=_in_shot)
        self._jobs[job.id] = job
        self._replace(begin, end, job.shot, takes)

    def remove(self, job: Job) -> None:
        """A job is gone."""
        begin, end = self.span(self.all, job)
        del self._jobs[job.id]
        takes = [take for take in self.all[begin:end] if take.id != job.id]
        self._replace(begin, end, job.shot, takes)

    # Where rows stand

    def rank(self, row: Row) -> Rank:
        """What rows are sorted by."""
        if isinstance(row, str):
            return (self.place(self._shots[row][0]), 0, 0.0, "")
        return (self.place(row), row.take, row.created_at, row.id)

    def place(self, job: Job) -> Standing:
        """Where its shot stands; where it stands itself if it has none."""
        takes = self._shots.get(job.shot) if job.shot else None
        return standing(takes[0] if takes else job)

    def span(self, rows: Sequence[Row], job: Job) -> tuple[int, int]:
        """Of rows in order, those of the job's shot or of itself: the first, and the end."""
        return self.between(rows, self.place(job), self.place(job))

    def between(self, rows: Sequence[Row], first: Standing, last: Standing) -> tuple[int, int]:
        """Of rows in order, those of these places and of all between."""
        begin = bisect_left(rows, (first, 0, 0.0, ""), key=self.rank)
        return begin, bisect_right(rows, (last, _BELOW, 0.0, ""), begin, key=self.rank)

    def _find(self, job: Job) -> Iterable[Job]:
        found = self._jobs.get(job.id)
        return () if found is None else (found,)

    def _replace(self, begin: int, end: int, shot: str, takes: Sequence[Job]) -> None:
        del self.all[begin:end]
        if shot:
            self._shots.pop(shot, None)
            if takes:
                self._shots[shot] = tuple(takes)
        if takes:
            at = bisect_left(self.all, self.rank(takes[0]), key=self.rank)
            self.all[at:at] = takes
