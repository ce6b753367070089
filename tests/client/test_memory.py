"""What a hostile server can make this program hold: measured in a process of its own."""

import gzip
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.fault(15),
    pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory was used"),
]

MOST = 64_000  # KiB

CHILD = """
import asyncio, sys
from pathlib import Path
from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.service import AlephService
from aleph_desktop.client.transport import build_download_http, build_http
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.errors import KnownError

def most():  # KiB
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])

async def main(what, url, part):
    downloader = FileDownloader(build_download_http())
    async with build_http() as http:
        service = AlephService(http, url, ApiKey("a-key"))
        before = most()
        try:
            if what == "fetch":
                await downloader.fetch(url, Path(part), lambda *_: None, 200_000_000)
            elif what == "poll":
                await service.poll("g-1")
            else:
                await service.find(["aleph-1"], 1)
        except KnownError as error:
            print(most() - before, type(error).__name__, error)

asyncio.run(main(*sys.argv[1:]))
"""


def grown(what, url, part):
    """(KiB, the error) of a call in a process of its own."""
    command = [sys.executable, "-c", CHILD, what, url, str(part)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    figure, words = told.split(" ", 1)
    return int(figure), words


def endless(head):
    def script(connection, _):
        connection.sendall(head)
        while True:
            connection.sendall(bytes(1_000_000))

    return script


@pytest.mark.parametrize("length", ["", "Content-Length: 10000000000\r\n"])
async def test_an_endless_or_immense_video(server, part, length):
    server.script = endless(f"HTTP/1.1 200 OK\r\n{length}\r\n".encode())
    memory, words = grown("fetch", server.url, part)
    assert memory < MOST
    assert "larger than" in words
    assert not part.exists()


@pytest.mark.parametrize("what", ["fetch", "poll", "find"])
async def test_a_bomb_is_not_unpacked(server, part, what):
    bomb = gzip.compress(bytes(300_000_000), 1)
    assert len(bomb) < 2_000_000
    server.answer(200, bomb, {"Content-Encoding": "gzip"})
    memory, words = grown(what, server.url, part)
    assert memory < MOST
    assert "compressed" in words


@pytest.mark.parametrize("what", ["poll", "find"])
async def test_an_endless_answer(server, part, what):
    server.script = endless(b"HTTP/1.1 200 OK\r\n\r\n")
    memory, words = grown(what, server.url, part)
    assert memory < MOST
    assert "longer than 1 MB" in words


async def test_a_deep_answer(server, part):
    row = b'{"client_request_id":' + b"[" * 900_000
    server.answer(200, b'{"data":[' + row)
    memory, words = grown("find", server.url, part)
    assert memory < MOST
    assert "not valid JSON" in words


async def test_the_measure_can_fail(tmp_path):
    """What is held is seen."""
    held = "import sys; sys.argv[1:] = ['fetch', '', '']\n" + CHILD.replace(
        "await downloader.fetch(url, Path(part), lambda *_: None, 200_000_000)",
        "held = bytearray(b'x') * 200_000_000; raise KnownError('held', str(len(held)))",
    ).replace("AlephService(http, url", "AlephService(http, 'https://a.example'")
    told = subprocess.run([sys.executable, "-c", held], capture_output=True, text=True, check=True)
    assert int(told.stdout.split(" ", 1)[0]) > 2 * MOST
