"""What is done for the window on the web: blocking, each in a thread of its own.

Apart from `web_url_reader`, because it brings httpx and PyAV.
"""

import asyncio
import os
import shutil
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

import httpx

from aleph_desktop.client import url_words
from aleph_desktop.client.disk import unwritable
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.errors import AnswerLost
from aleph_desktop.client.fetched import Place, place_for
from aleph_desktop.client.page_link import page_link
from aleph_desktop.client.preflight import Preflight
from aleph_desktop.client.ranged_file import BLOCK, Parts, RangedFile
from aleph_desktop.client.side_thread import in_thread
from aleph_desktop.client.transport import build_download_http, build_tls
from aleph_desktop.client.url_look import file_name, first_bytes
from aleph_desktop.client.url_words import Words
from aleph_desktop.client.visit import NO_ANSWER, Visit
from aleph_desktop.client.web_reach import PrivateAddress, WebReach
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.probe import probe
from aleph_desktop.media.stills import Still, thumbnail

T = TypeVar("T")

_KEPT = 2  # files whose parts are kept for their thumbnails, of at most 8 MB each


class Order(NamedTuple):
    """A clip to be fetched: from where, how much, to where."""

    url: str
    size: int | None  # bytes
    place: Place

    @property
    def part(self) -> Path:
        """Where it goes until it is whole."""
        return self.place.path.with_name(f"{self.place.path.name}.part")


class WebErrands:
    """Shares one TLS context among its visits and downloads."""

    def __init__(self, folder: Path, *, limit: int, tls: ssl.SSLContext | None) -> None:
        """Blocks for 40 ms without `tls`. Raises KnownError for an unusable proxy."""
        self._tls = tls or build_tls()
        self.downloader = FileDownloader(build_download_http(self._tls))
        self._folder = folder
        self.loopback = False  # whether the service is on this machine
        self._limit = limit
        self._seen: dict[str, tuple[httpx.URL, Parts]] = {}

    def reach(self, url: str, *, private: bool) -> WebReach:
        """`private`: the URL's own host may be asked wherever it is."""
        chosen = ""
        if private:
            with suppress(httpx.InvalidURL, UnicodeError):
                chosen = httpx.URL(url).host
        return WebReach(loopback=self.loopback, chosen=chosen)

    def visit(self, url: str, *, private: bool) -> Visit:
        return Visit(self.reach(url, private=private), self._tls)

    def start(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Do `work` in a thread."""
        return in_thread(work, "look at a URL")

    def look(self, visit: Visit, url: str) -> UrlReport:
        preflight = Preflight(visit, probe, loopback=self.loopback, limit=self._limit)
        report = preflight.look(url)
        if preflight.seen is not None:
            self._keep(url, preflight.seen)
        return report

    def thumbnail(self, visit: Visit, url: str, width: int, height: int) -> Still:
        """Raises KnownError."""
        seen = self._seen.pop(url, None)
        try:
            at, parts = self._begun(visit, url) if seen is None else seen
        except NO_ANSWER as error:
            raise _no_picture(url_words.unanswered(error, httpx.URL(url).host)) from error
        file = RangedFile(visit, at, file_name(at), parts)
        try:
            picture = thumbnail(file, width, height)
        except KnownError as error:
            raise file.fault or error from error
        if file.fault is not None:
            raise file.fault
        self._keep(url, (at, parts))
        return picture

    def order(self, visit: Visit, url: str) -> Order:
        """Find out what is to be fetched, and make its place. Raises KnownError."""
        link = page_link(url)
        if link is not None and not link.direct:
            raise not_fetched(Words(link.problem, link.remedy), FailureKind.INPUT)
        url = link.direct if link is not None else url
        first = visit.reach.first(url)
        try:
            at, reply = first_bytes(visit, first, 1)
        except NO_ANSWER as error:
            raise not_fetched(url_words.unanswered(error, first.host)) from error
        if reply.status not in (200, 206):
            empty = reply.status == 416
            raise not_fetched(url_words.EMPTY if empty else url_words.answered(reply.status))
        size = reply.size
        if size is not None and size > self._limit:
            raise not_fetched(url_words.too_large_to_fetch(size, self._limit), FailureKind.INPUT)
        try:
            return Order(url, size, place_for(self._folder, url, at, reply))
        except KnownError as error:
            raise in_our_words(error, url) from error

    def _begun(self, visit: Visit, url: str) -> tuple[httpx.URL, Parts]:
        at, reply = first_bytes(visit, visit.reach.first(url), BLOCK)
        if reply.status not in (200, 206):
            raise _no_picture(url_words.answered(reply.status))
        parts = Parts.begun(reply)
        if parts is None:
            raise _no_picture(Words("Its server doesn't say how large it is.", ""))
        return at, parts

    def _keep(self, url: str, seen: tuple[httpx.URL, Parts]) -> None:
        self._seen[url] = seen
        for old in list(self._seen)[:-_KEPT]:
            self._seen.pop(old, None)


def is_here(order: Order) -> bool:
    """Whether it was fetched before, and is the same; then it stays for longer."""
    path = order.place.path
    try:
        if not order.place.lasting or path.stat().st_size != order.size:
            return False
        os.utime(path)
    except OSError:
        return False
    return True


def arrived(order: Order) -> str:
    """Give a fetched clip its name; its path. Raises KnownError."""
    try:
        order.part.replace(order.place.path)
    except OSError as error:
        raise unwritable(error, order.place.path) from error
    return str(order.place.path)


def clear(order: Order) -> None:
    """Remove what has come of a clip that can't be gone on with."""
    if not order.place.lasting and not order.place.path.exists():
        shutil.rmtree(order.place.path.parent, ignore_errors=True)


def in_our_words(error: KnownError, url: str) -> KnownError:
    """A download's error, whose words are about results, in those about a clip."""
    kind, message = error.failure.kind, error.failure.message
    if isinstance(error, PrivateAddress):
        return error
    if kind is FailureKind.SPACE:
        return not_fetched(Words(message, "Make room, then try again."), kind)
    if kind is FailureKind.DISK:
        remedy = "See that the app's cache folder can be written to."
        return not_fetched(Words(message, remedy), kind)
    if isinstance(error.__cause__, httpx.HTTPError):
        return not_fetched(url_words.unanswered(error.__cause__, httpx.URL(url).host))
    remedy = "Try again." if isinstance(error, AnswerLost) else url_words.BROWSER
    return not_fetched(Words(message, remedy))


def not_fetched(words: Words, kind: FailureKind = FailureKind.NETWORK) -> KnownError:
    return KnownError("This clip can't be downloaded", *words, kind=kind)


def _no_picture(words: Words) -> KnownError:
    return KnownError("There is no picture of this clip", *words, kind=FailureKind.NETWORK)
