"""A few requests to a place on the web that somebody pasted, blocking: for a thread of its own."""

import ssl
from types import TracebackType
from typing import NamedTuple, Self

import httpx

from aleph_desktop.client.line import Line
from aleph_desktop.client.reach import Reach
from aleph_desktop.client.tag import told_range
from aleph_desktop.client.transport import build_look_http

# What is raised where nothing comes, or nothing that is HTTP. InvalidURL: httpx reads a redirect's
# address even where it isn't to follow it. OSError: TLS errors that httpx lets through.
NO_ANSWER = (httpx.HTTPError, httpx.InvalidURL, OSError)

# A server may end an idle connection in the moment that it is asked again.
_BROKEN = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)


class GivenUp(Exception):  # noqa: N818 (not an error: it was asked for)
    """The visit ended because `abort` was called."""


class Reply(NamedTuple):
    """`body`: what was asked for of it, or less where there is less."""

    status: int
    headers: httpx.Headers
    body: bytes
    is_whole: bool  # `body` is all of it

    @property
    def size(self) -> int | None:
        """Bytes of the whole file; None where the server doesn't say."""
        if self.status == 206:
            told = told_range(self.headers)
            return told[2] if told else None
        length = self.headers.get("content-length", "")
        if "transfer-encoding" in self.headers or not (length.isascii() and length.isdigit()):
            return None
        return int(length[:18])


class Visit:
    """Follows no redirect, unpacks nothing, goes where `reach` lets it.

    It opens and closes in its thread; `abort` may be called from any.
    """

    def __init__(self, reach: Reach, tls: ssl.SSLContext) -> None:
        self.reach = reach
        self._tls = tls
        self._aborted = False
        self._line = Line(self._check_wanted, reach)

    def head(self, url: httpx.URL) -> Reply:
        """HEAD once. Raises NO_ANSWER, what `reach` raises, or GivenUp."""
        return self._ask("HEAD", url, {}, 0)

    def get(self, url: httpx.URL, headers: dict[str, str], most: int) -> Reply:
        """GET at most `most` bytes, and once more where the connection breaks. Raises as `head`."""
        try:
            return self._ask("GET", url, headers, most)
        except _BROKEN:
            self._check_wanted()
            return self._ask("GET", url, headers, most)

    def abort(self) -> None:
        """Make what blocks end."""
        self._aborted = True
        self._line.cut()

    def __enter__(self) -> Self:
        """Raises KnownError for an unusable proxy."""
        self._http = build_look_http(self._tls)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.close()
        self._http.close()

    def _ask(self, method: str, url: httpx.URL, headers: dict[str, str], most: int) -> Reply:
        self._check_wanted()
        trace = {"trace": self._line.tracer(url)}
        request = self._http.build_request(method, url, headers=headers, extensions=trace)
        try:
            response = self._http.send(request, stream=True)
            try:
                body, is_whole = self._read(response, most)
            finally:
                response.close()
        except NO_ANSWER:
            self._check_wanted()
            raise
        return Reply(response.status_code, response.headers, body, is_whole)

    def _read(self, response: httpx.Response, most: int) -> tuple[bytes, bool]:
        """(bytes, whether these are all). A connection that has more to send is closed."""
        pieces: list[bytes] = []
        left = most
        for piece in response.iter_raw():
            self._check_wanted()
            if len(piece) > left:
                pieces.append(piece[:left])
                return b"".join(pieces), False
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces), True

    def _check_wanted(self) -> None:
        if self._aborted:
            raise GivenUp
