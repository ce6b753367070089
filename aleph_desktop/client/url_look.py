"""What is at one address, redirects aside: asked by HEAD and ranged reads, never fetched whole."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from aleph_desktop.client import url_words
from aleph_desktop.client.content import check_content
from aleph_desktop.client.errors import BadAnswer
from aleph_desktop.client.ranged_file import BLOCK, Parts, RangedFile
from aleph_desktop.client.reach import HOPS
from aleph_desktop.client.url_words import Words
from aleph_desktop.client.visit import Reply, Visit
from aleph_desktop.client.web_reach import PrivateAddress
from aleph_desktop.domain.clip import ClipInfo, ClipSource, SourceKind
from aleph_desktop.domain.source_url import URL_BYTES
from aleph_desktop.errors import KnownError

_FINAL = (401, 404, 407, 410, 429)  # to HEAD: a GET would fare no better
_PAGE_STARTS = (b"<!doctype html", b"<html")
_LESS_BY_HEAD = "Its server says less of it to a HEAD request, which the service makes first."
_UNTOLD = "How long and how wide it is can't be told."

Inspect = Callable[[RangedFile], ClipInfo]


@dataclass(frozen=True, slots=True)
class Finding:
    """`obstacle`: why nobody gets a clip from there. `flaw`: why the service would refuse it."""

    url: httpx.URL
    obstacle: Words | None = None
    flaw: Words | None = None
    size: int | None = None  # bytes
    mime_type: str = ""
    info: ClipInfo | None = None
    notes: tuple[str, ...] = ()


class Redirected(Exception):  # noqa: N818 (not an error: an answer)
    """It is elsewhere."""

    def __init__(self, location: str) -> None:
        super().__init__("redirected")  # not where to: the exception may be logged
        self.location = location


class UrlLook:
    """One look. Blocks. Raises Redirected, KnownError where it may not go, NO_ANSWER."""

    def __init__(self, visit: Visit, url: httpx.URL, inspect: Inspect) -> None:
        """`inspect` raises KnownError for what is no video."""
        self._visit = visit
        self._url = url
        self._inspect = inspect
        self.parts: Parts | None = None  # what has come of the file

    def run(self) -> Finding:
        head = self._head()
        if head is not None and head.status in _FINAL:
            return Finding(self._url, url_words.answered(head.status))
        asked = {"Range": f"bytes=0-{BLOCK - 1}"}
        reply = _arrived(self._visit.get(self._url, asked, BLOCK))
        if reply.status == 416:
            return Finding(self._url, url_words.EMPTY)
        if reply.status not in (200, 206):
            return Finding(self._url, url_words.answered(reply.status))
        if reply.body[:200].lstrip().lower().startswith(_PAGE_STARTS):
            return Finding(self._url, url_words.WEB_PAGE)
        try:
            check_content(reply.headers)
        except BadAnswer as error:
            return Finding(self._url, _other_content(reply, error))
        return self._file(head if head is not None and head.status in (200, 206) else None, reply)

    def _head(self) -> Reply | None:
        """None where the server breaks off instead of answering, as some do."""
        try:
            return _arrived(self._visit.head(self._url))
        except (httpx.RemoteProtocolError, httpx.ReadError):
            return None

    def _file(self, head: Reply | None, reply: Reply) -> Finding:
        """What the service would say to these headers, and what is in the file."""
        notes = []
        size = reply.size
        mime_type = (_mime_type(head) if head else "") or _mime_type(reply)
        if size == 0:
            return Finding(self._url, url_words.EMPTY)
        if head is not None and not (_mime_type(head) and head.size):
            notes.append(_LESS_BY_HEAD)
        flaw = _flaw(size, mime_type) or (None if head else url_words.NO_HEAD)
        info, no_video = self._look_inside(reply, notes)
        if no_video is not None:
            return Finding(self._url, no_video, None, size, mime_type)
        return Finding(self._url, None, flaw, size, mime_type, info, tuple(notes))

    def _look_inside(self, reply: Reply, notes: list[str]) -> tuple[ClipInfo | None, Words | None]:
        """(what it is, why it is no video): both None where that can't be found out."""
        self.parts = Parts.begun(reply)
        if self.parts is None:
            notes.append(_UNTOLD)
            return None, None
        file = RangedFile(self._visit, self._url, file_name(self._url), self.parts)
        info: ClipInfo | None = None
        no_video: Words | None = None
        try:
            info = self._inspect(file)
        except KnownError as error:
            no_video = Words(error.failure.message, error.failure.remedy)
        if file.fault is not None:
            notes.append(f"{_UNTOLD} {file.fault.failure.message}")
            return None, None
        return info, no_video


def first_bytes(visit: Visit, url: httpx.URL, size: int) -> tuple[httpx.URL, Reply]:
    """(where it is, the answer) at the end of the redirects. Raises as `UrlLook`, never Redirected.

    A server that sends no parts answers with its file, of which no more than `size` bytes are read.
    """
    asked = {"Range": f"bytes=0-{size - 1}"}
    hops = 0
    try:
        while True:
            try:
                return url, _arrived(visit.get(url, asked, size))
            except Redirected as elsewhere:
                hops += 1
                if hops > HOPS:
                    raise _unusable(url_words.TOO_MANY_HOPS) from None
                url = visit.reach.hop(url, elsewhere.location)
    except PrivateAddress as error:
        raise _unusable(url_words.INWARDS) if hops else error from error


def file_name(url: httpx.URL) -> str:
    """For people: its last segment, or the host."""
    return ClipSource(SourceKind.URL, str(url.copy_with(query=None, fragment=None))).name


def _unusable(words: Words) -> KnownError:
    return KnownError("This URL can't be used", *words)


def _arrived(reply: Reply) -> Reply:
    """Raises Redirected."""
    location = reply.headers.get("location", "")
    if reply.status in (301, 302, 303, 307, 308) and location:
        raise Redirected(location)
    return reply


def _flaw(size: int | None, mime_type: str) -> Words | None:
    if not mime_type:
        return url_words.NO_TYPE
    if not mime_type.startswith("video/"):
        return url_words.other_type(mime_type)
    if size is None:
        return url_words.NO_LENGTH
    return url_words.too_large(size) if size > URL_BYTES else None


def _mime_type(reply: Reply) -> str:
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind if kind.isprintable() and len(kind) < 80 else ""


def _other_content(reply: Reply, error: BadAnswer) -> Words:
    if reply.headers.get("content-encoding", "identity").lower() != "identity":
        return url_words.COMPRESSED
    if "html" in _mime_type(reply):
        return url_words.WEB_PAGE
    return Words(error.failure.message, url_words.BROWSER)
