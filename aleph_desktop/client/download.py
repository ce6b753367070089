"""Fetches results."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx

from aleph_desktop.client.errors import AnswerLost
from aleph_desktop.client.reach import Reach
from aleph_desktop.client.side_thread import in_thread
from aleph_desktop.client.transfer import Transfer

_TICK = 0.1  # seconds between two looks at a transfer, and so between two calls of `progress`
_GRACE = 0.2  # seconds that a cancelled transfer gets to write down what it has


class FileDownloader:
    """Fulfils `jobs.ports.Downloader`. Knows no key. `http` must keep no connections alive.

    A file whose server gives no length can't be checked for being whole: whoever gets it must
    decode it before relying on it.
    """

    def __init__(
        self, http: httpx.Client, *, slowest: float = 1024.0, patience: float = 30.0
    ) -> None:
        """`slowest` is in bytes a second, held against each `patience` seconds.

        httpx's own time-out is for one read: a byte a second never meets it.
        """
        self._http = http
        self._slowest = slowest
        self._patience = patience
        self._running: dict[Path, asyncio.Future[None]] = {}

    async def fetch(
        self,
        url: str,
        part: Path,
        progress: Callable[[int, int | None], None],
        limit: int,
        reach: Reach | None = None,
    ) -> int:
        """Bring a file to `part`; returns its size in bytes. It is whole and on the disk then.

        Goes on with what an earlier try left in `part`, where the server can: the file's tag is
        kept in `part.tag` until it is whole. `progress(received, total)` is in bytes, at most 10
        times a second, and once at the end. What has come stays when it is cancelled or breaks off.
        Raises ServiceError (NotFound: the address has expired, ask for a fresh one), KnownError of
        kind DISK, or SPACE when there is too little room. Over `limit` bytes is a BadAnswer.
        `reach`: where the URL may lead; as for a result, unless another is given.
        """
        while (before := self._running.get(part)) is not None:
            await asyncio.wait({before})  # a cancelled one may still be writing
        transfer = Transfer(self._http, url, part, limit, reach)
        done = self._start(transfer.run, part)
        try:
            await self._watch(transfer, done, progress)
            await done
        except BaseException:
            transfer.abort()
            await asyncio.wait({done}, timeout=_GRACE)  # a name lookup can't be hurried
            raise
        progress(transfer.received, transfer.received)
        return transfer.received

    async def aclose(self) -> None:
        """Close the connections. Downloads must have ended."""
        await asyncio.to_thread(self._http.close)

    async def _watch(
        self,
        transfer: Transfer,
        done: asyncio.Future[None],
        progress: Callable[[int, int | None], None],
    ) -> None:
        """Report progress until done; raise AnswerLost where there is too little of it.

        Until the first byte of the file there is none: handshakes and headers have `patience`, too.
        """
        clock = asyncio.get_running_loop().time
        shown = mark = 0
        since = clock()
        while not (await asyncio.wait({done}, timeout=_TICK))[0]:
            received = transfer.received
            if received != shown:
                shown = received
                progress(received, transfer.total)
            if not transfer.receiving or clock() - since < self._patience:
                continue
            if received - mark < self._slowest * self._patience:
                raise AnswerLost(
                    "The download was given up",
                    f"Only {received - mark} bytes came in {self._patience:g} s.",
                    "Check again: it goes on from what is here.",
                )
            mark, since = received, clock()

    def _start(self, work: Callable[[], None], part: Path) -> asyncio.Future[None]:
        """Run `work` in a thread of its own. One at a time for each file."""
        done = in_thread(work, f"download {part.name}")
        self._running[part] = done
        done.add_done_callback(lambda _: self._running.pop(part))
        return done
