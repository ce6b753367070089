"""One notification a batch, for a user who looks elsewhere."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from aleph_desktop.domain.job import Job, JobState

SPACING = 30.0  # seconds between two notifications, at least


class NoticeBoard(Protocol):
    """Where the system shows notifications. Calls return at once."""

    def show(self, words: str) -> None: ...


class Notifier(QObject):
    """Counts what ended; says so when the last job has, unless the user has seen it."""

    def __init__(
        self,
        board: NoticeBoard,
        is_in_front: Callable[[], bool],
        alert: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """`alert()` makes the task bar point at the window."""
        super().__init__(parent)
        self._board = board
        self._is_in_front = is_in_front
        self._alert = alert
        self._ended: Counter[JobState] = Counter()
        self._reason = self._said = ""
        self._active = 0
        self._last = -SPACING
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)

    def job_ended(self, job: Job) -> None:
        """A job of this run is settled. What the user cancelled, he knows."""
        if job.state is not JobState.CANCELLED:
            self._ended[job.state] += 1

    def set_active(self, active: int, reason: str = "") -> None:
        """How many jobs still go on by themselves; `reason`: why waiting ones don't."""
        self._active, self._reason = active, reason
        self._said = self._said if reason else ""
        is_news = bool(self._ended) or reason != self._said
        if active == 0 and is_news and not self._timer.isActive():
            wait = max(0.0, self._last + SPACING - time.monotonic())
            self._timer.start(round(1000 * wait))

    def stop(self) -> None:
        """Say nothing more."""
        self._timer.stop()
        self._ended.clear()

    def _on_due(self) -> None:
        if self._active:
            return  # a new batch has begun meanwhile: its end tells of both
        words = batch_words(self._ended, "" if self._reason == self._said else self._reason)
        self._ended.clear()
        self._said = self._reason
        if not words or self._is_in_front():
            return
        self._last = time.monotonic()
        self._board.show(words)
        self._alert()


def batch_words(ended: Counter[JobState], reason: str) -> str:
    """What became of a batch: "3 jobs are done, 1 failed."; "" where there is nothing to say."""
    done, failed = ended[JobState.DONE], ended[JobState.FAILED]
    asked = ended[JobState.UNCONFIRMED]
    parts = []
    if done:
        parts.append(f"{_jobs(done)} {'is' if done == 1 else 'are'} done")
    if failed:
        parts.append(f"{failed if parts else _jobs(failed)} failed")
    if asked:
        parts.append(f"{asked if parts else _jobs(asked)} may need you")
    words = f"{', '.join(parts)}." if parts else ""
    return f"{words} {reason}".strip()


def farewell_words(at_service: int, here: int) -> str:
    """For the close of a window whose jobs aren't over; "" where there are none."""
    parts = []
    if at_service:
        parts.append(f"{_jobs(at_service)} {_verb(at_service, 'go')} on at the service")
    if here:
        parts.append(f"{here if parts else _jobs(here)} {_verb(here, 'wait')} here")
    if not parts:
        return ""
    what = "It is" if at_service + here == 1 else "They are"
    return f"{', '.join(parts)}. {what} picked up at the next start."


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count:,} jobs"


def _verb(count: int, verb: str) -> str:
    """ "goes", "go"; "waits", "wait"."""
    return verb if count > 1 else verb + ("es" if verb.endswith("o") else "s")
