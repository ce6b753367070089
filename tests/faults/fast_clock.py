"""A clock that runs fast, so that waits of minutes take none; it can be set, as a user's can."""

import asyncio
import time


class FastClock:
    """Fulfils `jobs.ports.Clock`: `speed` seconds pass in each real one."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._begin = time.monotonic()
        self._since_1970 = time.time()

    def now(self) -> float:
        return self._since_1970 + self.monotonic()

    def monotonic(self) -> float:
        return (time.monotonic() - self._begin) * self.speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)
