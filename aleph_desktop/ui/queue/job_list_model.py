"""The jobs as an item model: what is begun last first, filtered in a list of our own.

The takes of a shot stand together beneath a row of the shot's own.
"""

import html
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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
from aleph_desktop.ui.queue.job_ask import JobAsk, may_ask
from aleph_desktop.ui.queue.job_filter import JobFilter
from aleph_desktop.ui.queue.job_group import JobGroup, groups_of
from aleph_desktop.ui.queue.job_order import JobOrder, Row
from aleph_desktop.ui.queue.job_row import JobRow, describe, sentence, tooltip
from aleph_desktop.ui.queue.shot import Shot, describe_shot, shot_sentence, shot_tooltip
from aleph_desktop.ui.queue.state_line import Progress
from aleph_desktop.ui.queue.turn import Turn
from aleph_desktop.ui.queue.waiting_line import Standing, WaitingLine

if TYPE_CHECKING:
    from aleph_desktop.jobs.watch import Outlook

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class JobListModel(QAbstractListModel):
    """All jobs, and those of them that the filter lets through: the rows.

    A shot has a row of its own while the list has two takes of it and the filter lets one through.
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
        self._order = JobOrder()
        self._filter = JobFilter()
        self._progress: dict[str, Progress] = {}
        self._hold = Hold()
        self._line = WaitingLine()
        self._groups: Counter[JobGroup] = Counter()  # without ALL
        self._rows: list[Row] = []  # in order: shots, and the jobs that the filter lets through
        self._folded: set[str] = set()  # shots

    # What the view asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        job, shot = self.job_at(index), self.shot_at(index)
        if job is not None:
            return self._job_data(job, role)
        return None if shot is None else self._shot_data(shot, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A row with a result can be dragged out of the window."""
        flags = super().flags(index)
        is_out = any(may_ask(job, JobAsk.REVEAL) for job in self.jobs_at(index))
        return flags | Qt.ItemFlag.ItemIsDragEnabled if is_out else flags

    def job_at(self, index: Index) -> Job | None:
        """The job of a row; None for a shot's."""
        row = self._row_at(index)
        return None if isinstance(row, str) else row

    def shot_at(self, index: Index) -> Shot | None:
        """The shot of a shot's row, with all its takes; None for a job's."""
        row = self._row_at(index)
        if not isinstance(row, str):
            return None
        return Shot(row, tuple(self._order.takes(row)), row in self._folded)

    def jobs_at(self, index: Index) -> list[Job]:
        """What a row stands for: its job, or those takes of a shot that the filter lets through."""
        row = self._row_at(index)
        if isinstance(row, str):
            return [take for take in self._order.takes(row) if self._filter.lets_through(take)]
        return [] if row is None else [row]

    def job(self, job_id: str) -> Job | None:
        """A job by its id, also when the filter hides it."""
        return self._order.job(job_id)

    def index_of(self, job_id: str) -> QModelIndex:
        """The row of a job; invalid when it is unknown, folded in, or hidden by the filter."""
        job = self._order.job(job_id)
        row = None if job is None else self._row(job)
        return QModelIndex() if row is None else self.index(row)

    def index_of_shot(self, shot_id: str) -> QModelIndex:
        """The row of a shot; invalid when it has none."""
        takes = self._order.takes(shot_id)
        row = self._row(shot_id) if takes else None
        return QModelIndex() if row is None else self.index(row)

    def is_in_shot(self, job: Job) -> bool:
        """Whether it stands beneath the row of its shot."""
        return self._order.is_in_shot(job)

    def row_of(self, job: Job) -> JobRow:
        """What a job's row says at this moment."""
        outlook = self._outlook(job) if job.state is JobState.GENERATING else None
        turn = Turn(self._line.place(job), self._hold)
        progress, now = self._progress.get(job.id), self._now()
        return describe(job, outlook, progress, now, turn, in_shot=self._order.is_in_shot(job))

    def row_of_shot(self, shot: Shot) -> JobRow:
        """What a shot's row says at this moment."""
        return describe_shot(shot, self._now())

    def jobs(self) -> list[Job]:
        """All jobs, top to bottom, whatever the filter."""
        return list(self._order.all)

    def counts(self) -> dict[JobGroup, int]:
        """How many jobs are in each group, whatever the filter."""
        return {group: self._groups[group] for group in JobGroup} | {
            JobGroup.ALL: len(self._order.all)
        }

    # What happens

    def set_jobs(self, jobs: Iterable[Job]) -> None:
        """All jobs anew."""
        self.beginResetModel()
        self._order = JobOrder(jobs)
        all_ = self._order.all
        self._filter.learn_all(all_)
        self._groups = Counter(group for job in all_ for group in groups_of(job))
        self._line = WaitingLine(all_)
        self._progress.clear()
        self._rows = self._filtered()
        self.endResetModel()
        self.counts_changed.emit()

    def put(self, job: Job) -> None:
        """A job is new, or has changed."""
        old = self._order.job(job.id)
        block = self._order.span(self._rows, old or job)
        self._order.put(job)
        self._filter.learn(job)
        if old is not None:
            self._groups.subtract(groups_of(old))
        self._groups.update(groups_of(job))
        if old is None or old.state is not job.state:
            self._progress.pop(job.id, None)
        moved_up = self._line.change(old, job)
        self._lay(block, self._order.beside(job))
        self._touch_line(moved_up)
        if old is None or groups_of(old) != groups_of(job):
            self.counts_changed.emit()

    def take(self, job_id: str) -> None:
        """A job is gone. An unknown one was gone before."""
        job = self._order.job(job_id)
        if job is None:
            return
        block = self._order.span(self._rows, job)
        self._order.remove(job)
        self._filter.forget(job)
        self._progress.pop(job_id, None)
        self._groups.subtract(groups_of(job))
        moved_up = self._line.change(job, None)
        self._lay(block, self._order.beside(job))
        self._touch_line(moved_up)
        self.counts_changed.emit()

    def set_hold(self, hold: Hold) -> None:
        """Whether, and why, no waiting job is begun."""
        if hold != self._hold:
            self._hold = hold
            self._touch_line(self._line.ends())

    def set_filter(self, group: JobGroup, text: str) -> None:
        """Show jobs of a group that have every word of the text somewhere."""
        if self._filter.set(group, text):
            self.beginResetModel()
            self._rows = self._filtered()
            self.endResetModel()

    def set_progress(self, job_id: str, done: int, total: int | None) -> None:
        """Frames while preparing, bytes while downloading; total None: unknown."""
        job = self._order.job(job_id)
        if job is None:
            return
        self._progress[job_id] = (done, total)
        row = self._row(job)
        if row is not None:
            self._touch(row, row)

    def set_folded(self, shot_id: str, folded: bool) -> None:
        """Hide the rows of a shot's takes, or show them."""
        takes = self._order.takes(shot_id)
        if not takes or folded == (shot_id in self._folded):
            return
        (self._folded.add if folded else self._folded.discard)(shot_id)
        self._lay(self._order.span(self._rows, takes[0]), takes)

    # The list behind it

    def _filtered(self) -> list[Row]:
        return self._with_shots(self._filter.among(self._order.all))

    def _with_shots(self, jobs: Iterable[Job]) -> list[Row]:
        """The rows of these jobs: a shot's own above those of its takes, if they aren't folded."""
        rows: list[Row] = []
        shot, is_folded = "", False
        for job in jobs:
            if job.shot != shot:  # once a shot: this is for every row, at every keystroke
                shot, is_folded = job.shot, False
                if shot and self._order.is_in_shot(job):
                    rows.append(shot)
                    is_folded = shot in self._folded
            if not is_folded:
                rows.append(job)
        return rows

    def _row_at(self, index: Index) -> Row | None:
        row = index.row()
        return self._rows[row] if index.isValid() and row < len(self._rows) else None

    def _row(self, wanted: Row) -> int | None:
        rank = self._order.rank
        row = bisect_left(self._rows, rank(wanted), key=rank)
        return row if row < len(self._rows) and _key(self._rows[row]) == _key(wanted) else None

    def _job_data(self, job: Job, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:  # what typing in the list looks for
            return self.row_of(job).prompt if self.is_in_shot(job) else job.edit.prompt
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentence(job, self.row_of(job))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _rich(tooltip(job))
        return None

    def _shot_data(self, shot: Shot, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return shot.takes[0].edit.prompt
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return shot_sentence(shot, self.row_of_shot(shot))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _rich(shot_tooltip(shot, self.row_of_shot(shot)))
        return None

    def _touch(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first), self.index(last))

    def _touch_line(self, ends: tuple[Standing, Standing] | None) -> None:
        """Those in line from the one to the other say something else now."""
        if ends is None:
            return
        in_line = (self._order.job(job_id) for job_id in self._line.ids(*ends))
        places = [self._order.place(job) for job in in_line if job is not None]
        top, end = self._order.between(self._rows, min(places), max(places))
        if top < end:
            self._touch(top, end - 1)

    def _lay(self, block: tuple[int, int], takes: Sequence[Job]) -> None:
        """Bring a block of rows in line with what has changed: a shot's, or a single job's.

        `block`: the first row, and the end, as they were before.
        """
        wanted = self._with_shots(take for take in takes if self._filter.lets_through(take))
        begin, end = self._carry(block, wanted)
        there = begin < end
        keys = {_key(row) for row in wanted}
        for row in reversed(range(begin, end)):
            if _key(self._rows[row]) not in keys:
                self.beginRemoveRows(_ROOT, row, row)
                del self._rows[row]
                self.endRemoveRows()
                end -= 1
        for row, what in enumerate(wanted, begin):
            if row < end and _key(self._rows[row]) == _key(what):
                self._rows[row] = what
                continue
            self.beginInsertRows(_ROOT, row, row)
            self._rows.insert(row, what)
            self.endInsertRows()
            end += 1
        if there and wanted:
            self._touch(begin, end - 1)

    def _carry(self, block: tuple[int, int], wanted: Sequence[Row]) -> tuple[int, int]:
        """Move a block to where it belongs; answers where it is then."""
        begin, end = block
        if not wanted:
            return block
        key = self._order.rank
        rank = key(wanted[0])
        if begin == end:
            at = bisect_left(self._rows, rank, key=key)
            return at, at
        before = bisect_left(self._rows, rank, 0, begin, key=key)
        if before == begin:
            before = bisect_left(self._rows, rank, end, key=key)
        if before in block:
            return block
        self.beginMoveRows(_ROOT, begin, end - 1, _ROOT, before)
        rows = self._rows[begin:end]
        del self._rows[begin:end]
        target = before - len(rows) if before > begin else before
        self._rows[target:target] = rows
        self.endMoveRows()
        return target, target + len(rows)


def _key(row: Row) -> tuple[bool, str]:
    """The first take of a shot has the shot's id."""
    return (True, row) if isinstance(row, str) else (False, row.id)


def _rich(paragraphs: Sequence[str]) -> str:
    """Rich text, so that it wraps and a prompt with angle brackets stays what it is."""
    return "".join(f"<p>{html.escape(part)}</p>" for part in paragraphs)
