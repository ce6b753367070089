"""Changed jobs on their way to the rows, in slices: a thousand at once would hold up the window."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from aleph_desktop.domain.job import Job

_SLICE = 0.006  # seconds of showing in one turn of the loop


class RowFeed(QObject):
    """Shows a job at once, as a rule; what comes in a flood waits for the next turns."""

    def __init__(self, show: Callable[[Job], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._waiting: dict[str, Job] = {}  # as they are now, in the order they came
        self._spent = 0.0  # seconds, in this turn
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._on_turn)

    def put(self, job: Job) -> None:
        """A job is new or has changed."""
        if self._waiting or self._spent > _SLICE:
            self._waiting[job.id] = job
        else:
            self._show_timed(job)
        self._turn.start()

    def drop(self, job_id: str) -> None:
        """A job is gone."""
        self._waiting.pop(job_id, None)

    def clear(self) -> None:
        """The list is another one."""
        self._waiting.clear()

    def _on_turn(self) -> None:
        self._spent = 0.0
        while self._waiting and self._spent <= _SLICE:
            self._show_timed(self._waiting.pop(next(iter(self._waiting))))
        if not self._waiting:
            self._turn.stop()
            self._spent = 0.0

    def _show_timed(self, job: Job) -> None:
        before = perf_counter()
        self._show(job)
        self._spent += perf_counter() - before
