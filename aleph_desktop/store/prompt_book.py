"""Prompts that were run, and snippets of them, in one file."""

import asyncio
import json
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aleph_desktop.domain.api_key import hide_keys
from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.durable import free_path, move, sync_folder, write_file

APP = "aleph_desktop"
FORMAT = 1
MOST = 500  # prompts; with the longest of 1,000 characters the file has half a megabyte
_LARGEST = 20_000_000  # bytes; nothing of ours, so it isn't even read


@dataclass(frozen=True, slots=True)
class _Pages:
    """What is in the file, newest first."""

    history: tuple[str, ...] = ()
    snippets: tuple[Snippet, ...] = ()

    @classmethod
    def parse(cls, content: bytes) -> "_Pages":
        """Raises ValueError for what `dump` has not written."""
        if len(content) > _LARGEST:
            raise ValueError("too large")
        try:
            found = json.loads(content)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
        if not isinstance(found, dict) or (found.get("app"), found.get("format")) != (APP, FORMAT):
            raise ValueError("not of this app, or of another version")
        snippets = (
            Snippet(_text(each, "name"), _text(each, "text")) for each in _list(found, "snippets")
        )
        history = _list(found, "history")
        if not all(isinstance(prompt, str) for prompt in history):
            raise ValueError("a prompt is no text")
        return cls(tuple(history), tuple(snippets))

    def dump(self) -> bytes:
        """As JSON that people can read, in UTF-8."""
        words = {
            "app": APP,
            "format": FORMAT,
            "history": self.history,
            "snippets": [snippet._asdict() for snippet in self.snippets],
        }
        text = json.dumps(words, ensure_ascii=False, indent=2) + "\n"
        return text.encode("utf-8", "backslashreplace")  # \udc80: half a character, as JSON has it


class PromptBook:
    """Fulfils `ui.ports.PromptBook`. A damaged file is kept beside the new one, and that is said
    once, by the KnownError of the call that found it; later calls go on.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()  # a call that was cancelled still ends its writing

    async def history(self) -> Sequence[str]:
        return (await asyncio.to_thread(self._read)).history

    async def remember(self, prompt: str) -> None:
        """Put it first; an older one of the same words goes. Not for an empty one."""
        prompt = hide_keys(prompt.strip())
        if prompt:
            await self._change(lambda pages: replace(pages, history=_first(prompt, pages.history)))

    async def snippets(self) -> Sequence[Snippet]:
        return (await asyncio.to_thread(self._read)).snippets

    async def save_snippet(self, snippet: Snippet) -> None:
        """Replaces one of the same name."""
        kept = Snippet(hide_keys(snippet.name.strip()), hide_keys(snippet.text.strip()))
        await self._change(
            lambda pages: replace(pages, snippets=(kept, *_without(kept.name, pages.snippets)))
        )

    async def remove_snippet(self, name: str) -> None:
        await self._change(
            lambda pages: replace(pages, snippets=_without(name.strip(), pages.snippets))
        )

    async def _change(self, change: Callable[[_Pages], _Pages]) -> None:
        await asyncio.to_thread(self._rewrite, change)

    def _read(self) -> _Pages:
        with self._turn:
            pages, damage = self._load()
        if damage:
            raise damage
        return pages

    def _rewrite(self, change: Callable[[_Pages], _Pages]) -> None:
        """The change is made also where the file was damaged, and then that is said."""
        with self._turn:
            pages, damage = self._load()
            changed = change(pages)
            if changed != pages:
                self._save(changed)
        if damage:
            raise damage

    def _load(self) -> tuple[_Pages, KnownError | None]:
        """The pages, and what was wrong with the file if it had to be set aside."""
        try:
            with self._path.open("rb") as file:
                return _Pages.parse(file.read(_LARGEST + 1)), None
        except FileNotFoundError:
            return _Pages(), None
        except OSError as error:
            raise _refused("can't be read", self._path, error) from error
        except ValueError as error:
            return _Pages(), self._set_aside(error)

    def _set_aside(self, error: ValueError) -> KnownError:
        kept = free_path(self._path.with_name(f"{self._path.stem} damaged{self._path.suffix}"))
        try:
            move(self._path, kept)
        except OSError as refusal:
            raise _refused("can't be set aside", self._path, refusal) from error
        return KnownError(
            "The list of your prompts was damaged",
            f"It can't be read, and is kept as {kept}.",
            "A new list was begun. The jobs still have their prompts: choose Edit again on one.",
            kind=FailureKind.DISK,
        )

    def _save(self, pages: _Pages) -> None:
        scratch = self._path.with_name(self._path.name + ".new")
        try:
            write_file(self._path, pages.dump(), scratch)
        except OSError as error:
            raise _refused("can't be written", self._path, error) from error
        with suppress(OSError):  # a folder that can't be synced: the file is whole, old or new
            sync_folder(self._path.parent)


def _first(prompt: str, history: tuple[str, ...]) -> tuple[str, ...]:
    return (prompt, *(old for old in history if old != prompt))[:MOST]


def _without(name: str, snippets: tuple[Snippet, ...]) -> tuple[Snippet, ...]:
    return tuple(snippet for snippet in snippets if snippet.name != name)


def _list(found: dict[str, Any], name: str) -> list[Any]:
    value = found.get(name)
    if not isinstance(value, list):
        raise ValueError(f"{name} is no list")  # noqa: TRY004 - a file's fault, not the code's
    return value


def _text(found: Any, name: str) -> str:
    value = found.get(name) if isinstance(found, dict) else None
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")  # noqa: TRY004 - a file's fault, not the code's
    return value


def _refused(what: str, path: Path, error: OSError) -> KnownError:
    return KnownError(
        f"The list of your prompts {what}",
        f"{path}: {error.strerror or error}.",
        "See that the disk has space and that you may write there.",
        kind=FailureKind.DISK,
    )
