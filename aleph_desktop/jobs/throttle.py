"""The request budget, kept by the clock."""

import asyncio

from aleph_desktop.jobs.pacing import RequestBudget
from aleph_desktop.jobs.ports import Clock


class Throttle:
    """Lets one request go at a time, in the order of asking, whoever asks."""

    def __init__(self, clock: Clock, budget: RequestBudget) -> None:
        self._clock = clock
        self._budget = budget
        self._turn = asyncio.Lock()

    async def acquire(self) -> None:
        """Wait until a request may leave; it must leave then."""
        async with self._turn:
            # again after each sleep: a 429 may have come meanwhile
            while (delay := self._budget.delay(self._clock.monotonic())) > 0:
                await self._clock.sleep(delay)
            self._budget.take(self._clock.monotonic())

    @property
    def paused_until(self) -> float:
        """The monotonic time at which the last 429 allows to ask again; it may be past."""
        return self._budget.paused_until

    def answered(self) -> None:
        """The service took a request."""
        self._budget.answered()

    def refused(self, retry_after: float | None) -> None:
        """The service answered 429: nobody asks for `retry_after` seconds, or for a while."""
        self._budget.refused(self._clock.monotonic(), retry_after)
