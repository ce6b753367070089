"""How things stand with what can hold the queue: the account, the connection, the disk."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aleph_desktop.client.errors import AnswerLost, KeyRefused, ServiceError, Unreachable
from aleph_desktop.errors import FailureKind
from aleph_desktop.jobs.ports import ResultShelf, VideoService

_SOME_ROOM = 1_000_000  # bytes: a difference that counts


class Standing:
    """Answers `QueueGate`: more is better, None when it can't be told."""

    def __init__(
        self,
        service: VideoService,
        shelf: ResultShelf,
        take_turn: Callable[[], Awaitable[None]],
        sent_dir: Callable[[], Path],
    ) -> None:
        """`take_turn` waits for a place in the request budget."""
        self._service = service
        self._shelf = shelf
        self._take_turn = take_turn
        self._sent_dir = sent_dir

    async def ask(self, kind: FailureKind) -> float | None:
        """KEY: accepted or not. CREDITS: USD. NETWORK: answers or not. SPACE: MB that are free."""
        if kind is FailureKind.SPACE:
            return float(await self._shelf.room(self._sent_dir()) // _SOME_ROOM)
        await self._take_turn()
        try:
            balance = float(await self._service.balance())
        except (Unreachable, AnswerLost):
            return None
        except KeyRefused:
            return {FailureKind.KEY: 0.0, FailureKind.NETWORK: 1.0}.get(kind)
        except ServiceError:
            return 1.0 if kind is FailureKind.NETWORK else None
        return balance if kind is FailureKind.CREDITS else 1.0
