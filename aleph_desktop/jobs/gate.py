"""Lets waiting jobs begin, or holds them: one hold with its reason instead of fifty failures."""

import asyncio
from collections.abc import Awaitable, Callable

from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.ports import Clock

# What holds the queue rather than failing a job: it isn't the job's fault, and it can be mended.
HOLDING = frozenset({FailureKind.KEY, FailureKind.CREDITS, FailureKind.NETWORK, FailureKind.SPACE})
# Seconds between two looks whether it is mended: first and longest, doubled each time.
_WAITS = {
    FailureKind.KEY: (60.0, 300.0),
    FailureKind.CREDITS: (60.0, 300.0),
    FailureKind.NETWORK: (5.0, 60.0),
    FailureKind.SPACE: (5.0, 30.0),
}

_HOPES = 3  # times that the queue goes on although nothing got better, until a job is accepted


class QueueGate:
    """Open, or held by the user, by a failure, or by both.

    A failure's hold ends when things stand better than when it began: a key that was refused is
    accepted, there are more credits, the service answers, more space is free. A few times it ends
    when they merely stand well: a refused submit costs nothing.
    """

    def __init__(
        self, clock: Clock, standing: Callable[[FailureKind], Awaitable[float | None]]
    ) -> None:
        """`standing(kind)`: how things stand, more is better; None when that can't be told."""
        self.hold = Hold()
        self._clock = clock
        self._standing = standing
        self._listeners: list[Callable[[Hold], None]] = []
        self._changed = asyncio.Event()
        # since the service last accepted a job: a false alarm must not hurry us
        self._tries = 0
        self._hopes = 0

    @property
    def is_open(self) -> bool:
        return not self.hold.is_on

    def listen(self, listener: Callable[[Hold], None]) -> None:
        """Told of each change, on the event loop."""
        self._listeners.append(listener)

    def hold_for(self, failure: Failure) -> None:
        """Hold until mended. The first reason stays: there is one banner. Other kinds of failure
        hold nothing.
        """
        if self.hold.failure is None and failure.kind in HOLDING:
            self._set(Hold(self.hold.by_user, failure))

    def pause(self) -> None:
        """The user holds the queue."""
        self._set(Hold(True, self.hold.failure))

    def open(self) -> None:
        """The user lets it go on: whatever held it is tried again."""
        self._set(Hold())

    def accepted(self) -> None:
        """The service took a job: nothing is in the way."""
        self._tries = self._hopes = 0

    async def mended(self) -> None:
        """Wait until no failure holds the queue."""
        while self.hold.failure is not None:
            await self._next_change()

    async def run(self) -> None:
        """Look whether a failure is mended, as long as one holds; until cancelled."""
        while True:
            failure = self.hold.failure
            if failure is None:
                await self._next_change()
                continue
            await self._watch(failure)

    async def _watch(self, failure: Failure) -> None:
        # the service has answered, or it has not: there is no standing before to compare with
        before = 0.0 if failure.kind is FailureKind.NETWORK else None
        while self.hold.failure is failure:
            if before is None:
                before = await self._standing(failure.kind)
            first, longest = _WAITS[failure.kind]
            wait = min(longest, first * 2.0 ** min(self._tries, 10))
            self._tries += 1
            if await self._changes_within(wait):
                continue
            now = await self._standing(failure.kind)
            if self._is_mended(before, now) and self.hold.failure is failure:
                self._set(Hold(self.hold.by_user))

    def _is_mended(self, before: float | None, now: float | None) -> bool:
        if now is None:
            return False
        if before is not None and now > before:
            return True
        # it may have been mended before we first looked, or was a passing refusal: a few tries
        if now > 0 and self._hopes < _HOPES:
            self._hopes += 1
            return True
        return False

    async def _next_change(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _changes_within(self, seconds: float) -> bool:
        """Whether the hold changes before so much time has passed."""
        hold = self.hold
        alarm = asyncio.ensure_future(self._clock.sleep(seconds))
        change = asyncio.ensure_future(self._next_change())
        try:
            await asyncio.wait({alarm, change}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            alarm.cancel()
            change.cancel()
        return self.hold is not hold

    def _set(self, hold: Hold) -> None:
        if hold == self.hold:
            return
        self.hold = hold
        self._changed.set()
        for listener in self._listeners:
            listener(hold)
