"""A release feed is asked, and may answer as badly as it likes."""

import asyncio
import gzip
import json

import pytest

from aleph_desktop.client.release_feed import fetch_release
from aleph_desktop.errors import KnownError

PAGE = "https://github.com/someone/app/releases/tag/v0.2.0"
ROW = {"tag_name": "v0.2.0", "html_url": PAGE, "name": "New", "body": "Notes"}
FEED = json.dumps(ROW).encode()


def fetch(url, *, trust=None, patience=10.0):
    build = {} if trust is None else {"build": lambda: trust}
    return asyncio.run(fetch_release(url, patience=patience, **build))


def failure(url, **more):
    with pytest.raises(KnownError) as caught:
        fetch(url, **more)
    assert caught.value.failure.remedy
    return str(caught.value.failure)


def test_a_feed_on_this_machine(server, monkeypatch):
    monkeypatch.setenv("AIMLAPI_API_KEY", "canary-key")
    server.answer(200, FEED)
    release = fetch(f"{server.url}/latest")
    assert (release.version, release.page, release.notes) == ("0.2.0", PAGE, "Notes")
    (seen,) = server.seen
    assert (seen.method, seen.target, seen.body) == ("GET", "/latest", b"")
    assert "canary" not in str(seen.headers)
    assert {"authorization", "cookie", "range"}.isdisjoint(seen.headers)
    assert seen.headers["user-agent"].startswith("aleph_desktop/")
    assert seen.headers["accept-encoding"] == "identity"


def test_by_tls_and_only_with_a_certificate(start_server, certificate):
    server = start_server(certificate.server)
    server.answer(200, FEED)
    assert fetch(server.url, trust=certificate.trusted).version == "0.2.0"
    assert "certificate" in failure(server.url)


def test_a_redirect_is_followed(web):
    _plain, secure, trust = web

    def script(connection, seen):
        if seen.target == "/latest":
            head = "302 Found\r\nLocation: https://other.example.org/moved\r\nContent-Length: 0"
            connection.sendall(f"HTTP/1.1 {head}\r\n\r\n".encode())
        else:
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(FEED)}\r\n\r\n"
            connection.sendall(head.encode() + FEED)

    secure.script = script
    assert fetch("https://clips.example.org/latest", trust=trust).version == "0.2.0"
    assert [seen.target for seen in secure.seen] == ["/latest", "/moved"]


@pytest.mark.parametrize(
    "to", ["http://clips.example.org/", "https://10.0.0.1/", "https://localhost/", "ftp://x/"]
)
def test_a_redirect_elsewhere_is_not(web, to):
    plain, secure, trust = web
    secure.answer(302, headers={"Location": to})
    said = failure("https://clips.example.org/latest", trust=trust)
    assert "redirects to a place that isn't asked" in said
    assert len(secure.seen) == 1
    assert not plain.seen


def test_redirects_in_a_circle_end(server):
    server.answer(302, headers={"Location": "/again"})
    assert "redirects more than 5 times" in failure(server.url)
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "knows no such page"), (403, "asked too often"), (500, "answers with an error")],
)
def test_an_answer_that_is_none(server, status, words):
    server.answer(status, FEED)
    assert words in failure(server.url)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>", "no JSON"),
        (b"", "no JSON"),
        (b"[" * 900_000, "no JSON"),
        (b"9" * 900_000, "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b" " * 1_000_001, "longer than 1 MB"),
        (b"[]", "no finished release"),
    ],
)
def test_a_body_that_is_none(server, body, words):
    server.answer(200, body)
    assert words in failure(server.url)


def test_a_compressed_one_is_not_unpacked(server):
    server.answer(200, gzip.compress(FEED), {"Content-Encoding": "gzip"})
    assert "compressed" in failure(server.url)


def test_one_that_never_ends(server):
    def script(connection, _seen):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n ")
        server.stop.wait()

    server.script = script
    assert "took too long" in failure(server.url, patience=0.4)


def test_one_that_breaks_off(server):
    assert "Check the internet connection and the feed's address" in failure(server.url)


@pytest.mark.parametrize(
    "address",
    ["http://example.com/", "file:///etc/passwd", "", "https://", "https://u:p@example.com/", "\0"],
)
def test_addresses_that_nobody_asks(address, no_network):
    assert "feed's address" in failure(address)


def test_giving_up_ends_at_once(server):
    async def scenario():
        held = asyncio.Event()
        loop = asyncio.get_running_loop()

        def script(_connection, _seen):
            loop.call_soon_threadsafe(held.set)
            server.stop.wait()

        server.script = script
        looking = asyncio.ensure_future(fetch_release(server.url))
        async with asyncio.timeout(10):
            await held.wait()
            looking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await looking

    asyncio.run(scenario())
