"""The prompts that were run: kept, found again, and never lost in silence."""

import asyncio
import json
import os
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aleph_desktop.domain.api_key import ApiKey, hide_keys
from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.prompt_book import MOST, PromptBook

pytestmark = pytest.mark.asyncio


@pytest.fixture
def path(tmp_path):
    return tmp_path / "prompts.json"


async def test_a_new_book_is_empty_and_makes_no_file(path) -> None:
    book = PromptBook(path)
    assert list(await book.history()) == []
    assert list(await book.snippets()) == []
    await book.remove_snippet("none")
    await book.remember("  \n ")
    assert not path.exists()


async def test_the_newest_is_first_and_none_is_there_twice(path) -> None:
    book = PromptBook(path)
    for prompt in ("night", "rain", " night ", "snow"):
        await book.remember(prompt)
    assert list(await PromptBook(path).history()) == ["snow", "night", "rain"]


async def test_a_snippet_replaces_one_of_its_name(path) -> None:
    book = PromptBook(path)
    await book.save_snippet(Snippet("keep", "Keep the camera."))
    await book.save_snippet(Snippet("night", "a moonlit night"))
    await book.save_snippet(Snippet("keep ", "Keep everything."))
    await book.remember("rain")
    assert list(await PromptBook(path).snippets()) == [
        Snippet("keep", "Keep everything."),
        Snippet("night", "a moonlit night"),
    ]
    await book.remove_snippet("keep")
    assert [snippet.name for snippet in await PromptBook(path).snippets()] == ["night"]
    assert list(await book.history()) == ["rain"]


async def test_the_oldest_go_when_there_are_too_many(path) -> None:
    prompts = [f"prompt {number}" for number in range(MOST)]
    path.write_text(
        json.dumps({"app": "aleph_desktop", "format": 1, "history": prompts, "snippets": []})
    )
    book = PromptBook(path)
    await book.remember("new")
    kept = await book.history()
    assert len(kept) == MOST
    assert (kept[0], kept[1], kept[-1]) == ("new", "prompt 0", f"prompt {MOST - 2}")


async def test_no_key_gets_into_the_file(path) -> None:
    ApiKey("canary-key-of-the-prompt-book")
    book = PromptBook(path)
    await book.remember("Make it canary-key-of-the-prompt-book night")
    await book.save_snippet(
        Snippet("canary-key-of-the-prompt-book", "canary-key-of-the-prompt-book")
    )
    assert b"canary" not in path.read_bytes()
    assert list(await book.history()) == ["Make it [key] night"]


async def test_many_at_once_are_all_kept(path) -> None:
    book = PromptBook(path)
    await asyncio.gather(*(book.remember(f"prompt {number}") for number in range(20)))
    assert sorted(await book.history()) == sorted(f"prompt {number}" for number in range(20))
    assert list(path.parent.iterdir()) == [path]


DAMAGED = [
    b"",
    b"{",
    b"\xff\xfe",
    b"[]",
    b"[" * 100_000,
    b'{"app": "aleph_desktop", "format": 2, "history": [], "snippets": []}',
    b'{"app": "aleph_desktop", "format": 1, "history": [1], "snippets": []}',
    b'{"app": "aleph_desktop", "format": 1, "history": {}, "snippets": []}',
    b'{"app": "aleph_desktop", "format": 1, "history": [], "snippets": [{"name": "x"}]}',
    b'{"app": "aleph_desktop", "format": 1, "history": [], "snippets": ["x"]}',
]


@pytest.mark.parametrize("content", DAMAGED)
async def test_a_damaged_file_is_kept_and_told_once(path, content) -> None:
    path.write_bytes(content)
    book = PromptBook(path)
    with pytest.raises(KnownError) as caught:
        await book.history()
    kept = path.with_name("prompts damaged.json")
    assert str(kept) in caught.value.failure.message
    assert kept.read_bytes() == content
    assert list(await book.history()) == []


async def test_what_is_remembered_while_damage_is_found_is_kept_too(path) -> None:
    for number, name in enumerate(("prompts damaged.json", "prompts damaged 2.json"), 1):
        path.write_bytes(b"{" * number)
        book = PromptBook(path)
        with pytest.raises(KnownError):
            await book.remember("rain")
        assert list(await book.history()) == ["rain"]
        assert path.with_name(name).read_bytes() == b"{" * number


async def test_a_file_that_cannot_be_read_is_left_alone(path) -> None:
    path.mkdir()
    with pytest.raises(KnownError) as caught:
        await PromptBook(path).remember("rain")
    assert caught.value.failure.kind is FailureKind.DISK
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root and Windows may write anywhere"
)
async def test_a_folder_that_cannot_be_written_is_said_and_the_old_file_stays(path) -> None:
    await PromptBook(path).remember("rain")
    before = path.read_bytes()
    path.parent.chmod(0o500)
    try:
        with pytest.raises(KnownError, match="can't be written"):
            await PromptBook(path).remember("snow")
    finally:
        path.parent.chmod(0o700)
    assert path.read_bytes() == before


async def test_a_full_disk_is_said_and_the_old_file_stays(path) -> None:
    await PromptBook(path).remember("rain")
    before = path.read_bytes()
    path.with_name("prompts.json.new").mkdir()  # as good as full: it can't be written
    with pytest.raises(KnownError, match="can't be written"):
        await PromptBook(path).remember("snow")
    assert path.read_bytes() == before


@given(st.lists(st.text(st.characters(), max_size=20), max_size=8))
@settings(max_examples=25, deadline=None)
async def test_any_text_comes_back(tmp_path_factory, prompts) -> None:
    path = tmp_path_factory.mktemp("book") / "prompts.json"
    for prompt in prompts:
        await PromptBook(path).remember(prompt)
    # a key that another test made up is hidden wherever it stands
    kept = [hide_keys(text.strip()) for text in reversed(prompts) if text.strip()]
    expected = list(dict.fromkeys(kept))
    assert list(await PromptBook(path).history()) == expected
