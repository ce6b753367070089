"""Threads for heavy work, behind everything else, that an asyncio task can wait for and stop."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from aleph_desktop.media.lane import Lane, Turn, Urgency
from aleph_desktop.media.stopped import Stop

T = TypeVar("T")


class Worker:
    """Does one piece of work at a time, or a few; the rest wait in order."""

    def __init__(
        self,
        name: str,
        lane: Lane | None = None,
        urgency: Urgency = Urgency.JOB,
        *,
        threads: int = 1,
    ) -> None:
        """`lane` is shared with other workers; None: this one waits for nobody."""
        self._lane = lane
        self._urgency = urgency
        self._executor = ThreadPoolExecutor(
            threads, thread_name_prefix=name, initializer=_step_back
        )

    async def run(self, work: Callable[[Stop], T]) -> T:
        """`work(stop)` in the thread, which asks `stop` often and then raises Stopped.

        When the task is cancelled, the work is told to stop, and the cancellation goes on only
        after it has: nothing of it runs any more then.
        """
        turn = Turn(self._lane or Lane(), self._urgency)
        made: list[T] = []  # not the futures' result: they know each other, and keep it for long
        running = self._executor.submit(lambda: made.append(turn.do(work)))
        future = asyncio.wrap_future(running)
        try:
            await asyncio.wait([future])  # unlike a plain await, leaves the future alone on cancel
        except asyncio.CancelledError:
            turn.cancel()
            running.cancel()  # in case it has not begun
            while not future.done():
                with suppress(asyncio.CancelledError):  # cancelled twice: still wait, it is short
                    await asyncio.wait([future])
            if not future.cancelled():
                future.exception()  # looked at, so that asyncio doesn't call it forgotten
            raise
        future.result()  # or what was raised
        return made.pop()

    def close(self) -> None:
        """Wait until the thread is idle, and end it. Work must have been cancelled before."""
        self._executor.shutdown(wait=True, cancel_futures=True)


def _step_back() -> None:
    """Let the window go first. Only Linux sets the priority of one thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
