import asyncio
import errno
import hashlib
import logging
import os
import resource
import threading
import time

import pytest

from aleph_desktop.client.disk import unwritable
from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    NotFound,
    RateLimited,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.client.redact import redact_url
from aleph_desktop.errors import FailureKind, KnownError

pytestmark = pytest.mark.asyncio

VIDEO = os.urandom(3_000_000)


def nothing(received, total):
    pass


@pytest.fixture
def serve(start_server, certificate):
    return lambda tls: start_server(certificate.server if tls else None)


@pytest.fixture
def target(tmp_path):
    """Where to; no test may leave a partial file or a thread there."""
    yield tmp_path / "out" / "night.mp4"
    for thread in threading.enumerate():
        if thread.name.startswith("download "):
            thread.join(2)
            assert not thread.is_alive()
    assert list(tmp_path.glob("out/*.part")) == []


@pytest.fixture(autouse=True)
def folder(target):
    target.parent.mkdir()


async def test_a_file_comes_whole(serve, downloader, target):
    server = serve(tls=True)
    server.answer(200, VIDEO)
    seen = []
    size = await downloader.download(
        server.url + "/v.mp4?_jwt=x", target, lambda *figures: seen.append(figures), 10**8
    )
    assert size == len(VIDEO)
    assert hashlib.sha256(target.read_bytes()).digest() == hashlib.sha256(VIDEO).digest()
    assert seen[-1] == (size, size)
    assert server.seen[0].target == "/v.mp4?_jwt=x"
    assert server.seen[0].headers["accept-encoding"] == "identity"
    assert "authorization" not in server.seen[0].headers


async def test_a_file_without_a_length(server, downloader, target):
    def script(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + VIDEO)
        raise EOFError

    server.script = script
    assert await downloader.download(server.url, target, nothing, None) == len(VIDEO)
    assert target.read_bytes() == VIDEO


async def test_progress_is_told_at_most_ten_times_a_second_on_the_loop(server, downloader, target):
    def script(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 800000\r\n\r\n")
        for _ in range(80):
            connection.sendall(bytes(10_000))
            server.stop.wait(0.01)

    server.script = script
    seen, began = [], time.monotonic()
    here = threading.get_ident()

    def progress(received, total):
        assert threading.get_ident() == here
        seen.append((received, total))

    await downloader.download(server.url, target, progress, None)
    assert 3 <= len(seen) <= 10 * (time.monotonic() - began) + 2
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {800_000}


@pytest.mark.parametrize("part", [0, 1, len(VIDEO) // 2, len(VIDEO) - 1])
async def test_a_cut_file_is_no_file(server, downloader, target, part):
    server.answer(200, VIDEO[:part], claim=len(VIDEO))
    with pytest.raises(AnswerLost):
        await downloader.download(server.url, target, nothing, None)
    assert not target.exists()


async def test_a_reset_is_no_file(server, downloader, target):
    def script(connection, seen):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + VIDEO)
        server.reset(connection, seen)

    server.script = script
    with pytest.raises(AnswerLost):
        await downloader.download(server.url, target, nothing, None)
    assert not target.exists()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (204, BadAnswer),
        (206, BadAnswer),
        (304, BadAnswer),
        (400, NotFound),
        (401, NotFound),
        (403, NotFound),
        (404, NotFound),
        (410, NotFound),
        (429, RateLimited),
        (503, ServiceTrouble),
    ],
)
async def test_an_answer_that_is_no_file(server, downloader, target, status, kind):
    server.answer(status)
    with pytest.raises(kind):
        await downloader.download(server.url, target, nothing, None)
    assert not target.exists()


async def test_an_empty_file_is_refused(server, downloader, target):
    server.answer(200, b"")
    with pytest.raises(BadAnswer, match="empty"):
        await downloader.download(server.url, target, nothing, None)
    assert not target.exists()


async def test_over_the_limit_by_its_length(server, downloader, target):
    server.answer(200, VIDEO, claim=10**10)  # a cut one, had it been read
    with pytest.raises(BadAnswer, match="larger than"):
        await downloader.download(server.url, target, nothing, 10**9)
    assert not target.exists()


async def test_an_endless_file_ends_at_the_limit(server, downloader, target):
    sent = []

    def script(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(1_000_000))
            sent.append(1_000_000)

    server.script = script
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadAnswer, match="larger than"):
        await downloader.download(server.url, target, nothing, 100_000_000)
    assert sum(sent) < 120_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 64_000  # KiB
    assert not target.exists()


async def test_a_compressed_file_is_refused(server, downloader, target):
    server.answer(200, VIDEO, {"Content-Encoding": "gzip"})
    with pytest.raises(BadAnswer, match="compressed"):
        await downloader.download(server.url, target, nothing, None)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
async def test_a_drip_is_given_up(server, downloader, target, head):
    def script(connection, _):
        connection.sendall(head)
        server.drip(connection, b"a")

    server.script = script
    began = time.monotonic()
    with pytest.raises(AnswerLost, match="given up"):
        await downloader.download(server.url, target, nothing, None)
    assert time.monotonic() - began < 2
    assert not target.exists()


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nsome"])
async def test_cancelling_ends_a_blocked_read(serve, downloader, target, sent, tls):
    server = serve(tls)
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()

    def script(connection, _):
        connection.sendall(sent)
        if not sent:
            loop.call_soon_threadsafe(arrived.set)
        server.stop.wait(20)

    server.script = script
    task = asyncio.create_task(
        downloader.download(server.url, target, lambda *_: arrived.set(), None)
    )
    await arrived.wait()
    assert target.with_name("night.mp4.part").exists() == bool(sent)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 0.4
    assert not target.exists()


async def test_nothing_is_overwritten(server, downloader, target, tmp_path):
    server.answer(200, VIDEO)
    target.write_text("mine")
    with pytest.raises(KnownError, match="there already") as caught:
        await downloader.download(server.url, target, nothing, None)
    assert caught.value.failure.kind is FailureKind.DISK
    assert target.read_text() == "mine"


async def test_links_in_the_way_are_not_followed(server, downloader, target, tmp_path):
    server.answer(200, VIDEO)
    precious = tmp_path / "precious"
    precious.write_text("mine")
    target.with_name("night.mp4.part").symlink_to(precious)
    await downloader.download(server.url, target, nothing, None)
    other = target.with_name("other.mp4")
    other.symlink_to(tmp_path / "not-there")
    with pytest.raises(KnownError, match="there already"):
        await downloader.download(server.url, other, nothing, None)
    assert precious.read_text() == "mine"
    assert not (tmp_path / "not-there").exists()


async def test_a_folder_that_is_gone(server, downloader, target):
    server.answer(200, VIDEO)
    target.parent.rmdir()
    with pytest.raises(KnownError, match="is not there") as caught:
        await downloader.download(server.url, target, nothing, None)
    assert caught.value.failure.kind is FailureKind.DISK


async def test_a_disk_that_takes_no_more(server, downloader, target):
    server.answer(200, VIDEO)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    try:
        with pytest.raises(KnownError, match="larger than the disk takes") as caught:
            await downloader.download(server.url, target, nothing, None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.failure.kind is FailureKind.DISK
    assert not target.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "is full"), (errno.EACCES, "can't be written"), (errno.EIO, "Input/output")],
)
async def test_what_the_disk_says_has_words(tmp_path, number, words):
    error = unwritable(OSError(number, os.strerror(number)), tmp_path / "v.mp4")
    assert words in str(error)


async def test_redirects_are_followed_five_times(server, downloader, target):
    def script(connection, seen):
        left = int(seen.target[1:])
        if left:
            head = f"HTTP/1.1 302 X\r\nLocation: /{left - 1}\r\nContent-Length: 0\r\n\r\n"
            connection.sendall(head.encode())
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    server.script = script
    assert await downloader.download(server.url + "/5", target, nothing, None) == 2
    with pytest.raises(BadAnswer, match="more than 5 times"):
        await downloader.download(server.url + "/6", target.with_name("b"), nothing, None)


@pytest.mark.parametrize(
    "location",
    [
        "http://cdn.example.com/v.mp4",
        "https://10.1.2.3/v.mp4",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "data:video/mp4,a",
        "https://[bad/",
    ],
)
async def test_a_redirect_to_somewhere_unsafe(server, downloader, target, location):
    server.answer(302, b"", {"Location": location})
    with pytest.raises(BadAnswer):
        await downloader.download(server.url, target, nothing, None)
    assert len(server.seen) == 1


async def test_a_redirect_from_https_to_http(serve, server, downloader, target):
    server.answer(200, VIDEO)
    secure = serve(tls=True)
    secure.answer(302, b"", {"Location": server.url})
    with pytest.raises(BadAnswer, match="isn't https"):
        await downloader.download(secure.url, target, nothing, None)
    assert not server.seen


@pytest.mark.parametrize(
    "url", ["http://cdn.example.com/v", "file:///etc/passwd", "", "https://[", "https://a\x00b"]
)
async def test_what_is_not_fetched(downloader, target, url):
    with pytest.raises(BadAnswer):
        await downloader.download(url, target, nothing, None)


async def test_a_certificate_of_another_host(start_server, certify, downloader, target):
    server = start_server(certify("DNS:elsewhere.example").server)
    with pytest.raises(Unreachable, match="certificate"):
        await downloader.download(server.url, target, nothing, None)
    assert not server.seen


async def test_a_signed_url_is_in_no_log_and_no_error(server, downloader, target, caplog):
    caplog.set_level(logging.DEBUG)
    told = []
    for status in (200, 302, 403, 500):
        server.answer(status, b"", {"Location": "http://b.example/?_jwt=canary"})
        with pytest.raises(KnownError) as caught:
            await downloader.download(server.url + "/v?_jwt=canary", target, nothing, None)
        told += [str(caught.value), repr(caught.value)]
    assert "canary" not in "".join(told) + caplog.text


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://me:pw@a.b:8/v.mp4?_jwt=x#y", "https://a.b:8/v.mp4"),
        ("http://[::1]:80/v", "http://[::1]:80/v"),
        ("data:video/mp4;base64,AAAA", "data:…"),
        ("https://a:bad/?x", "[not a URL]"),
    ],
)
async def test_what_of_a_url_may_be_logged(url, safe):
    assert redact_url(url) == safe
