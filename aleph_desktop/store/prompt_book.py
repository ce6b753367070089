"""Prompts that were run, and snippets of them, in one file."""

from collections.abc import Sequence
from pathlib import Path

from aleph_desktop.domain.prompt import Snippet


class PromptBook:
    """Fulfils `ui.ports.PromptBook`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def history(self) -> Sequence[str]:
        return ()

    async def remember(self, prompt: str) -> None: ...

    async def snippets(self) -> Sequence[Snippet]:
        return ()

    async def save_snippet(self, snippet: Snippet) -> None: ...

    async def remove_snippet(self, name: str) -> None: ...
