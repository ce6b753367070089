"""A file on the web that is read like one on the disk."""

import io
import os
import random

import httpx
import pytest
from web_pages import Page, show

from aleph_desktop.client.ranged_file import BLOCK, MOST, Parts, RangedFile
from aleph_desktop.client.visit import Visit
from aleph_desktop.client.web_reach import WebReach
from aleph_desktop.errors import KnownError
from aleph_desktop.media.probe import probe
from aleph_desktop.media.stills import thumbnail

DATA = os.urandom(3 * BLOCK + 1234)
FIRST = {"Range": f"bytes=0-{BLOCK - 1}"}


@pytest.fixture
def visit(tls):
    with Visit(WebReach(loopback=True), tls) as opened:
        yield opened


@pytest.fixture
def begin(server, visit):
    """`begin(page)`: what is there at the first request, as a file; None where it can't be one."""

    def call(page: Page) -> RangedFile | None:
        show(server, {"/a.mp4": page})
        url = httpx.URL(f"{server.url}/a.mp4")
        parts = Parts.begun(visit.get(url, FIRST, BLOCK))
        return None if parts is None else RangedFile(visit, url, "a.mp4", parts)

    return call


@pytest.mark.parametrize("size", [1, BLOCK - 1, BLOCK, BLOCK + 1, len(DATA)])
@pytest.mark.parametrize("headers", [{}, {"ETag": '"v1"'}])
def test_any_order_of_reads_is_that_of_a_file(begin, size, headers):
    file, model = begin(Page(DATA[:size], headers=headers)), io.BytesIO(DATA[:size])
    chance = random.Random(size)
    assert file.seekable()
    for _ in range(60):
        whence = chance.choice([os.SEEK_SET, os.SEEK_CUR, os.SEEK_END])
        offset = chance.randint(-size if whence else 0, size)
        if whence == os.SEEK_CUR:
            offset = max(offset, -model.tell())
        assert file.seek(offset, whence) == model.seek(offset, whence)
        count = chance.choice([0, 1, 100, BLOCK, -1])
        assert file.read(count) == model.read(count)
        assert file.tell() == max(model.tell(), 0)
    assert file.fault is None


def test_no_byte_is_asked_for_twice(begin, server):
    file = begin(Page(DATA))
    for _ in range(3):
        file.seek(0)
        assert file.read() == DATA
    asked = [seen.headers["range"][6:].split("-") for seen in server.seen]
    whole = sum(int(last) - int(first) + 1 for first, last in asked)
    assert whole == len(DATA)
    assert len(asked) == 3  # one block, then two, then more


def test_it_keeps_to_the_file_that_it_began_with(begin, server):
    file = begin(Page(DATA, headers={"ETag": '"v1"'}))
    show(server, {"/a.mp4": Page(DATA[::-1], headers={"ETag": '"v2"'})})
    file.seek(BLOCK)
    assert file.read(1) == b""
    assert "changed" in file.fault.failure.message
    assert server.seen[-1].headers["if-range"] == '"v1"'


@pytest.mark.parametrize(
    "change",
    [
        {"body": DATA[:-1]},
        {"ranges": False},
        {"status": 500},
        {"status": 404},
        {"headers": {"Content-Range": "bytes 0-9/10"}},
        {"headers": {"Content-Range": f"bytes {BLOCK}-{2 * BLOCK - 1}/*"}},
        {"headers": {"Content-Range": "nonsense"}},
        {"headers": {"Content-Length": "5"}},
    ],
)
def test_other_parts_than_asked_for_are_not_taken(begin, server, change):
    file = begin(Page(DATA))
    show(server, {"/a.mp4": Page(**({"body": DATA} | change))})
    file.seek(BLOCK)
    assert file.read(1) == b""
    assert file.fault is not None
    asked = len(server.seen)
    file.seek(0)
    assert file.read() == DATA[:BLOCK]
    assert len(server.seen) == asked  # once is enough


@pytest.mark.parametrize(
    "change",
    [
        {"ranges": False, "length": False},
        {"headers": {"Content-Range": "bytes 1-9/10"}},
        {"headers": {"Content-Range": f"bytes 0-{BLOCK - 1}/*"}},
        {"headers": {"Content-Range": f"bytes 0-{BLOCK - 1}/{BLOCK - 2}"}},
        {"status": 500},
        {"status": 500, "body": b"sorry"},
    ],
)
def test_a_beginning_that_is_none(begin, change):
    assert begin(Page(**({"body": DATA} | change))) is None


def test_a_server_that_sends_no_parts_has_sent_the_first(begin, server):
    file = begin(Page(DATA, ranges=False))
    assert file.read(BLOCK) == DATA[:BLOCK]
    assert file.read(1) == b""
    assert "doesn't send parts" in file.fault.failure.message
    assert len(server.seen) == 1


def test_a_small_file_needs_no_parts(begin, server):
    file = begin(Page(DATA[:5000], ranges=False))
    assert file.read() == DATA[:5000]
    assert len(server.seen) == 1


def test_there_is_a_most_that_is_read(begin, server):
    file = begin(Page(bytes(MOST + 10 * BLOCK)))
    assert 0 < len(file.read()) <= MOST
    assert "More than 8 MB" in file.fault.failure.message
    assert len(server.seen) < 9


def test_a_broken_connection_is_a_fault(begin, server):
    file = begin(Page(DATA))
    server.script = server.reset
    file.seek(BLOCK)
    assert file.read(1) == b""
    assert "broke the connection off" in file.fault.failure.message


def test_a_clip_is_probed_and_pictured(begin, server, bunny):
    data = bunny.read_bytes()
    file = begin(Page(data))
    here, there = probe(bunny), probe(file)
    assert there == here
    assert thumbnail(file, 160, 90) == thumbnail(bunny, 160, 90)
    assert file.fault is None
    assert len(server.seen) <= 5


def test_a_fault_while_a_clip_is_probed_is_known(begin, server, bunny, capfd):
    file = begin(Page(bunny.read_bytes()))
    server.script = server.reset
    with pytest.raises(KnownError):
        probe(file)
    assert file.fault is not None
    assert capfd.readouterr() == ("", "")  # PyAV prints errors that it has to drop


def test_a_visit_that_is_given_up_ends_the_reading(begin, visit, bunny, capfd):
    file = begin(Page(bunny.read_bytes()))
    visit.abort()
    with pytest.raises(KnownError):
        probe(file)
    assert file.fault is not None
    assert capfd.readouterr() == ("", "")
