"""Clips on the web as the window has them: looked at, pictured, fetched, given up."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import pytest_asyncio

# Test folders are no packages: what the client's tests use as web servers lies there.
sys.path.insert(0, str(Path(__file__).parent.with_name("client")))

from bad_server import Server
from web_pages import Page, moved, show

from aleph_desktop.app.web_url_reader import WebUrlReader, tidy
from aleph_desktop.client.transport import build_tls
from aleph_desktop.domain.url_report import UrlStep
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.stills import thumbnail

pytestmark = pytest.mark.asyncio

TLS = build_tls()
QUERY = "?sig=canary-77aa"


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / "fetched"


@pytest_asyncio.fixture
async def make_reader(folder):
    made = []

    def make(**how) -> WebUrlReader:
        made.append(WebUrlReader(folder, **({"loopback": True, "tls": TLS} | how)))
        return made[-1]

    yield make
    for reader in made:
        await reader.aclose()
    for thread in threading.enumerate():
        if thread.name.startswith(("look at", "download ")):
            thread.join(3)
            assert not thread.is_alive()


@pytest.fixture
def reader(make_reader):
    return make_reader()


@pytest.fixture
def data(bunny):
    return bunny.read_bytes()


def ignore(*_):
    """No progress is looked at."""


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_a_look_and_a_picture(server, reader, data, bunny):
    show(server, {"/a.mp4": Page(data)})
    found = await reader.look(f"  {server.url}/a.mp4 ")
    assert (found.url, found.is_usable) == (f"{server.url}/a.mp4", True)
    assert found.info.width == 1280
    asked = len(server.seen)
    picture = await reader.thumbnail(f"{server.url}/a.mp4", 160, 90)
    assert picture == thumbnail(bunny, 160, 90)
    assert len(server.seen) == asked  # what the look has read is enough


async def test_a_picture_without_a_look(server, reader, data, bunny):
    show(server, {"/a.mp4": Page(data), "/go": moved("/a.mp4")})
    picture = await reader.thumbnail(f"{server.url}/go", 160, 90)
    assert picture == thumbnail(bunny, 160, 90)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (Page(status=404), "nothing at this address"),
        (Page(b"no video" * 99), "not a video"),
        (moved("/a.mp4"), "again and again"),
        (moved("http://10.0.0.1/"), "private network"),
    ],
)
async def test_no_picture_has_words(server, reader, page, words):
    show(server, {"/a.mp4": page})
    with pytest.raises(KnownError, match=words) as caught:
        await reader.thumbnail(f"{server.url}/a.mp4{QUERY}", 160, 90)
    assert "canary" not in str(caught.value)


async def test_no_picture_where_the_index_is_out_of_reach(server, reader, data):
    show(server, {"/a.mp4": Page(data, ranges=False)})
    with pytest.raises(KnownError, match="doesn't send parts"):
        await reader.thumbnail(f"{server.url}/a.mp4", 160, 90)


async def test_the_loop_goes_on_while_a_server_is_slow(server, make_reader):
    reader = make_reader(patience=0.5)
    server.script = lambda connection, _: server.drip(connection, b"a")
    found = await reader.look(f"{server.url}/a.mp4")
    assert "too long" in found.problem
    assert not found.steps
    with pytest.raises(KnownError, match="too long"):
        await reader.thumbnail(f"{server.url}/a.mp4", 9, 9)
    with pytest.raises(KnownError, match="too long"):
        await reader.fetch(f"{server.url}/a.mp4", ignore)


async def test_many_at_once_take_turns(server, reader, data):
    show(server, {"/a.mp4": Page(data)})
    good = server.script
    lock, now, most = threading.Lock(), [], []

    def script(connection, seen):
        with lock:
            now.append(seen)
            most.append(len(now))
        good(connection, seen)
        with lock:
            now.remove(seen)

    server.script = script
    found = await asyncio.gather(*(reader.look(f"{server.url}/a.mp4?{n}") for n in range(30)))
    assert all(report.info is not None for report in found)
    assert max(most) <= 6


async def test_the_service_may_change(server, make_reader, data):
    show(server, {"/a.mp4": Page(data)})
    reader = make_reader(loopback=False)
    assert not (await reader.look(f"{server.url}/a.mp4")).is_usable
    reader.loopback = True
    assert (await reader.look(f"{server.url}/a.mp4")).is_usable


async def test_a_look_that_is_cancelled_leaves_the_server(server, reader):
    met, left = threading.Event(), threading.Event()

    def script(connection, _):
        met.set()
        connection.settimeout(10)
        while connection.recv(1000):
            pass
        left.set()

    server.script = script
    task = asyncio.create_task(reader.look(f"{server.url}/a.mp4"))
    await asyncio.to_thread(met.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(left.wait, 5)


async def test_private_is_asked_by_choice_only(server, make_reader, data, folder):
    reader = make_reader(loopback=False)
    show(server, {"/a.mp4": Page(data)})
    url = f"{server.url}/a.mp4"
    assert (await reader.look(url)).steps == (UrlStep.LOOK_ANYWAY,)
    for asked in (reader.thumbnail(url, 9, 9), reader.fetch(url, ignore)):
        with pytest.raises(KnownError, match="private network"):
            await asked
    assert not server.seen
    found = await reader.look(url, private=True)
    assert found.steps == (UrlStep.FETCH,)
    assert (await reader.thumbnail(url, 16, 9, private=True)).width == 16
    assert Path(await reader.fetch(url, ignore, private=True)).read_bytes() == data


@pytest.mark.parametrize("url", ["file:///etc/passwd", "", "x", "https://[", "ftp://a.example/b"])
@pytest.mark.parametrize("private", [False, True])
async def test_what_is_never_fetched(reader, folder, url, private):
    assert (await reader.look(url, private=private)).problem
    with pytest.raises(KnownError):
        await reader.fetch(url, ignore, private=private)
    assert not folder.exists()


# --- fetching


async def test_a_clip_is_brought_here(server, reader, folder, data):
    show(server, {"/my%20clip.MP4": Page(data, headers={"ETag": '"v1"'})})
    seen = []
    path = await reader.fetch(f"{server.url}/my%20clip.MP4{QUERY}", lambda *told: seen.append(told))
    assert Path(path).read_bytes() == data
    assert Path(path).name == "my clip.mp4"
    assert Path(path).is_relative_to(folder)
    assert "canary" not in path
    assert seen[-1] == (len(data), len(data))
    assert files(folder) == ["my clip.mp4"]
    assert "authorization" not in server.seen[-1].headers
    if os.name == "posix":
        assert Path(path).parent.stat().st_mode & 0o077 == 0


async def test_the_same_is_not_fetched_again(server, reader, data):
    show(server, {"/a.mp4": Page(data, headers={"ETag": '"v1"'})})
    url = f"{server.url}/a.mp4"
    path = await reader.fetch(url, ignore)
    sent = len(server.seen)
    seen = []
    assert await reader.fetch(url, lambda *told: seen.append(told)) == path
    assert [request.headers["range"] for request in server.seen[sent:]] == ["bytes=0-0"]
    assert seen == [(len(data), len(data))]


async def test_what_somebody_cut_short_is_fetched_again(server, reader, data):
    show(server, {"/a.mp4": Page(data, headers={"ETag": '"v1"'})})
    path = Path(await reader.fetch(f"{server.url}/a.mp4", ignore))
    path.write_bytes(data[:1000])
    assert Path(await reader.fetch(f"{server.url}/a.mp4", ignore)) == path
    assert path.read_bytes() == data


@pytest.mark.parametrize("headers", [{"ETag": '"v2"'}, {}, {"ETag": 'W/"v1"'}])
async def test_what_changed_is_another_file(server, reader, data, headers):
    """A job may still send the one that was there."""
    show(server, {"/a.mp4": Page(data, headers={"ETag": '"v1"'})})
    url = f"{server.url}/a.mp4"
    before = await reader.fetch(url, ignore)
    show(server, {"/a.mp4": Page(data[::-1], headers=headers)})
    after = await reader.fetch(url, ignore)
    assert Path(before).read_bytes() == data
    assert Path(after).read_bytes() == data[::-1]
    assert Path(before).name == Path(after).name


async def test_twice_at_once_is_once(server, reader, folder, data):
    show(server, {"/a.mp4": Page(data, headers={"ETag": '"v1"'})})
    url = f"{server.url}/a.mp4"
    first, second = await asyncio.gather(reader.fetch(url, ignore), reader.fetch(url, ignore))
    assert first == second
    assert files(folder) == ["a.mp4"]
    assert len([seen for seen in server.seen if "range" not in seen.headers]) == 1


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        (
            "/download",
            {"Content-Disposition": 'attachment; filename="night shot.mov"'},
            "night shot.mov",
        ),
        (
            "/d",
            {"Content-Disposition": "attachment; filename*=UTF-8''n%C3%A4chte.webm"},
            "nächte.webm",
        ),
        ("/d", {"Content-Disposition": 'attachment; filename="../../evil.mp4"'}, "evil.mp4"),
        ("/d", {"Content-Disposition": 'attachment; filename="..\\\\evil.mp4"'}, "evil.mp4"),
        ("/d", {"Content-Type": "video/quicktime"}, "d.mov"),
        ("/a.b/", {}, "a.b.mp4"),
        ("/", {}, "clip.mp4"),
        ("/con.mp4", {}, "con_.mp4"),
        ("/%2e%2e%2fx.mp4", {}, "x.mp4"),
    ],
)
async def test_its_name_is_fit_for_a_disk(server, reader, folder, path, headers, name):
    show(server, {path: Page(b"video", kind="", headers=headers)})
    found = Path(await reader.fetch(server.url + path, ignore))
    assert found.name == name
    assert found.parent.parent == folder


async def test_an_octet_stream_behind_redirects_is_fetched(server, reader, data):
    page = Page(data, kind="application/octet-stream")
    show(server, {"/go": moved("/to"), "/to": moved("/a.mp4"), "/a.mp4": page})
    path = await reader.fetch(f"{server.url}/go", ignore)
    assert Path(path).name == "a.mp4"
    assert Path(path).read_bytes() == data


@pytest.mark.parametrize(
    ("page", "words", "remedy"),
    [
        (Page(status=403), "refuses to hand it out", "new one"),
        (Page(status=404), "nothing at this address", "Copy the link"),
        (Page(b"<html>", kind="text/html"), "a web page", "browser"),
        (Page(b""), "0 bytes", "Export"),
        (Page(bytes(5001)), "It has 6 kB. At most 5 kB are", "Cut out"),
        (Page(bytes(5001), ranges=False, length=False), "larger than", "browser"),
        (moved("/a.mp4"), "again and again", "browser"),
        (moved("http://192.168.0.1/"), "private network", "browser"),
        (Page(b"x", headers={"Content-Encoding": "gzip"}), "compressed", "browser"),
    ],
)
async def test_what_can_not_be_fetched_has_words(server, make_reader, folder, page, words, remedy):
    reader = make_reader(limit=5000)
    show(server, {"/a.mp4": page})
    with pytest.raises(KnownError, match=words) as caught:
        await reader.fetch(f"{server.url}/a.mp4{QUERY}", ignore)
    assert remedy in caught.value.failure.remedy
    assert "canary" not in str(caught.value)
    assert not files(folder)


async def test_a_page_is_not_asked_for_a_file(reader):
    with pytest.raises(KnownError, match="page of YouTube"):
        await reader.fetch("https://youtu.be/aqz-KE-bpKQ", ignore)


async def test_a_download_that_breaks_off_goes_on_next_time(server, reader, folder, data):
    page = Page(data, headers={"ETag": '"v1"'})
    show(server, {"/a.mp4": page})
    good = server.script

    def cut(connection, seen):
        if "range" in seen.headers:
            return good(connection, seen)
        head = f'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: {len(data)}\r\n\r\n'
        connection.sendall(head.encode() + data[:600_000])
        raise EOFError

    server.script = cut
    with pytest.raises(KnownError, match="can't be downloaded") as caught:
        await reader.fetch(f"{server.url}/a.mp4", ignore)
    assert caught.value.failure.kind is FailureKind.NETWORK
    assert files(folder) == ["a.mp4.part", "a.mp4.part.tag"]
    server.serve(data, {"ETag": '"v1"'})
    begun = server.script

    def go_on(connection, seen):
        small = seen.headers.get("range") == "bytes=0-0"
        return (good if small else begun)(connection, seen)

    server.script = go_on
    path = await reader.fetch(f"{server.url}/a.mp4", ignore)
    assert Path(path).read_bytes() == data
    assert server.seen[-1].headers["range"] == "bytes=600000-"
    assert files(folder) == ["a.mp4"]


async def test_a_cancelled_download_that_can_not_go_on_leaves_nothing(server, reader, folder, data):
    begun = asyncio.Event()
    show(server, {"/a.mp4": Page(data)})
    good = server.script

    def script(connection, seen):
        if "range" in seen.headers:
            return good(connection, seen)
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\n\r\n".encode())
        connection.sendall(data[:200_000])
        server.stop.wait(10)
        raise EOFError

    server.script = script
    task = asyncio.create_task(reader.fetch(f"{server.url}/a.mp4", lambda *_: begun.set()))
    await asyncio.wait_for(begun.wait(), 5)
    assert files(folder)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not files(folder)


async def test_a_folder_that_can_not_be_made_has_words(server, make_reader, folder, data):
    folder.parent.mkdir(parents=True)
    folder.write_text("a file")
    show(server, {"/a.mp4": Page(data)})
    with pytest.raises(KnownError) as caught:
        await make_reader().fetch(f"{server.url}/a.mp4", ignore)
    assert caught.value.failure.kind is FailureKind.DISK
    assert "cache folder" in caught.value.failure.remedy


async def test_old_clips_go_and_used_ones_stay(server, reader, folder, data):
    show(server, {f"/{name}.mp4": Page(data, headers={"ETag": '"v1"'}) for name in "abc"})
    paths = [Path(await reader.fetch(f"{server.url}/{name}.mp4", ignore)) for name in "abc"]
    (folder / "a file").write_text("not ours")
    month_ago = time.time() - 31 * 86400
    for path in paths[:2]:
        os.utime(path, (month_ago, month_ago))
        os.utime(path.parent, (month_ago, month_ago))
    await reader.fetch(f"{server.url}/b.mp4", ignore)
    tidy(folder)
    assert [path.exists() for path in paths] == [False, True, True]
    assert (folder / "a file").exists()
    tidy(folder, days=0.0)
    assert files(folder) == ["a file"]
    tidy(folder / "nowhere")


async def test_making_a_reader_brings_neither_httpx_nor_av():
    """The start is measured."""
    code = (
        "import sys; from pathlib import Path\n"
        "from aleph_desktop.app.web_url_reader import WebUrlReader\n"
        "WebUrlReader(Path('x'), loopback=False)\n"
        "print({'httpx', 'av', 'httpcore'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
