"""Versions are ordered, and a feed may hold anything."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.release import NOTES_LIMIT, Release, newer, read_feed, version_order
from aleph_desktop.errors import KnownError

ROW = {
    "tag_name": "v0.2.0",
    "name": "Drag and drop",
    "html_url": "https://github.com/someone/app/releases/tag/v0.2.0",
    "body": "## New\r\n- a thing",
    "published_at": "2026-11-20T10:00:00Z",
    "prerelease": False,
    "draft": False,
}
RELEASE = Release(
    "0.2.0", "Drag and drop", ROW["html_url"], "## New\n- a thing", date(2026, 11, 20)
)

numbers = st.tuples(*[st.integers(0, 10**9 - 1)] * 3)
stages = st.sampled_from(["dev", "a", "b", "rc", ""])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
rows = st.fixed_dictionaries({}, optional={name: anything | st.just(ROW[name]) for name in ROW})


def dotted(parts: tuple[int, int, int]) -> str:
    return ".".join(map(str, parts))


@given(numbers, numbers)
def test_releases_are_newer_by_their_numbers(one, other):
    release = replace(RELEASE, version=dotted(one))
    assert newer(release, dotted(other)) == (one > other)


@given(numbers, stages, st.integers(0, 99), stages, st.integers(0, 99))
def test_what_is_before_a_release_is_older(parts, one, first, other, second):
    names = ["dev", "a", "b", "rc", ""]
    written = [
        f"{dotted(parts)}{stage}{number if stage else ''}"
        for stage, number in ((one, first), (other, second))
    ]
    expected = (names.index(one), first if one else 0) < (
        names.index(other),
        second if other else 0,
    )
    assert (version_order(written[0]) < version_order(written[1])) == expected


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("v1.2.3", "1.2.3"),
        ("1.2.3+deb.4", "1.2.3"),
        ("1.2.3-rc.1", "1.2.3rc1"),
        ("1.2.3-beta", "1.2.3b0"),
        ("1.2.3.dev4", "1.2.3-dev4"),
    ],
)
def test_spellings_of_one_version(written, same):
    assert version_order(written) == version_order(same) is not None


@pytest.mark.parametrize(
    "text", ["", "1.2", "1.2.3.4", "1.2.x", "checkout", "1.2.3 ", "1.2.٣", "1.2.3-later", "-1.2.3"]
)
def test_what_is_no_version(text):
    assert version_order(text) is None
    assert newer(RELEASE, text)  # nobody knows, so it is told of
    assert not newer(replace(RELEASE, version=text), "0.0.1")


def test_one_release_and_a_list():
    assert read_feed(ROW) == RELEASE
    older = ROW | {"tag_name": "0.1.9"}
    unfinished = [
        ROW | {"tag_name": "9.0.0", "draft": True},
        ROW | {"tag_name": "9.0.0", "prerelease": True},
        ROW | {"tag_name": "9.0.0", "prerelease": "no"},
        ROW | {"tag_name": "9.0.0rc1"},
        ROW | {"tag_name": "nightly"},
    ]
    assert read_feed([older, *unfinished, ROW, older]) == RELEASE
    for row in unfinished:
        with pytest.raises(KnownError, match="no finished release"):
            read_feed(row)


@pytest.mark.parametrize(
    "page",
    [
        "http://github.com/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://user@example.com/",
        "https://example.com/a b",
        "https://example.com/\n",
        "https://example.com\\@evil.example",
        "https://ex\u0430mple.com/",
        "https://[::1/",
        "https://example.com:x/",
        "https://example.com/" + "a" * 2000,
        None,
        5,
    ],
)
def test_a_page_that_is_not_opened(page):
    with pytest.raises(KnownError):
        read_feed(ROW | {"html_url": page})


def test_notes_lose_what_controls_and_turns():
    notes = read_feed(ROW | {"body": "a\x00b\x1b[31m\u202ec\ud800\td\re", "name": "x\ny"})
    assert notes.notes == "ab[31mc\td\ne"
    assert notes.title == "x y"


def test_notes_are_capped():
    notes = read_feed(ROW | {"body": "x" * 900_000, "name": "y" * 900_000})
    assert len(notes.notes) == NOTES_LIMIT
    assert notes.notes.endswith("x…")
    assert len(notes.title) == 200


@given(anything | rows | st.lists(rows, max_size=4))
def test_anything_is_a_sound_release_or_a_known_error(feed):
    try:
        found = read_feed(feed)
    except KnownError:
        return
    assert version_order(found.version)
    assert urlsplit(found.page).scheme == "https"
    assert all(c.isprintable() or c in "\n\t" for c in found.notes)
    assert found.title.isprintable()
    assert len(found.notes) <= NOTES_LIMIT


def test_a_feed_that_says_less():
    less = {name: ROW[name] for name in ("tag_name", "html_url")}
    assert read_feed(less) == Release("0.2.0", "0.2.0", ROW["html_url"], "", None)
    assert read_feed(less | {"published_at": "yesterday"}).published is None
