"""Clips on the web, for the window, off the event loop.

httpx and PyAV come with the first use, in a worker: neither is there at the first paint.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.errors import KnownError

if TYPE_CHECKING:
    import ssl

    from aleph_desktop.app.web_errands import Order, WebErrands
    from aleph_desktop.client.visit import Visit
    from aleph_desktop.media.stills import Still

T = TypeVar("T")

FETCH_LIMIT = 2_000_000_000  # bytes; some minutes of a camera's 4K
KEPT_DAYS = 30.0
_LOOK_SECONDS = 40.0  # for one look: some requests, each of some hundred kB
_AT_ONCE = 6  # looks; a hundred URLs may be dropped
_GRACE = 0.2  # seconds that a cancelled look gets to leave


class WebUrlReader:
    """Fulfils `ui.ports.UrlReader`."""

    def __init__(
        self,
        folder: Path,
        *,
        loopback: bool,
        limit: int = FETCH_LIMIT,
        tls: "ssl.SSLContext | None" = None,
        patience: float = _LOOK_SECONDS,
    ) -> None:
        """`folder` is where fetched clips go; `limit`: the largest, in bytes.

        `loopback`: the service itself runs on this machine (the demo service), so this machine's
        addresses are fine for it; it may be set anew with another service. `patience`: seconds for
        a look. Without `tls` it makes its own.
        """
        self._folder = folder
        self._limit = limit
        self.loopback = loopback
        self._tls = tls
        self._patience = patience
        self._errands: WebErrands | None = None
        self._opening = asyncio.Lock()
        self._seats = asyncio.Semaphore(_AT_ONCE)
        self._busy: dict[Path, asyncio.Lock] = {}

    async def look(self, url: str, *, private: bool = False) -> UrlReport:
        """What is wrong with the URL is in the report. Raises KnownError for an unusable proxy."""
        url = url.strip()
        try:
            return await self._visit(url, private, lambda errands, visit: errands.look(visit, url))
        except TimeoutError:
            return UrlReport(url, *_too_slow())

    async def thumbnail(
        self, url: str, width: int, height: int, *, private: bool = False
    ) -> "Still":
        url = url.strip()
        try:
            return await self._visit(
                url, private, lambda errands, visit: errands.thumbnail(visit, url, width, height)
            )
        except TimeoutError:
            raise KnownError("There is no picture of this clip", *_too_slow()) from None

    async def fetch(
        self, url: str, progress: Callable[[int, int | None], None], *, private: bool = False
    ) -> str:
        """A clip that was fetched before and is the same isn't fetched again."""
        url = url.strip()
        try:
            order = await self._visit(
                url, private, lambda errands, visit: errands.order(visit, url)
            )
        except TimeoutError:
            raise KnownError("This clip can't be downloaded", *_too_slow()) from None
        async with self._busy.setdefault(order.place.path, asyncio.Lock()):
            return await self._fetched(order, progress, private=private)

    async def aclose(self) -> None:
        """Close the connections. What it was asked for must have been cancelled before."""
        if self._errands is not None:
            await self._errands.downloader.aclose()

    async def _fetched(
        self, order: "Order", progress: Callable[[int, int | None], None], *, private: bool
    ) -> str:
        from aleph_desktop.app import web_errands

        errands = await self._open()
        if await asyncio.to_thread(web_errands.is_here, order):
            progress(order.size or 0, order.size)
            return str(order.place.path)
        reach = errands.reach(order.url, private=private)
        try:
            await errands.downloader.fetch(order.url, order.part, progress, self._limit, reach)
            return await asyncio.to_thread(web_errands.arrived, order)
        except KnownError as error:
            raise web_errands.in_our_words(error, order.url) from error
        finally:
            await asyncio.to_thread(web_errands.clear, order)

    async def _visit(self, url: str, private: bool, work: "Callable[[WebErrands, Visit], T]") -> T:
        """Do `work` in a thread. Raises TimeoutError, and what it raises."""
        errands = await self._open()
        async with self._seats:
            visit = errands.visit(url, private=private)

            def run() -> T:
                with visit:
                    return work(errands, visit)

            done = errands.start(run)
            try:
                async with asyncio.timeout(self._patience):
                    await asyncio.wait({done})  # unlike a plain await, leaves the future alone
            except BaseException:
                visit.abort()
                await asyncio.wait({done}, timeout=_GRACE)  # a name lookup can't be hurried
                raise
            return done.result()

    async def _open(self) -> "WebErrands":
        async with self._opening:
            if self._errands is None:
                self._errands = await asyncio.to_thread(self._make)
        self._errands.loopback = self.loopback
        return self._errands

    def _make(self) -> "WebErrands":
        from aleph_desktop.app.web_errands import WebErrands

        return WebErrands(self._folder, limit=self._limit, tls=self._tls)


def tidy(folder: Path, *, days: float = KEPT_DAYS) -> None:
    """Remove fetched clips that nobody has asked for since `days`. Blocks; never raises."""
    from aleph_desktop.client.fetched import tidy as remove_old

    remove_old(folder, days)


def _too_slow() -> tuple[str, str]:
    from aleph_desktop.client.url_words import TOO_SLOW

    return TOO_SLOW
