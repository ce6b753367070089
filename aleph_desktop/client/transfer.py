"""One file on its way here, in a thread of its own.

Measured: a blocking client in a thread stalls the event loop 2–7 ms and gets 284–423 MB/s; an async
one on the loop 40–130 ms and 26–220 MB/s.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import httpx

from aleph_desktop.client.content import bad_video, check_content, length_of
from aleph_desktop.client.disk import check_room, unwritable
from aleph_desktop.client.errors import AnswerLost, BadAnswer, NotFound
from aleph_desktop.client.faults import BEFORE_SENDING, answer_lost, unreachable
from aleph_desktop.client.line import Line
from aleph_desktop.client.part_file import PartFile
from aleph_desktop.client.reach import HOPS, Reach, ResultReach
from aleph_desktop.client.refusal import parse_error
from aleph_desktop.client.tag import Tag


class Stopped(Exception):  # noqa: N818 (not an error: it was asked for)
    """The transfer ended because `abort` was called."""


class Transfer:
    """Brings one URL into one file. `run` belongs in a thread, the rest may be used from any.

    `received`, with what was there before, and `total` (None while unknown) are in bytes;
    `receiving` is False once only the disk has work left.
    """

    def __init__(
        self, http: httpx.Client, url: str, part: Path, limit: int, reach: Reach | None = None
    ) -> None:
        """`reach`: where it may lead; as for a result, unless another is given."""
        self.received = 0
        self.total: int | None = None
        self.receiving = True
        self._http = http
        self._url = url
        self._path = part
        self._part = PartFile(part)
        self._limit = limit
        self._aborted = False
        self._reach = reach or ResultReach()
        self._line = Line(self._check_wanted, self._reach)

    def run(self) -> None:
        """Fetch, check, save. Raises ServiceError, KnownError (kind DISK, SPACE), or Stopped."""
        host = ""
        try:
            host = httpx.URL(self._url).host
            self._bring()
        except httpx.InvalidURL as error:  # the given one, or a redirect's
            raise bad_video("Its address is not a valid URL.") from error
        except httpx.HTTPError as error:
            if self._aborted:
                raise Stopped from error
            early = isinstance(error, BEFORE_SENDING)
            raise (unreachable if early else answer_lost)(error, host) from error
        except OSError as error:  # the network's are httpx's by now
            raise unwritable(error, self._path) from error
        finally:
            self._line.close()

    def abort(self) -> None:
        """Make `run` end, also out of a blocking read. What has come stays."""
        self._aborted = True
        self._line.cut()

    def _bring(self) -> None:
        """Go on with what is there; where that fails, once more from the start."""
        size, tag = self._part.left()
        if tag is None or not self._went_on(size, tag):
            with self._answer({}) as response:
                self._save_all(response)

    def _went_on(self, size: int, tag: Tag) -> bool:
        """Whether the file is whole now; False: the server has another, or can't say."""
        with self._answer({"Range": f"bytes={size}-", "If-Range": tag.validator}) as response:
            headers = response.headers
            if response.status_code == 416:
                if not tag.ends_at(headers, size):
                    return False
                self.received = self.total = size
                self._part.sync()
                self._part.finish()
            elif response.status_code == 206:
                self.total = tag.goes_on(headers, size)
                if self.total is None:
                    return False
                self._check(response)
                check_room(self._path.parent, self.total - size)
                self._save(response, self._part.go_on(size), size)
            else:
                self._save_all(response)
        return True

    def _save_all(self, response: httpx.Response) -> None:
        """The whole file out of one answer. Raises for an answer that is none."""
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
        self.total = length_of(headers)
        self._check(response)
        self._check_wanted()
        self._part.clear()
        check_room(self._path.parent, self.total or 0)
        self._save(response, self._part.begin(Tag.of(headers, self.total)), 0)

    def _check(self, response: httpx.Response) -> None:
        check_content(response.headers)
        if self.total == 0:
            raise bad_video("It is empty.")
        self._check_size(self.total or 0)

    def _save(self, response: httpx.Response, file: BinaryIO, size: int) -> None:
        """Write what comes after `size` bytes. What has come before a break stays, with its tag.

        A body that is shorter than its Content-Length says makes httpx raise.
        """
        self.received = size
        try:
            with file:
                self._write(response, file)
        except BadAnswer:
            self._part.clear()  # nothing that could be gone on with
            raise
        self._part.finish()

    def _write(self, response: httpx.Response, file: BinaryIO) -> None:
        for piece in response.iter_raw():
            self._check_wanted()
            self._check_size(self.received + len(piece))
            file.write(piece)
            self.received += len(piece)
        self._check_wanted()
        self._check_end()
        self.receiving = False
        file.flush()
        os.fsync(file.fileno())

    def _check_size(self, size: int) -> None:
        if size > self._limit:
            raise bad_video(f"It is larger than {self._limit} bytes.")
        if self.total is not None and size > self.total:
            raise bad_video("It is longer than the server said.")

    def _check_end(self) -> None:
        if not self.received:
            raise bad_video("It is empty.")
        if self.total is not None and self.received < self.total:
            raise AnswerLost(
                "The download broke off",
                f"{self.received} of {self.total} bytes are here.",
                "Check again: it goes on from there.",
            )

    def _check_wanted(self) -> None:
        if self._aborted:
            raise Stopped

    @contextlib.contextmanager
    def _answer(self, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, each of which is checked."""
        url = self._reach.first(self._url)
        for _ in range(HOPS + 1):
            trace = {"trace": self._line.tracer(url)}
            request = self._http.build_request("GET", url, headers=headers, extensions=trace)
            response = self._http.send(request, stream=True)
            try:
                if not response.has_redirect_location:
                    yield response
                    return
                url = self._reach.hop(url, response.headers["location"])
            finally:
                response.close()
        raise bad_video(f"It was redirected more than {HOPS} times.")
