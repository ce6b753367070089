"""The prompt's history, snippets and spelling, brought to the composer."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject

from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.ports import PromptBook


class PromptFeed(QObject):
    """What goes wrong is said in the notice bar; the prompt itself is never touched."""

    def __init__(self, window: MainWindow, book: PromptBook, scope: TaskScope) -> None:
        super().__init__(window)
        self._notice = window.notice
        self._section = window.composer.prompt
        self._book = book
        self._scope = scope
        self._section.history_wanted.connect(self._on_history_wanted)
        self._section.snippet_saved.connect(self._on_snippet_saved)
        self._section.snippet_removed.connect(self._on_snippet_removed)

    def remember(self, prompt: str) -> None:
        """A prompt was run."""
        self._do(self._book.remember(prompt))

    def _on_history_wanted(self) -> None:
        self._do(self._show())

    def _on_snippet_saved(self, snippet: Snippet) -> None:
        self._do(self._change(self._book.save_snippet(snippet)))

    def _on_snippet_removed(self, name: str) -> None:
        self._do(self._change(self._book.remove_snippet(name)))

    async def _change(self, change: Coroutine[Any, Any, None]) -> None:
        await change
        await self._show()

    async def _show(self) -> None:
        self._section.set_history(await self._book.history())
        self._section.set_snippets(await self._book.snippets())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        self._scope.spawn(self._guard(work), name="prompt book")

    async def _guard(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except KnownError as error:
            self._notice.show_failure(error.failure)
