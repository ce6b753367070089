"""Where fetched clips go: names from strangers, and what is the same."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.fetched import place_for
from aleph_desktop.client.visit import Reply

URL = "https://clips.example.org/a.mp4"


def reply(status=206, **headers):
    told = {"content-range": "bytes 0-0/1000", "etag": '"v1"'} | {
        name.replace("_", "-"): value for name, value in headers.items() if value is not None
    }
    return Reply(status, httpx.Headers(told), b"x", True)


def place(folder, url=URL, **headers):
    return place_for(folder, url, httpx.URL(url), reply(**headers))


def test_the_same_has_the_same_place(tmp_path):
    assert place(tmp_path) == place(tmp_path)
    assert place(tmp_path).lasting


@pytest.mark.parametrize(
    "other",
    [
        {"url": URL + "?v=2"},
        {"etag": '"v2"'},
        {"last_modified": "Sun, 22 Nov 2026 10:00:00 GMT"},
        {"content_range": "bytes 0-0/1001"},
    ],
)
def test_what_differs_has_another(tmp_path, other):
    assert place(tmp_path, **other).path != place(tmp_path).path
    assert place(tmp_path, **other).lasting


@pytest.mark.parametrize("other", [{"etag": 'W/"v1"'}, {"etag": ""}, {"content_range": "?"}])
def test_what_can_not_be_told_from_a_later_one_has_a_new_place_each_time(tmp_path, other):
    first, second = place(tmp_path, **other), place(tmp_path, **other)
    assert first.path != second.path
    assert not first.lasting


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fetched")


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)


@given(
    path=st.text(max_size=40),
    said=WORDS
    | WORDS.map("attachment; filename={}".format)
    | WORDS.map('x; filename="{}"'.format)
    | WORDS.map("attachment; filename*=UTF-8''{}".format)
    | WORDS.map("a; filename*0*=x'y'{}; filename*1=..%2f".format),
    kind=WORDS,
)
def test_any_name_is_one_file_in_a_folder_of_its_own(folder, path, said, kind):
    try:
        at = httpx.URL("https://clips.example.org/").join(path)
    except httpx.InvalidURL:
        return
    headers = httpx.Headers(
        [
            (b"content-disposition", said.encode("latin-1")),
            (b"content-type", kind.encode("latin-1")),
            (b"content-range", b"bytes 0-0/1000"),
            (b"etag", b'"v1"'),
        ]
    )
    found = place_for(folder, URL, at, Reply(206, headers, b"x", True)).path
    assert found.parent.parent == folder
    assert found.suffix
    assert len(found.name.encode()) < 200
    found.write_bytes(b"x")  # the system takes it
    found.unlink()
