"""A look at a URL before anything is paid for, against servers as they are."""

import contextlib
import socket

import av
import pytest
from bad_server import Server
from hypothesis import given, settings
from hypothesis import strategies as st
from web_pages import Page, moved, show

from aleph_desktop.client.preflight import Preflight
from aleph_desktop.client.visit import Visit
from aleph_desktop.client.web_reach import WebReach
from aleph_desktop.domain.url_report import UrlStep
from aleph_desktop.media.probe import probe

FETCH = (UrlStep.FETCH,)
BOTH = (UrlStep.USE_TARGET, UrlStep.FETCH)
QUERY = "?X-Amz-Signature=canary-5b1e"


def test_a_clip_is_described_by_few_requests(server, look, clip, bunny_bytes):
    show(server, {"/a.mp4": clip})
    found = look(f"{server.url}/a.mp4{QUERY}")
    assert found.is_usable
    assert (found.size, found.mime_type) == (len(bunny_bytes), "video/mp4")
    assert (found.info.width, found.info.height, found.info.size) == (1280, 720, len(bunny_bytes))
    assert found.info.duration == pytest.approx(5.28, abs=0.1)
    assert not found.notes
    first, *more = server.seen
    assert (first.method, first.target) == ("HEAD", f"/a.mp4{QUERY}")
    assert {seen.method for seen in more} == {"GET"}
    assert len(more) <= 4
    for seen in server.seen:
        assert seen.headers["accept-encoding"] == "identity"
        assert "authorization" not in seen.headers


@pytest.mark.parametrize(
    ("change", "words", "steps"),
    [
        ({"kind": "application/octet-stream"}, "calls it “application/octet-stream”", FETCH),
        ({"kind": "application/mp4"}, "only what is called video/", FETCH),
        ({"kind": ""}, "doesn't say that it is a video", FETCH),
        ({"length": False, "ranges": False}, "doesn't say how large", FETCH),
        ({"head": 405}, "refuses HEAD", FETCH),
        ({"head": 403}, "refuses HEAD", FETCH),
        ({"head": 501}, "refuses HEAD", FETCH),
        ({"head": 0}, "refuses HEAD", FETCH),
        ({"kind": "text/html; charset=utf-8"}, "a web page, not a video", ()),
        ({"kind": "application/json"}, "application/json instead of a video", ()),
        ({"kind": "image/png"}, "image/png instead of a video", ()),
        ({"body": b""}, "0 bytes", ()),
        ({"body": b"", "ranges": False}, "0 bytes", ()),
        ({"body": b"not a video\n" * 99}, "is not a video", ()),
        ({"body": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(5000)}, "a still image", ()),
        ({"headers": {"Content-Encoding": "gzip"}}, "packs it", ()),
    ],
)
def test_what_the_service_would_refuse(server, look, bunny_bytes, change, words, steps):
    show(server, {"/a.mp4": Page(**({"body": bunny_bytes} | change))})
    found = look(f"{server.url}/a.mp4{QUERY}")
    assert words in found.problem
    assert found.steps == steps
    assert ("sent as data" in found.remedy) == (steps == FETCH)


@pytest.mark.parametrize("way", ["both", "get"])
@pytest.mark.parametrize(
    ("status", "words", "remedy"),
    [
        (401, "behind a login", "browser"),
        (403, "refuses to hand it out", "make a new one"),
        (404, "nothing at this address", "Copy the link"),
        (410, "was removed", "new link"),
        (418, "hands out no file", "browser"),
        (429, "busy", "in a minute"),
        (500, "has trouble", "later"),
        (503, "has trouble", "later"),
        (204, "hands out no file", "browser"),
    ],
)
def test_an_answer_that_is_no_file(server, look, status, words, remedy, way):
    page = Page(b"x" * 9, status=status, head=200 if way == "get" else None)
    show(server, {"/a.mp4": page})
    found = look(f"{server.url}/a.mp4{QUERY}")
    assert words in found.problem
    assert str(status) in found.problem
    assert remedy in found.remedy
    assert not found.steps


def test_a_clip_over_the_services_limit_is_looked_into_and_can_be_fetched(
    server, look, bunny_bytes
):
    size = 40_000_000
    show(server, {"/a.mp4": Page(bunny_bytes + box(b"free", size - len(bunny_bytes)))})
    found = look(f"{server.url}/a.mp4")
    assert found.problem == "It has 40 MB, and the service fetches at most 32 MB."
    assert found.steps == FETCH
    assert (found.size, found.info.width) == (size, 1280)
    too_large = look(f"{server.url}/a.mp4", limit=size - 1)
    assert "At most" in too_large.problem
    assert "Cut out" in too_large.remedy
    assert not too_large.steps


def test_an_index_at_the_end_is_read_without_the_middle(server, look, bunny_bytes):
    """20 MB lie between a clip's pictures and its index."""
    boxes = split(bunny_bytes)
    name, index = boxes[-1]
    assert name == b"moov"  # the sample is made so
    rest = bunny_bytes[: bunny_bytes.index(index)]
    show(server, {"/a.mp4": Page(rest + box(b"free", 20_000_000) + index)})
    found = look(f"{server.url}/a.mp4")
    assert found.is_usable
    assert found.info.width == 1280
    assert len(server.seen) <= 8
    ranges = [seen.headers["range"] for seen in server.seen if seen.method == "GET"]
    read = sum(int(last) - int(first) + 1 for first, last in (r[6:].split("-") for r in ranges))
    assert read < 3_000_000


@pytest.mark.parametrize("head", [{"Content-Type": "video/mp4"}, {"Content-Length": "1055736"}, {}])
def test_a_server_that_tells_head_less_gets_a_note(server, look, bunny_bytes, head):
    show(server, {"/a.mp4": Page(bunny_bytes, head_headers=head)})
    found = look(f"{server.url}/a.mp4")
    assert found.is_usable
    assert found.size == len(bunny_bytes)
    assert [note for note in found.notes if "HEAD" in note]


def test_a_server_without_ranges_gets_a_note(server, look, bunny_bytes):
    """The sample's index is at its end."""
    show(server, {"/a.mp4": Page(bunny_bytes, ranges=False)})
    found = look(f"{server.url}/a.mp4")
    assert found.is_usable
    assert found.info is None
    assert found.size == len(bunny_bytes)
    assert [note for note in found.notes if "doesn't send parts" in note]
    assert len(server.seen) == 2


def test_an_index_in_front_needs_no_ranges(server, look, indexed_in_front):
    show(server, {"/a.mp4": Page(indexed_in_front, ranges=False)})
    found = look(f"{server.url}/a.mp4")
    assert found.info.width == 1280
    assert not found.notes
    assert len(server.seen) == 2


@pytest.mark.parametrize("start", [b"<html>", b"\n <!DOCTYPE HTML><html>"])
def test_a_page_that_calls_itself_a_video_is_a_page(server, look, start):
    show(server, {"/a.mp4": Page(start + b" video" * 99_999, ranges=False)})
    found = look(f"{server.url}/a.mp4")
    assert "a web page" in found.problem
    assert not found.steps


@pytest.fixture(scope="module")
def indexed_in_front(bunny, tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "front.mp4"
    with (
        av.open(str(bunny)) as source,
        av.open(str(path), "w", options={"movflags": "faststart"}) as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return path.read_bytes()


# --- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirects_target_is_offered(server, look, clip, status):
    show(server, {"/go": moved(f"/b.mp4{QUERY}", status), "/b.mp4": clip})
    found = look(f"{server.url}/go")
    assert "redirects to 127.0.0.1" in found.problem
    assert found.steps == BOTH
    assert found.target == f"{server.url}/b.mp4{QUERY}"
    assert found.info.width == 1280


def test_a_chain_is_followed_to_its_end(server, look, clip):
    chain = {f"/{n}": moved(f"/{n + 1}") for n in range(5)}
    show(server, {**chain, "/5": clip, "/more": moved("/0")})
    assert look(f"{server.url}/0").target == f"{server.url}/5"
    found = look(f"{server.url}/more")
    assert "again and again" in found.problem
    assert not found.steps


@pytest.mark.parametrize(
    ("page", "words", "steps"),
    [
        (Page(b"x", status=404), "nothing at this address", ()),
        (Page(b"<html>", kind="text/html"), "a web page", ()),
        (moved("/go"), "again and again", ()),
        (moved("http://10.0.0.1/x.mp4"), "private network", ()),
        (moved("http://nas.local/x.mp4"), "private network", ()),
        (moved("file:///etc/passwd"), "can't be used", ()),
        (moved("https://["), "can't be used", ()),
        (moved(""), "hands out no file", ()),
    ],
)
def test_a_redirect_to_nothing_of_use(server, look, page, words, steps):
    show(server, {"/go": moved("/b.mp4"), "/b.mp4": page})
    found = look(f"{server.url}/go")
    assert words in found.problem
    assert found.steps == steps
    assert not found.target


def test_a_redirect_to_what_the_service_refuses_can_be_fetched(server, look, bunny_bytes):
    target = Page(bunny_bytes, kind="application/octet-stream")
    show(server, {"/go": moved("/b.mp4"), "/b.mp4": target})
    found = look(f"{server.url}/go")
    assert found.steps == FETCH
    assert "sent as data" in found.remedy


def test_a_redirect_that_only_get_gets(server, look, clip):
    page = Page(status=302, head=200, headers={"Location": "/b.mp4"})
    show(server, {"/go": page, "/b.mp4": clip})
    assert look(f"{server.url}/go").target == f"{server.url}/b.mp4"


# --- connections


def test_a_name_that_is_not_there(look, names):
    names["clips.example.org"] = []
    found = look("https://clips.example.org/a.mp4", loopback=False)
    assert "clips.example.org can't be found" in found.problem
    assert "typing error" in found.remedy
    assert not found.steps


def test_a_certificate_that_nobody_vouches_for(start_server, look, certificate):
    server = start_server(certificate.server)
    show(server, {"/a.mp4": Page(b"x")})
    found = look(f"{server.url}/a.mp4")
    assert "certificate" in found.problem
    assert not found.steps
    assert not server.seen


def test_a_port_that_nobody_listens_on(look):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = look(f"http://127.0.0.1:{port}/a.mp4")
    assert "takes no connections" in found.problem
    assert "Check the address" in found.remedy


def test_a_reset_has_words(server, look):
    found = look(f"{server.url}/a.mp4")  # the server resets every connection
    assert "broke the connection off" in found.problem
    assert not found.steps


def test_a_connection_that_ends_as_it_is_asked_again_is_made_anew(server, look, clip):
    """Some servers promise to keep a connection, and don't."""
    show(server, {"/a.mp4": clip})
    good, asked = server.script, set()

    def script(connection, seen):
        if connection in asked:
            server.reset(connection, seen)
        asked.add(connection)
        good(connection, seen)

    server.script = script
    assert look(f"{server.url}/a.mp4").is_usable
    assert len(asked) > 1


@given(
    st.text() | st.text().map("https://{}".format) | st.text().map("https://a.example/{}".format)
)
def test_any_text_has_a_report(tls, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", _nobody)
        with Visit(WebReach(loopback=False), tls) as visit:
            found = Preflight(visit, probe, loopback=False, limit=1).look(text)
    assert found.problem
    assert found.remedy


SURROGATE = "https://a.example/\ud800?\udfff"


@pytest.mark.parametrize("url", [SURROGATE, "https://drive.google.com/open?id=\ud800", "\ud800"])
@pytest.mark.parametrize("chosen", ["", "a.example"])
def test_what_no_text_can_hold_has_a_report(look, no_network, url, chosen):
    found = look(url, loopback=False, chosen=chosen)
    assert found.problem
    assert not found.steps


HEADERS = st.sampled_from(
    [
        *("Content-Type: video/mp4", "Content-Type: \xff", "Content-Length: 10", "ETag: \xe4"),
        *(
            "Content-Range: bytes 0-9/10",
            "Content-Range: bytes 5-1/0",
            "Transfer-Encoding: chunked",
        ),
        *("Content-Length: -1", "Content-Length: 9" + "9" * 30, "Location: //[", "Location: \xe4"),
        *("Location: https://a:99999999/", "Set-Cookie: \xe4=1", "Content-Encoding: br", ": x"),
    ]
)
ANSWERS = st.builds(
    lambda status, lines, body: "\r\n".join([f"HTTP/1.1 {status} X", *lines, "", body]).encode(
        "latin-1"
    ),
    st.sampled_from([200, 206, 302, 304, 100, 416, 999]),
    st.lists(HEADERS, max_size=5),
    st.text(st.characters(max_codepoint=255), max_size=20),
)


@pytest.fixture(scope="module")
def any_server():
    with contextlib.closing(Server()) as server:
        yield server


@settings(max_examples=150, deadline=None)
@given(answers=st.lists(ANSWERS | st.binary(max_size=60), min_size=1, max_size=3))
def test_any_answer_has_a_report(any_server, tls, answers):
    left = list(answers)

    def script(connection, _):
        connection.sendall(left.pop(0) if len(left) > 1 else left[0])
        raise EOFError

    any_server.script = script
    url = f"{any_server.url}/a.mp4"
    with Visit(WebReach(loopback=True), tls) as visit:
        found = Preflight(visit, probe, loopback=True, limit=10**9).look(url)
    assert bool(found.problem) == bool(found.remedy)


def _nobody(*_args, **_more):
    raise socket.gaierror(socket.EAI_NONAME, "")


def box(name: bytes, size: int) -> bytes:
    """An MP4 box of so many bytes."""
    return size.to_bytes(4, "big") + name + bytes(size - 8)


def split(data: bytes) -> list[tuple[bytes, bytes]]:
    """An MP4's boxes: (name, all of it)."""
    found, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        found.append((data[at + 4 : at + 8], data[at : at + size]))
        at += size
    return found
