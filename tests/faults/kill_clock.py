"""A clock that runs fast, and goes on where it was after a new start."""

import asyncio
import time


class FastClock:
    """Fulfils `jobs.ports.Clock`; `speed` seconds pass in each real one since `epoch`."""

    def __init__(self, epoch: float, speed: float) -> None:
        """`epoch`: real seconds since 1970, of the first of a row of starts."""
        self._epoch = epoch
        self._speed = speed

    def now(self) -> float:
        return self._epoch + (time.time() - self._epoch) * self._speed

    def monotonic(self) -> float:
        return self.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)
