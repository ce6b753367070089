"""A download that broke off goes on from there, and only with the same file."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.errors import AnswerLost, BadAnswer, NotFound, ServiceError
from aleph_desktop.client.tag import Tag

DATE = {"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}
V1 = {"ETag": '"v1"'}
SIZE = 3_000_000
PIECE = 1 << 20


@pytest.mark.asyncio
@pytest.mark.fault(7)
@pytest.mark.parametrize("headers", [V1, DATE, V1 | DATE])
@pytest.mark.parametrize("cut", [0, 1, SIZE // 2, SIZE * 99 // 100, SIZE - 1])
async def test_a_cut_download_goes_on(server, fetch, part, tag, video, headers, cut):
    server.serve(video, headers, cut=cut)
    with pytest.raises(AnswerLost):
        await fetch(server.url)
    assert part.read_bytes() == video[:cut]
    server.serve(video, headers)
    figures = []
    assert await fetch(server.url, progress=lambda *told: figures.append(told)) == SIZE
    assert part.read_bytes() == video
    assert not tag.exists()
    assert server.sent <= SIZE + PIECE
    assert figures[-1] == (SIZE, SIZE)
    again = server.seen[1].headers
    if cut:
        assert again["range"] == f"bytes={cut}-"
        assert again["if-range"] == (headers.get("ETag") or headers["Last-Modified"])
    else:
        assert "range" not in again


@pytest.mark.asyncio
@pytest.mark.fault(7)
async def test_a_download_cut_again_and_again_comes_together(server, fetch, part, video):
    for cut in range(400_000, SIZE, 400_000):
        server.serve(video, V1, cut=cut)
        with pytest.raises(AnswerLost):
            await fetch(server.url)
    server.serve(video, V1)
    await fetch(server.url)
    assert part.read_bytes() == video
    assert server.sent == SIZE


CHILD = """
import asyncio, sys
from pathlib import Path
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.transport import build_download_http
downloader = FileDownloader(build_download_http())
asyncio.run(downloader.fetch(sys.argv[1], Path(sys.argv[2]), lambda *_: None, 10**9))
"""


@pytest.mark.asyncio
@pytest.mark.fault(7)
async def test_after_a_kill_at_most_one_piece_is_fetched_twice(server, fetch, part, video):
    sent = 2_700_000

    def script(connection, _):
        head = f'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: {SIZE}\r\n\r\n'
        connection.sendall(head.encode() + video[:sent])
        server.stop.wait(20)

    server.script = script
    child = subprocess.Popen([sys.executable, "-c", CHILD, server.url, str(part)])
    end = time.monotonic() + 20
    while not part.exists() or part.stat().st_size < sent - PIECE:
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    child.kill()
    child.wait()
    kept = part.stat().st_size
    server.serve(video, V1)
    await fetch(server.url)
    assert part.read_bytes() == video
    assert server.sent == SIZE - kept <= SIZE - sent + PIECE


@pytest.mark.asyncio
async def test_a_cancelled_download_goes_on(server, fetch, part, video):
    arrived = asyncio.Event()

    def script(connection, _):
        head = f'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: {SIZE}\r\n\r\n'
        connection.sendall(head.encode() + video[:2_000_000])
        server.stop.wait(20)

    def progress(received, _):
        if received == 2_000_000:
            arrived.set()

    server.script = script
    task = asyncio.create_task(fetch(server.url, progress=progress))
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert part.read_bytes() == video[:2_000_000]
    server.serve(video, V1)
    await fetch(server.url)
    assert part.read_bytes() == video
    assert server.sent == 1_000_000


@pytest.fixture
def begun(part, tag, video):
    """Half the file, as an earlier try left it."""
    part.write_bytes(video[: SIZE // 2])
    tag.write_bytes(Tag('"v1"', None, SIZE).dump())
    return SIZE // 2


def answering(answers, data):
    """Each request has the next of `answers`: a status line with its headers; the body fits."""

    def script(connection, _):
        head = next(answers)
        span = re.search(r"bytes (\d+)-(\d+)/", head)
        body = data[: int(span[2]) - int(span[1]) + 1] if span else data
        if "Length" not in head:
            head += f"\r\nContent-Length: {len(body)}"
        connection.sendall(f"HTTP/1.1 {head}\r\n\r\n".encode() + body)

    return script


@pytest.mark.asyncio
@pytest.mark.fault(8)
@pytest.mark.parametrize("headers", [{"ETag": '"v2"'}, V1, {}])
async def test_a_200_starts_over_with_what_it_brings(server, fetch, part, begun, headers):
    """The file has changed, or the server knows no ranges."""
    other = os.urandom(SIZE + 1)
    server.serve(other, headers, ranges=False)
    assert await fetch(server.url) == len(other)
    assert part.read_bytes() == other
    assert len(server.seen) == 1


@pytest.mark.asyncio
@pytest.mark.fault(8)
@pytest.mark.parametrize(
    "head",
    [
        f"206 X\r\nContent-Range: bytes {SIZE // 2 - 1}-{SIZE - 1}/{SIZE}",
        f"206 X\r\nContent-Range: bytes {SIZE // 2}-{SIZE - 2}/{SIZE}",
        f"206 X\r\nContent-Range: bytes {SIZE // 2}-{SIZE}/{SIZE + 1}",
        f"206 X\r\nContent-Range: bytes {SIZE // 2}-{SIZE - 1}/{SIZE}\r\nContent-Length: 9",
        f"206 X\r\nContent-Range: bytes {SIZE // 2}-{SIZE - 1}/*",
        f"206 X\r\nContent-Range: bytes 0-{SIZE // 2 - 1}/{SIZE // 2}",
        "206 X\r\nContent-Range: pages 1-2/3",
        "206 X",
        "206 X\r\nContent-Type: multipart/byteranges; boundary=a",
        f'206 X\r\nETag: "v2"\r\nContent-Range: bytes {SIZE // 2}-{SIZE - 1}/{SIZE}',
        f'206 X\r\nETag: W/"v1"\r\nContent-Range: bytes {SIZE // 2}-{SIZE - 1}/{SIZE}',
        f"416 X\r\nContent-Range: bytes */{SIZE // 2 - 1}",
        "416 X",
    ],
)
async def test_a_wrong_rest_starts_over(server, fetch, part, begun, head):
    other = os.urandom(SIZE)
    server.script = answering(iter([head, "200 X"]), other)
    assert await fetch(server.url) == SIZE
    assert part.read_bytes() == other
    assert ["range" in seen.headers for seen in server.seen] == [True, False]


@pytest.mark.asyncio
@pytest.mark.fault(8)
@pytest.mark.parametrize("second", ["206 X", f"206 X\r\nContent-Range: bytes 0-1/{SIZE}", "416 X"])
async def test_it_starts_over_once(server, fetch, begun, second):
    server.script = answering(iter(["206 X", second]), bytes(SIZE))
    with pytest.raises((BadAnswer, NotFound)):
        await fetch(server.url)
    assert len(server.seen) == 2


@pytest.mark.asyncio
@pytest.mark.fault(8)
@pytest.mark.parametrize("total", [SIZE, None])
async def test_a_416_of_just_this_size_is_the_whole(server, fetch, part, tag, video, total):
    part.write_bytes(video)
    tag.write_bytes(Tag('"v1"', None, total).dump())
    server.serve(video, V1)
    assert await fetch(server.url) == SIZE
    assert part.read_bytes() == video
    assert server.sent == 0
    assert not tag.exists()


@pytest.mark.asyncio
@pytest.mark.fault(8)
@pytest.mark.parametrize(("etag", "told"), [('"v1"', SIZE), ('"v0"', SIZE + 1), ('"v0"', "*")])
async def test_a_416_of_another_file_or_size_starts_over(
    server, fetch, part, tag, video, etag, told
):
    part.write_bytes(bytes(SIZE))
    tag.write_bytes(Tag('"v0"', None, None).dump())
    head = f"416 X\r\nETag: {etag}\r\nContent-Range: bytes */{told}"
    server.script = answering(iter([head, "200 X"]), video)
    await fetch(server.url)
    assert part.read_bytes() == video


@pytest.mark.asyncio
@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"v1"'}, {"ETag": "v1"}])
async def test_what_can_not_be_told_from_another_starts_over(server, fetch, part, video, headers):
    server.serve(video, headers, cut=SIZE // 2)
    with pytest.raises(AnswerLost):
        await fetch(server.url)
    server.serve(video, headers)
    await fetch(server.url)
    assert part.read_bytes() == video
    assert "range" not in server.seen[1].headers


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b'{"etag": "a\\r\\nX: y", "last_modified": null, "total": 9000000}',
        b'{"etag": "\\"v1\\"", "last_modified": null, "total": 10}',
        b'{"etag": "\\"v1\\"", "last_modified": null, "total": true}',
        b"[" * 5000,
    ],
)
async def test_a_damaged_tag_starts_over(server, fetch, part, tag, begun, video, text):
    tag.write_bytes(text)
    server.serve(video, V1)
    await fetch(server.url)
    assert part.read_bytes() == video
    assert "range" not in server.seen[0].headers


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "answer",
    [(403,), (503,), (200,), (200, b"<html>", {"Content-Type": "text/html"})],
    ids=["expired", "trouble", "empty", "web page"],
)
async def test_an_address_that_brings_nothing_keeps_what_is_here(
    server, fetch, part, begun, video, answer
):
    server.answer(*answer)
    with pytest.raises(ServiceError):
        await fetch(server.url + "/old")
    assert part.stat().st_size == begun
    server.serve(video, V1)
    await fetch(server.url + "/fresh")
    assert part.read_bytes() == video
    assert server.sent == SIZE - begun


@pytest.mark.asyncio
async def test_the_tag_is_there_before_the_first_byte(server, fetch, part, tag, begun):
    """And the old file is gone by then: the two never stand side by side."""
    arrived = asyncio.Event()

    def script(connection, _):
        head = f'HTTP/1.1 200 OK\r\nETag: "v2"\r\nContent-Length: {SIZE}\r\n\r\n'
        connection.sendall(head.encode())
        server.stop.wait(20)

    server.script = script
    with pytest.raises(AnswerLost):
        await fetch(server.url, progress=lambda *_: arrived.set())
    assert json.loads(tag.read_bytes())["etag"] == '"v2"'
    assert part.stat().st_size == 0


@given(st.binary() | st.text().map(str.encode))
def test_any_tag_is_one_or_none(text):
    found = Tag.parse(text)
    assert found is None or Tag.parse(found.dump()) == found


@given(
    st.dictionaries(st.sampled_from(["etag", "last-modified", "content-range"]), st.text()),
    st.integers(0),
)
def test_any_headers_are_understood_or_not(headers, size):
    tag = Tag('"v1"', None, 100)
    assert tag.goes_on(headers, size) in (None, 100)
    assert tag.ends_at(headers, size) in (True, False)
    made = Tag.of(headers, None)
    assert made is None or made.validator.isascii()
