"""One file on its way here, in a thread of its own.

Measured: a blocking client in a thread stalls the event loop 2–7 ms and gets 284–423 MB/s; an async
one on the loop 40–130 ms and 26–220 MB/s.
"""

import contextlib
import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx

from aleph_desktop.client.address import check_result_url
from aleph_desktop.client.disk import unwritable
from aleph_desktop.client.errors import BadAnswer, NotFound, ServiceError
from aleph_desktop.client.faults import BEFORE_SENDING, answer_lost, unreachable
from aleph_desktop.client.refusal import parse_error
from aleph_desktop.domain.loopback import is_loopback

HOPS = 5  # redirects
_BUFFER = 1 << 20  # bytes; a TLS read brings 16 KiB, a write should be larger


class Stopped(Exception):  # noqa: N818 (not an error: it was asked for)
    """The transfer ended because `abort` was called."""


class Transfer:
    """Fetches one URL into one file. `run` belongs in a thread, the rest may be used from any.

    `received` and `total` (None while unknown) are bytes; `receiving` is False once only the disk
    has work left.
    """

    def __init__(self, http: httpx.Client, url: str, target: Path, limit: int | None) -> None:
        self.received = 0
        self.total: int | None = None
        self.receiving = True
        self._http = http
        self._url = url
        self._target = target
        self._part = target.with_name(target.name + ".part")
        self._limit = limit
        self._aborted = False
        self._socket: socket.socket | None = None

    def run(self) -> None:
        """Fetch, check, save. Raises ServiceError, KnownError (kind DISK), or Stopped."""
        host = ""
        try:
            host = httpx.URL(self._url).host
            with self._open(check_result_url(self._url, loopback=is_loopback(host))) as response:
                self._check(response)
                self._save(response)
        except httpx.InvalidURL as error:  # the given one, or a redirect's
            raise _bad("Its address is not a valid URL.") from error
        except httpx.HTTPError as error:
            if self._aborted:
                raise Stopped from error
            early = isinstance(error, BEFORE_SENDING)
            raise (unreachable if early else answer_lost)(error, host) from error
        except OSError as error:  # the network's are httpx's by now
            raise unwritable(error, self._target) from error

    def abort(self) -> None:
        """Make `run` end, also out of a blocking read. It leaves no file."""
        self._aborted = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def _open(self, url: httpx.URL) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, each of which is checked."""
        for _ in range(HOPS + 1):
            request = self._http.build_request("GET", url, extensions={"trace": self._on_trace})
            response = self._http.send(request, stream=True)
            try:
                if not response.has_redirect_location:
                    yield response
                    return
                url = _next_hop(url, response.headers["location"])
            finally:
                response.close()
        raise _bad(f"It was redirected more than {HOPS} times.")

    def _on_trace(self, event: str, info: dict[str, object]) -> None:
        """Called by httpcore: the one way to the socket before an answer has come."""
        stream = info.get("return_value")
        if event.endswith(("connect_tcp.complete", "start_tls.complete")) and stream is not None:
            self._socket = stream.get_extra_info("socket")  # type: ignore[attr-defined]  # httpcore's
        self._check_wanted()

    def _check_wanted(self) -> None:
        if self._aborted:
            raise Stopped

    def _check(self, response: httpx.Response) -> None:
        """Raise for an answer that is not the file."""
        status, headers = response.status_code, response.headers
        if 400 <= status < 500 and status != 429:  # a storage says so in many ways
            raise NotFound(
                "The video's address doesn't work any more",
                f"The server that keeps it answered {status}.",
                "Check again: the service may give a fresh address.",
                status=status,
            )
        if status != 200:
            raise parse_error(status, b"", headers)
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise _bad("It came compressed, which this app didn't ask for.")
        length = headers.get("content-length")
        if length is not None and "transfer-encoding" not in headers:
            self.total = int(length)  # h11 has checked that it is a number
        self._check_limit(self.total or 0)

    def _check_limit(self, size: int) -> None:
        if self._limit is not None and size > self._limit:
            raise _bad(f"It is larger than {self._limit} bytes.")

    def _save(self, response: httpx.Response) -> None:
        """Through the .part; the final name appears only with the whole file behind it.

        A body that is shorter than its Content-Length says makes httpx raise.
        """
        if os.path.lexists(self._target):
            raise FileExistsError(errno.EEXIST, "")
        self._part.unlink(missing_ok=True)
        try:
            with self._part.open("xb", buffering=_BUFFER) as file:  # x: follows no link
                for piece in response.iter_raw():
                    self._check_wanted()
                    self.received += len(piece)
                    self._check_limit(self.received)
                    file.write(piece)
                self.receiving = False
                self._check_end()
                file.flush()
                os.fsync(file.fileno())
            self._publish()
        except BaseException:
            self._part.unlink(missing_ok=True)
            raise

    def _check_end(self) -> None:
        self._check_wanted()
        if not self.received:
            raise _bad("It is empty.")

    def _publish(self) -> None:
        if os.path.lexists(self._target):
            raise FileExistsError(errno.EEXIST, "")
        self._part.replace(self._target)
        if os.name == "posix":
            folder = os.open(self._target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _next_hop(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads. Raises BadAnswer: never from https to http, or inwards."""
    target = url.join(location)
    if url.scheme == "https" and target.scheme != "https":
        raise _bad("It was redirected to an address that isn't https.")
    return check_result_url(str(target), loopback=is_loopback(url.host))


def _bad(why: str) -> ServiceError:
    return BadAnswer(
        "The video can't be downloaded", why, "Check again later, or ask the service's support."
    )
