"""A clock that runs fast, and goes on where it was after a new start."""

import asyncio
import time

STRIDE = 30.0  # seconds


class FastClock:
    """Fulfils `jobs.ports.Clock`; `speed` seconds pass in each real one.

    From one look at it to the next it goes no further than `STRIDE`: what the machine is slow at
    doesn't take minutes, and time doesn't run out while an answer is on its way.
    """

    def __init__(self, epoch: float, speed: float) -> None:
        """`epoch`: real seconds since 1970, of the first of a row of starts."""
        self._speed = speed
        self._looked_at = time.time()
        self._now = epoch + (self._looked_at - epoch) * speed  # later than any start before

    def now(self) -> float:
        real = time.time()
        self._now += min(STRIDE, max(0.0, real - self._looked_at) * self._speed)
        self._looked_at = real
        return self._now

    def monotonic(self) -> float:
        return self.now()

    async def sleep(self, seconds: float) -> None:
        end = self.now() + seconds
        while (left := end - self.now()) > 0:
            await asyncio.sleep(min(left, STRIDE) / self._speed)
