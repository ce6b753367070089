"""One lane for all heavy work: together it takes one core, and what is more urgent goes first.

Who works holds the lane, and asks its `stop` between frames, as it does anyway: there it steps
aside, in the middle of its work, while somebody more urgent is at work. What plays in the review
needs no lane.
"""

import threading
from collections.abc import Callable
from enum import IntEnum
from time import monotonic
from typing import TypeVar

from aleph_desktop.media.stopped import Stop, heed

T = TypeVar("T")

# Who has not asked for this long hangs at a drive that doesn't answer, and takes no core.
PATIENCE = 2.0  # seconds


class Urgency(IntEnum):
    """The lower, the sooner."""

    HAND = 0  # somebody drags, and looks at what comes
    EYE = 1  # pictures that somebody waits to see
    JOB = 2  # clips on their way to the service, and results from there
    LATER = 3  # what nobody waits for


class Lane:
    """Holds one piece of work at a time. For all threads."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._changed = threading.Condition()
        self._waiting: list[Turn] = []  # in the order they came
        self._at_work: Turn | None = None
        self._asked = 0.0  # when who is at work was last heard of

    def enter(self, turn: "Turn") -> bool:
        """Wait for the lane; False: the turn was cancelled meanwhile, and doesn't hold it."""
        with self._changed:
            self._waiting.append(turn)
            return self._wait(turn)

    def leave(self, turn: "Turn") -> None:
        """Also for one that doesn't hold it."""
        with self._changed:
            if self._at_work is turn:
                self._free()

    def go_on(self, turn: "Turn") -> bool:
        """Let the more urgent go first, if there are any; False as in `enter`."""
        with self._changed:
            if self._at_work is turn:
                self._asked = monotonic()
                if all(other.urgency >= turn.urgency for other in self._waiting):
                    return not turn.cancelled
                self._free()
            self._waiting.insert(0, turn)  # it came before those
            return self._wait(turn)

    def cancel(self, turn: "Turn") -> None:
        """Wake it, where it waits."""
        with self._changed:
            turn.cancelled = True
            self._changed.notify_all()

    def _free(self) -> None:
        self._at_work = None
        self._changed.notify_all()

    def _wait(self, turn: "Turn") -> bool:
        while not (turn.cancelled or self._is_free_for(turn)):
            self._changed.wait(self._patience)
        self._waiting.remove(turn)
        if turn.cancelled:
            self._changed.notify_all()  # somebody may have waited for this one alone
            return False
        self._at_work, self._asked = turn, monotonic()
        return True

    def _is_free_for(self, turn: "Turn") -> bool:
        first = min(self._waiting, key=lambda waiting: waiting.urgency)  # of equals the first
        free = self._at_work is None or monotonic() - self._asked > self._patience
        return free and first is turn


class Turn:
    """One piece of work's time in the lane."""

    def __init__(self, lane: Lane, urgency: Urgency) -> None:
        self.urgency = urgency
        self.cancelled = False  # set by the lane
        self._lane = lane

    def do(self, work: Callable[[Stop], T]) -> T:
        """`work(stop)` when its turn has come. Blocks. Raises Stopped once it is cancelled."""
        heed(lambda: not self._lane.enter(self))
        try:
            return work(self._is_over)
        finally:
            self._lane.leave(self)

    def cancel(self) -> None:
        """From any thread: `stop` says so from now on, also where it waits."""
        self._lane.cancel(self)

    def _is_over(self) -> bool:
        return self.cancelled or not self._lane.go_on(self)
