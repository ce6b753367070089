"""The real clock."""

import asyncio
import time


class SystemClock:
    """Fulfils `ports.Clock` with the system's clocks."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
