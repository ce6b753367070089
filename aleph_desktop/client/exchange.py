"""One request and its answer: streamed, capped, within a total time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from aleph_desktop.client.errors import BadAnswer, ServiceError
from aleph_desktop.client.faults import BEFORE_SENDING, answer_lost, unreachable

ANSWER_LIMIT = 1_000_000  # bytes

# InvalidURL: httpx reads a redirect's address even where it isn't to follow it.
# OSError: TimeoutError, and TLS errors that httpx lets through.
_NETWORK = (httpx.HTTPError, httpx.InvalidURL, OSError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `flaw`: why the body, which then is empty, could not be read."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)
    flaw: ServiceError | None = None


async def exchange(
    http: httpx.AsyncClient,
    request: httpx.Request,
    deadline: float,
    begun: Callable[[], bool] | None = None,
) -> Answer:
    """Send once and read the answer, all within `deadline` seconds.

    `begun()`: whether a submit may have left, told by its body, which is asked for after the
    headers; without it the error tells. Raises Unreachable where it has not, else AnswerLost; what
    the request's body raises passes through. Once a status is here it counts, whatever becomes of
    the answer's body: a refusal that is cut short is still one.
    """
    host = request.url.host
    try:
        async with asyncio.timeout(deadline) as time_left:
            response = await http.send(request, stream=True)
    except _NETWORK as error:
        early = isinstance(error, BEFORE_SENDING) if begun is None else not begun()
        if early:
            raise unreachable(error, host, submitting=begun is not None) from error
        raise answer_lost(error, host) from error
    body = b""
    flaw: ServiceError | None = None
    try:
        async with asyncio.timeout_at(time_left.when()):
            body = await _read(response)
    except BadAnswer as error:
        flaw = error
    except _NETWORK as error:
        flaw = answer_lost(error, host)
    finally:
        await response.aclose()
    return Answer(response.status_code, response.headers, body, flaw)


async def _read(response: httpx.Response) -> bytes:
    """The body. Raises BadAnswer for one that is compressed or never ends."""
    encoding = response.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":  # asked for, and a bomb is small until it is unpacked
        raise _bad("It is compressed, though this app asked for plain text.")
    pieces: list[bytes] = []
    size = 0
    async for piece in response.aiter_raw():
        size += len(piece)
        if size > ANSWER_LIMIT:
            raise _bad(f"It is longer than {ANSWER_LIMIT // 1_000_000} MB.")
        pieces.append(piece)
    return b"".join(pieces)


def _bad(why: str) -> BadAnswer:
    return BadAnswer("The service's answer can't be read", why, "Check the service's address.")
