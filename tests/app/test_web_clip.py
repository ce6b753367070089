"""Clips on the web, for runs without a window."""

import sys
from pathlib import Path

import pytest

# Test folders are no packages: what the client's tests use as web servers lies there.
sys.path.insert(0, str(Path(__file__).parent.with_name("client")))

from bad_server import Server
from web_pages import Page, moved, show

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.web_clip import check_usable, fetched_source, look
from aleph_desktop.errors import KnownError


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


@pytest.fixture
def fetch(server, tmp_path, monkeypatch):
    """`fetch("/a.mp4")`: its file; all that is kept is below tmp_path."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def fetched(path: str, *, private: bool = True) -> Path:
        arguments = Arguments(
            command="probe",
            source=f"{server.url}{path}",
            data_dir=tmp_path,
            fetch=True,
            private=private,
        )
        return Path(fetched_source(arguments).location)

    return fetched


def test_a_clip_is_kept_and_anything_else_is_not(server, fetch, bunny, tmp_path):
    show(server, {"/a.mp4": Page(bunny.read_bytes()), "/b.mp4": Page(b"no video" * 99)})
    kept = fetch("/a.mp4")
    assert kept.read_bytes() == bunny.read_bytes()
    with pytest.raises(KnownError, match="not a video"):
        fetch("/b.mp4")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [kept]


def test_a_private_address_says_the_option(server, fetch):
    with pytest.raises(KnownError, match="add --private") as caught:
        fetch("/a.mp4", private=False)
    assert "anyway" not in str(caught.value)
    assert look(f"{server.url}/a.mp4", private=False).remedy == "If you trust it, add --private."
    assert server.seen == []


def test_what_can_be_fetched_says_the_option(server, bunny):
    data = bunny.read_bytes()
    show(server, {"/a.mp4": Page(data), "/go": moved("/a.mp4")})
    private = look(f"{server.url}/a.mp4", private=True)
    assert private.remedy == "Add --fetch: then it is downloaded here and sent as data."
    with pytest.raises(KnownError, match="add --fetch"):
        check_usable(look(f"{server.url}/go", private=False, loopback=True))
    check_usable(look(f"{server.url}/a.mp4", private=False, loopback=True))
