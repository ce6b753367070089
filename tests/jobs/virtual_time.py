"""Hours of asyncio in milliseconds: a loop whose clock moves only when all tasks wait.

Deterministic, for code that uses `asyncio.sleep` and no other way of waiting for the world.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Nothing ready: the clock jumps to the next timer. No timer either: a deadlock, an error."""

    def __init__(self) -> None:
        self.virtual_now = 0.0
        super().__init__(_InstantSelector(self))

    def time(self) -> float:
        return self.virtual_now


class _InstantSelector(selectors.SelectSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("deadlock: every task waits, and no timer is set")
        self._loop.virtual_now += timeout
        return super().select(0)


class VirtualClock:
    """Fulfils `jobs.ports.Clock` inside `run_virtual`."""

    def __init__(self) -> None:
        self._jumped = 0.0

    def now(self) -> float:
        return 1_800_000_000.0 + self.monotonic()

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time() + self._jumped

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def jump(self, seconds: float) -> None:
        """The machine was suspended: the clock went on, the timers did not."""
        self._jumped += seconds


def run_virtual(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, at once."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
