"""Waiting for a moment, or for news before it."""

import asyncio

from aleph_desktop.jobs.ports import Clock


class Bell:
    """For one who waits; anybody on the loop rings."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """There is news."""
        self._rung.set()

    async def wait(self, seconds: float | None) -> None:
        """Until it is rung, also if that was since the last wait, or until so much time has passed;
        None: until it is rung.
        """
        alarm = None if seconds is None else asyncio.ensure_future(self._alarm(seconds))
        try:
            await self._rung.wait()
        finally:
            if alarm is not None:
                alarm.cancel()
        self._rung.clear()

    async def _alarm(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self.ring()
