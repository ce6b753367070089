"""A result on its way here: what comes whole, what is refused, what the disk says."""

import asyncio
import errno
import logging
import os
import resource
import shutil
import subprocess
import threading
import time

import pytest

from aleph_desktop.client.disk import RESERVE, check_room, unwritable
from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    NotFound,
    RateLimited,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.errors import FailureKind, KnownError

pytestmark = pytest.mark.asyncio


async def test_a_file_comes_whole(start_server, certificate, fetch, part, tag, video):
    server = start_server(certificate.server)
    server.serve(video, {"ETag": '"v1"'})
    seen = []
    size = await fetch(server.url + "/v.mp4?_jwt=x", progress=lambda *told: seen.append(told))
    assert size == len(video)
    assert part.read_bytes() == video
    assert not tag.exists()
    assert seen[-1] == (size, size)
    (asked,) = server.seen
    assert asked.target == "/v.mp4?_jwt=x"
    assert asked.headers["accept-encoding"] == "identity"
    assert not asked.headers.keys() & {"authorization", "range", "if-range"}


async def test_a_file_without_a_length(server, fetch, part, video):
    def script(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + video)
        raise EOFError

    server.script = script
    assert await fetch(server.url) == len(video)
    assert part.read_bytes() == video


async def test_progress_is_told_at_most_ten_times_a_second_on_the_loop(server, fetch):
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

    await fetch(server.url, progress=progress)
    assert 3 <= len(seen) <= 10 * (time.monotonic() - began) + 2
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {800_000}


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
        (416, NotFound),
        (429, RateLimited),
        (503, ServiceTrouble),
    ],
)
async def test_an_answer_that_is_no_file(server, fetch, part, status, kind):
    server.answer(status)
    with pytest.raises(kind):
        await fetch(server.url)
    assert not part.exists()
    assert len(server.seen) == 1


@pytest.mark.fault(16)
@pytest.mark.parametrize("head", ["Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", ""])
async def test_an_empty_file_is_refused(server, fetch, part, tag, head):
    def script(connection, _):
        body = b"0\r\n\r\n" if "chunked" in head else b""
        answer = f'HTTP/1.1 200 OK\r\nETag: "v"\r\n{head}\r\n'
        connection.sendall(answer.encode() + body)
        raise EOFError

    server.script = script
    with pytest.raises(BadAnswer, match="empty"):
        await fetch(server.url)
    assert not part.exists()
    assert not tag.exists()


@pytest.mark.fault(16)
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text/html; charset=utf-8", "a web page instead of a video"),
        ("TEXT/HTML", "a web page"),
        ("text/plain", "text/plain instead"),
        ("application/json", "application/json"),
        ("application/problem+json", "json"),
        ("application/xml", "xml"),
        ("image/png", "image/png"),
        ("multipart/byteranges; boundary=a", "multipart"),
    ],
)
async def test_what_is_no_video_by_its_type(server, fetch, part, kind, words):
    server.answer(200, b"<!doctype html>", {"Content-Type": kind})
    with pytest.raises(BadAnswer, match=words):
        await fetch(server.url)
    assert not part.exists()


@pytest.mark.parametrize(
    "kind",
    ["video/mp4", "application/octet-stream", "binary/octet-stream", "application/mp4", "", "?"],
)
async def test_what_may_be_a_video_by_its_type(server, fetch, kind):
    server.answer(200, b"video", {"Content-Type": kind})
    assert await fetch(server.url) == 5


@pytest.mark.fault(15)
async def test_over_the_limit_by_its_length(server, fetch, part, video):
    server.answer(200, video, claim=10**10)  # a cut one, had it been read
    with pytest.raises(BadAnswer, match="larger than"):
        await fetch(server.url)
    assert not part.exists()


async def test_more_than_was_said_is_no_video(server, fetch, part, tag):
    part.write_bytes(b"abc")
    tag.write_text('{"etag": "\\"v\\"", "last_modified": null, "total": 10}')

    def script(connection, _):
        connection.sendall(
            b"HTTP/1.1 206 X\r\nContent-Range: bytes 3-9/10\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"8\r\ndefghijk\r\n0\r\n\r\n"
        )

    server.script = script
    with pytest.raises(BadAnswer, match="longer than the server said"):
        await fetch(server.url)
    assert not part.exists()
    assert not tag.exists()


async def test_a_compressed_file_is_refused(server, fetch, part, video):
    server.answer(200, video, {"Content-Encoding": "gzip"})
    with pytest.raises(BadAnswer, match="compressed"):
        await fetch(server.url)
    assert not part.exists()


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nsome"])
async def test_cancelling_ends_a_blocked_read(start_server, certificate, fetch, part, sent, tls):
    server = start_server(certificate.server if tls else None)
    arrived = asyncio.Event()
    loop = asyncio.get_running_loop()

    def script(connection, _):
        connection.sendall(sent)
        if not sent:
            loop.call_soon_threadsafe(arrived.set)
        server.stop.wait(20)

    server.script = script
    task = asyncio.create_task(fetch(server.url, progress=lambda *_: arrived.set()))
    await arrived.wait()
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 0.4
    if sent:
        assert part.read_bytes() == b"some"


async def test_two_for_one_file_go_one_after_the_other(server, fetch, part, video):
    server.serve(video, {"ETag": '"v1"'})
    assert await asyncio.gather(fetch(server.url), fetch(server.url)) == [len(video)] * 2
    assert part.read_bytes() == video


async def test_links_in_the_way_are_not_followed(server, fetch, part, tag, tmp_path):
    server.serve(b"new", {"ETag": '"v1"'})
    precious, other = tmp_path / "precious", tmp_path / "other"
    for link in (os.symlink, os.link):
        precious.write_text("mine")
        other.write_text('{"etag": "\\"v1\\"", "last_modified": null, "total": 9}')
        part.unlink(missing_ok=True)
        link(precious, part)
        link(other, tag)
        await fetch(server.url)
        assert precious.read_text() == "mine"
        assert "total" in other.read_text()
        assert not part.is_symlink()
        assert part.read_text() == "new"
        assert "range" not in server.seen[-1].headers


async def test_a_folder_that_is_gone(server, fetch, part, video):
    server.answer(200, video)
    part.parent.rmdir()
    with pytest.raises(KnownError, match="is not there") as caught:
        await fetch(server.url)
    assert caught.value.failure.kind is FailureKind.DISK


async def test_a_file_that_is_larger_than_the_disk_takes(server, fetch, part, video):
    server.answer(200, video)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    try:
        with pytest.raises(KnownError, match="larger than the disk takes") as caught:
            await fetch(server.url)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.failure.kind is FailureKind.DISK


@pytest.fixture
def small_disk(part):
    """4 MB, mounted on the folder of `part`."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(part.parent)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nobody may mount a disk here")
    yield part.parent
    subprocess.run(["umount", str(part.parent)], check=True)


async def test_too_little_room_is_told_before_a_byte_is_written(small_disk, server, fetch, part):
    server.answer(200, bytes(100_000))
    words = r"It takes 100 kB, and 32 MB are kept free .*\. Only [34] MB are free on the disk"
    with pytest.raises(KnownError, match=words) as caught:
        await fetch(server.url)
    assert caught.value.failure.kind is FailureKind.SPACE
    assert "goes on" in caught.value.failure.remedy
    assert not part.exists()


async def test_a_full_disk_keeps_what_is_there(small_disk, server, fetch, part, tag, monkeypatch):
    monkeypatch.setattr("aleph_desktop.client.disk.RESERVE", -(10**9))  # so that it is tried
    whole = os.urandom(5_000_000)
    server.serve(whole, {"ETag": '"v1"'})
    with pytest.raises(KnownError, match="is full") as caught:
        await fetch(server.url)
    assert caught.value.failure.kind is FailureKind.SPACE
    kept = part.stat().st_size
    assert kept > 3_000_000
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    assert await fetch(server.url) == len(whole)
    assert part.read_bytes() == whole
    assert server.seen[1].headers["range"] == f"bytes={kept}-"


async def test_only_the_rest_needs_room(tmp_path, monkeypatch):
    asked = shutil.disk_usage(tmp_path)._replace(free=RESERVE + 5)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: asked)
    check_room(tmp_path, 5)
    with pytest.raises(KnownError):
        check_room(tmp_path, 6)


@pytest.mark.parametrize(
    ("size", "free", "words"),
    [
        (1, 0, "It takes 1 kB, and 32 MB are kept free for the list of jobs. Only 0 kB are free"),
        (200_000, 999_999, "It takes 200 kB, and 32 MB are kept free for the list of jobs. Only 9"),
        (20_000_001, 40_999_999, "It takes 21 MB, and 32 MB are kept free for the list of jobs. "),
        (0, 31_000_000, "32 MB are kept free for the list of jobs. Only 31 MB are free on the"),
    ],
)
async def test_the_reserve_is_no_part_of_what_it_takes(tmp_path, monkeypatch, size, free, words):
    asked = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: asked)
    with pytest.raises(KnownError) as caught:
        check_room(tmp_path, size)
    assert caught.value.failure.message.startswith(words)
    assert caught.value.failure.message.endswith(f"on the disk with {tmp_path}.")


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, FailureKind.SPACE, "is full"),
        (errno.EDQUOT, FailureKind.SPACE, "is full"),
        (errno.EACCES, FailureKind.DISK, "can't be written"),
        (errno.EIO, FailureKind.DISK, "Input/output"),
    ],
)
async def test_what_the_disk_says_has_words(tmp_path, number, kind, words):
    error = unwritable(OSError(number, os.strerror(number)), tmp_path / "v.mp4")
    assert words in str(error)
    assert error.failure.kind is kind


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("IP:127.0.0.1",), "signed by itself"),
        (("DNS:elsewhere.example",), "belongs to another host"),
        (("IP:127.0.0.1", -1), "has expired"),
    ],
)
async def test_tls_is_never_bypassed(start_server, certify, downloader_for, part, asked, words):
    made = certify(*asked)
    server = start_server(made.server)
    downloader = await downloader_for(None if "itself" in words else made.trusted)
    with pytest.raises(Unreachable, match=words):
        await downloader.fetch(server.url, part, lambda *_: None, 10**9)
    assert not server.seen


@pytest.mark.fault(12)
async def test_a_reset_can_be_gone_on_from(server, fetch, part, video):
    def script(connection, seen):
        head = b'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: 9000000\r\n\r\n'
        connection.sendall(head + video)
        server.reset(connection, seen)

    server.script = script
    with pytest.raises(AnswerLost):
        await fetch(server.url)
    whole = part.read_bytes()
    assert video.startswith(whole)


async def test_a_signed_url_is_in_no_log_and_no_error(server, fetch, part, caplog):
    caplog.set_level(logging.DEBUG)
    told = []
    for status in (200, 302, 403, 500):
        server.answer(status, b"", {"Location": "http://b.example/?_jwt=canary"})
        with pytest.raises(KnownError) as caught:
            await fetch(server.url + "/v?_jwt=canary")
        told += [str(caught.value), repr(caught.value)]
    assert "canary" not in "".join(told) + caplog.text
