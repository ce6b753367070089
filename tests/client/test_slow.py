"""Servers that send just enough never to be idle."""

import contextlib
import socket
import threading
import time

import httpx
import pytest

from aleph_desktop.client.errors import AnswerLost, Unreachable
from aleph_desktop.client.service import AlephService
from aleph_desktop.client.transport import build_http
from aleph_desktop.domain.api_key import ApiKey

pytestmark = [pytest.mark.asyncio, pytest.mark.fault(14)]


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\nX-Slow: ", b'HTTP/1.1 200 OK\r\nETag: "v1"\r\n\r\n'],
    ids=["headers", "body"],
)
@pytest.mark.parametrize("tls", [False, True])
async def test_a_drip_is_given_up(start_server, certificate, fetch, part, head, tls):
    server = start_server(certificate.server if tls else None)

    def script(connection, _):
        connection.sendall(head)
        server.drip(connection, b"a")

    server.script = script
    began = time.monotonic()
    with pytest.raises(AnswerLost, match="given up"):
        await fetch(server.url)
    assert time.monotonic() - began < 2
    if part.exists():
        assert set(part.read_bytes()) == set(b"a")  # what has come stays


async def test_a_drip_of_redirects_is_given_up(server, fetch):
    def script(connection, _):
        server.stop.wait(0.2)
        connection.sendall(b"HTTP/1.1 302 X\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    server.script = script
    began = time.monotonic()
    with pytest.raises(AnswerLost, match="given up"):
        await fetch(server.url)
    assert time.monotonic() - began < 2
    assert len(server.seen) < 6


async def test_a_drip_that_goes_on_with_a_file_is_given_up(server, fetch, part, tag):
    part.write_bytes(bytes(100_000))
    tag.write_text('{"etag": "\\"v1\\"", "last_modified": null, "total": 200000}')

    def script(connection, seen):
        head = b"HTTP/1.1 206 X\r\nContent-Range: bytes 100000-199999/200000\r\n"
        connection.sendall(head + b"Content-Length: 100000\r\n\r\n")
        server.drip(connection, b"a")

    server.script = script
    began = time.monotonic()
    with pytest.raises(AnswerLost, match="given up"):
        await fetch(server.url)
    assert time.monotonic() - began < 2
    assert part.stat().st_size > 100_000


@pytest.fixture
def dripping_port():
    """Where a TLS handshake begins, and comes a byte at a time."""
    stop = threading.Event()

    def drip(listening):
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"\x16\x03\x03\x40\x00")  # a TLS record of 16 KiB follows
            while not stop.wait(0.05):
                connection.sendall(b"\x02")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,))
        thread.start()
        yield listening.getsockname()[1]
        stop.set()
        thread.join(5)


async def test_a_handshake_that_drips_is_given_up(fetch, dripping_port):
    """And its thread ends, though the other side goes on."""
    began = time.monotonic()
    with pytest.raises(AnswerLost, match="given up"):
        await fetch(f"https://127.0.0.1:{dripping_port}/v.mp4")
    assert time.monotonic() - began < 2
    for download in threading.enumerate():
        if download.name.startswith("download "):
            download.join(2)
            assert not download.is_alive()


async def test_the_services_handshake_that_drips_is_given_up(dripping_port):
    """The time for connecting counts for the whole handshake, not for each byte of it."""
    began = time.monotonic()
    async with build_http() as http:
        http.timeout = httpx.Timeout(60, connect=0.3)
        service = AlephService(http, f"https://127.0.0.1:{dripping_port}", ApiKey("a-key"))
        with pytest.raises(Unreachable, match="doesn't answer"):
            await service.poll("g-1")
    assert time.monotonic() - began < 2
