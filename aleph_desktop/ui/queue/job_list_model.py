"""The jobs as an item model: what is begun last first, filtered in a list of our own."""

import html
import time
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.queue.job_group import JobGroup, group_of, haystack, is_in
from aleph_desktop.ui.queue.job_row import JobRow, describe, sentence, tooltip
from aleph_desktop.ui.queue.state_line import Progress
from aleph_desktop.ui.queue.turn import Turn
from aleph_desktop.ui.queue.waiting_line import Standing, WaitingLine, standing

if TYPE_CHECKING:
    from aleph_desktop.jobs.watch import Outlook

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class JobListModel(QAbstractListModel):
    """All jobs, and those of them that the filter lets through: the rows.

    Not a QSortFilterProxyModel: over Python data it needs seconds for 10,000 rows.
    """

    counts_changed = Signal()

    def __init__(
        self,
        outlook: "Callable[[Job], Outlook | None]" = lambda _job: None,
        now: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        """`outlook` guesses how long a job still takes; `now` is in seconds since 1970, UTC."""
        super().__init__(parent)
        self._outlook = outlook
        self._now = now
        self._jobs: dict[str, Job] = {}
        self._haystacks: dict[str, str] = {}
        self._progress: dict[str, Progress] = {}
        self._hold = Hold()
        self._line = WaitingLine()
        self._groups: Counter[JobGroup] = Counter()  # without ALL
        self._all: list[Job] = []  # in order
        self._rows: list[Job] = []  # in order; the part of `_all` that the filter lets through
        self._group = JobGroup.ALL
        self._words: tuple[str, ...] = ()

    # What the view asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        job = self.job_at(index)
        if job is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return job.edit.prompt
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(job, self.row_of(job))
        if role == Qt.ItemDataRole.ToolTipRole:
            # rich, so that it wraps and a prompt with angle brackets stays what it is
            return "".join(f"<p>{html.escape(part)}</p>" for part in tooltip(job))
        return None

    def job_at(self, index: Index) -> Job | None:
        """The job of a row."""
        row = index.row()
        return self._rows[row] if index.isValid() and row < len(self._rows) else None

    def job(self, job_id: str) -> Job | None:
        """A job by its id, also when the filter hides it."""
        return self._jobs.get(job_id)

    def index_of(self, job_id: str) -> QModelIndex:
        """The row of a job; invalid when it is unknown, or hidden by the filter."""
        job = self._jobs.get(job_id)
        row = None if job is None else self._row(job)
        return QModelIndex() if row is None else self.index(row)

    def row_of(self, job: Job) -> JobRow:
        """What a job's row says at this moment."""
        outlook = self._outlook(job) if job.state is JobState.GENERATING else None
        turn = Turn(self._line.place(job), self._hold)
        return describe(job, outlook, self._progress.get(job.id), self._now(), turn)

    def jobs(self) -> list[Job]:
        """All jobs, top to bottom, whatever the filter."""
        return list(self._all)

    def counts(self) -> dict[JobGroup, int]:
        """How many jobs are in each group, whatever the filter."""
        return {group: self._groups[group] for group in JobGroup} | {JobGroup.ALL: len(self._all)}

    # What happens

    def set_jobs(self, jobs: Iterable[Job]) -> None:
        """All jobs anew."""
        self.beginResetModel()
        self._all = sorted(jobs, key=standing)
        self._jobs = {job.id: job for job in self._all}
        self._haystacks = {job.id: haystack(job) for job in self._all}
        self._groups = Counter(group_of(job) for job in self._all)
        self._line = WaitingLine(self._all)
        self._progress.clear()
        self._rows = self._filtered()
        self.endResetModel()
        self.counts_changed.emit()

    def put(self, job: Job) -> None:
        """A job is new, or has changed."""
        old = self._jobs.get(job.id)
        self._jobs[job.id] = job
        self._haystacks[job.id] = haystack(job)
        if old is not None:
            del self._all[bisect_left(self._all, standing(old), key=standing)]
            self._groups[group_of(old)] -= 1
        insort(self._all, job, key=standing)
        self._groups[group_of(job)] += 1
        if old is None or old.state is not job.state:
            self._progress.pop(job.id, None)
        moved_up = self._line.change(old, job)
        self._show(old, job)
        self._touch_line(moved_up)
        if old is None or group_of(old) is not group_of(job):
            self.counts_changed.emit()

    def take(self, job_id: str) -> None:
        """A job is gone. An unknown one was gone before."""
        job = self._jobs.pop(job_id, None)
        if job is None:
            return
        del self._haystacks[job_id]
        self._progress.pop(job_id, None)
        self._groups[group_of(job)] -= 1
        del self._all[bisect_left(self._all, standing(job), key=standing)]
        moved_up = self._line.change(job, None)
        self._hide(job)
        self._touch_line(moved_up)
        self.counts_changed.emit()

    def set_hold(self, hold: Hold) -> None:
        """Whether, and why, no waiting job is begun."""
        if hold != self._hold:
            self._hold = hold
            self._touch_line(self._line.ends())

    def set_filter(self, group: JobGroup, text: str) -> None:
        """Show jobs of a group that have every word of the text somewhere."""
        words = tuple(text.lower().split())
        if (group, words) == (self._group, self._words):
            return
        self.beginResetModel()
        self._group, self._words = group, words
        self._rows = self._filtered()
        self.endResetModel()

    def set_progress(self, job_id: str, done: int, total: int | None) -> None:
        """Frames while preparing, bytes while downloading; total None: unknown."""
        job = self._jobs.get(job_id)
        if job is None:
            return
        self._progress[job_id] = (done, total)
        row = self._row(job)
        if row is not None:
            self._touch(row, row)

    # The list behind it

    def _filtered(self) -> list[Job]:
        rows = self._all
        if self._group is not JobGroup.ALL:
            rows = [job for job in rows if is_in(job, self._group)]
        for word in self._words:
            rows = [job for job in rows if word in self._haystacks[job.id]]
        return list(rows)

    def _lets_through(self, job: Job) -> bool:
        text = self._haystacks[job.id]
        return is_in(job, self._group) and all(w in text for w in self._words)

    def _row(self, job: Job) -> int | None:
        row = bisect_left(self._rows, standing(job), key=standing)
        return row if row < len(self._rows) and self._rows[row].id == job.id else None

    def _touch(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    def _touch_line(self, ends: tuple[Standing, Standing] | None) -> None:
        """Those in line from the one to the other say something else now."""
        if ends is None:
            return
        top = bisect_left(self._rows, ends[0], key=standing)
        below = bisect_right(self._rows, ends[1], key=standing)
        if top < below:
            self._touch(top, below - 1)

    def _show(self, old: Job | None, job: Job) -> None:
        """Bring the rows in line with a job that is new or has changed."""
        row = None if old is None else self._row(old)
        if row is None or old is None:
            if self._lets_through(job):
                self._insert(job)
        elif not self._lets_through(job):
            self._hide(old)
        else:
            row = self._move(row, job)
            self._touch(row, row)

    def _insert(self, job: Job) -> None:
        row = bisect_left(self._rows, standing(job), key=standing)
        self.beginInsertRows(_ROOT, row, row)
        self._rows.insert(row, job)
        self.endInsertRows()

    def _move(self, row: int, job: Job) -> int:
        """Put a changed job where it belongs; answers its row."""
        before = bisect_left(self._rows, standing(job), key=standing)
        if before in (row, row + 1):
            self._rows[row] = job
            return row
        self.beginMoveRows(_ROOT, row, row, _ROOT, before)
        del self._rows[row]
        target = before - 1 if before > row else before
        self._rows.insert(target, job)
        self.endMoveRows()
        return target

    def _hide(self, job: Job) -> None:
        row = self._row(job)
        if row is not None:
            self.beginRemoveRows(_ROOT, row, row)
            del self._rows[row]
            self.endRemoveRows()
