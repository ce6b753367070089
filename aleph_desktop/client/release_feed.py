"""Asks a release feed what is new. It downloads nothing but the feed, and knows no key."""

import asyncio
import json
import ssl
from collections.abc import Callable
from contextlib import suppress

import httpx

from aleph_desktop.client.faults import fault_words
from aleph_desktop.client.reach import HOPS
from aleph_desktop.client.side_thread import in_thread
from aleph_desktop.client.transport import build_tls
from aleph_desktop.client.visit import NO_ANSWER, Reply, Visit
from aleph_desktop.client.web_reach import WebReach
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.domain.release import Release, read_feed
from aleph_desktop.errors import FailureKind, KnownError

FEED_LIMIT = 1_000_000  # bytes
_SECONDS = 15.0  # for all of it
_GRACE = 0.2  # seconds that a look that is given up gets to leave
_REDIRECTS = (301, 302, 303, 307, 308)
_ASKED = {"Accept": "application/json"}
_ADDRESS = "Check the feed's address in Settings."
_LATER = "Try again later."
_WHY = {
    401: "asks for a password",
    403: "refuses to answer, or was asked too often",
    404: "knows no such page",
    410: "knows no such page",
    429: "was asked too often",
}


async def fetch_release(
    address: str,
    *,
    build: Callable[[], ssl.SSLContext] = build_tls,
    patience: float = _SECONDS,
) -> Release:
    """The newest finished release. Raises KnownError. `patience`: seconds, for all of it."""
    visits: list[Visit] = []

    def look() -> Release:
        first = _first(address)
        reach = WebReach(loopback=is_loopback(first.host), chosen=first.host)
        with Visit(reach, build()) as visit:
            visits.append(visit)
            return read_feed(_json(_reply(visit, first)))

    done = in_thread(look, "look for updates")
    try:
        async with asyncio.timeout(patience):
            await asyncio.wait({done})  # unlike a plain await, leaves the future alone
    except TimeoutError:
        await _leave(done, visits)
        raise _unasked(f"{_host(address)} took too long.", _LATER) from None
    except asyncio.CancelledError:
        await _leave(done, visits)
        raise
    return done.result()


async def _leave(done: "asyncio.Future[Release]", visits: list[Visit]) -> None:
    """A name lookup, or TLS that is being set up, can't be hurried: it ends by itself."""
    for visit in visits:
        visit.abort()
    await asyncio.wait({done}, timeout=_GRACE)


def _first(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise _unasked("The feed's address is not a valid URL.", _ADDRESS) from error
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
        raise _unasked("The feed's address doesn't start with https://.", _ADDRESS)
    if not url.host or url.userinfo:
        raise _unasked("The feed's address names no host, or a user.", _ADDRESS)
    return url


def _reply(visit: Visit, url: httpx.URL) -> Reply:
    """What is at the end of the redirects. Raises KnownError for anything but an answer."""
    for _ in range(HOPS + 1):
        try:
            reply = visit.get(url, _ASKED, FEED_LIMIT)
        except NO_ANSWER as error:
            message, _remedy = fault_words(error, url.host)  # whose remedies are about the service
            raise _unasked(
                message, "Check the internet connection and the feed's address in Settings."
            ) from error
        location = reply.headers.get("location", "")
        if reply.status not in _REDIRECTS or not location:
            return _taken(reply, url.host)
        url = _hop(visit, url, location)
    raise _unasked(f"{url.host} redirects more than {HOPS} times.", _ADDRESS)


def _hop(visit: Visit, url: httpx.URL, location: str) -> httpx.URL:
    try:
        return visit.reach.hop(url, location)
    except KnownError as error:
        message = f"{url.host} redirects to a place that isn't asked. {error.failure.message}"
        raise _unasked(message, _ADDRESS) from error


def _taken(reply: Reply, host: str) -> Reply:
    if reply.status != 200:
        why = _WHY.get(reply.status, "answers with an error")
        remedy = _ADDRESS if reply.status in (401, 404, 410) else _LATER
        raise _unasked(f"{host} {why} ({reply.status}).", remedy)
    if reply.headers.get("content-encoding", "identity").lower() != "identity":
        raise _unread("It is compressed, though this app asked for plain text.")
    if not reply.is_whole:
        raise _unread(f"It is longer than {FEED_LIMIT // 1_000_000} MB.")
    return reply


def _json(reply: Reply) -> object:
    with suppress(ValueError, RecursionError):  # ValueError: also digits by the thousands
        return json.loads(reply.body)
    raise _unread("It is no JSON, such as https://api.github.com/repos/…/releases/latest answers.")


def _host(address: str) -> str:
    with suppress(httpx.InvalidURL, UnicodeError):
        return httpx.URL(address).host
    return address


def _unasked(message: str, remedy: str) -> KnownError:
    return KnownError("No updates could be looked for", message, remedy, kind=FailureKind.NETWORK)


def _unread(why: str) -> KnownError:
    return KnownError("The release feed can't be read", why, _ADDRESS, kind=FailureKind.PROVIDER)
