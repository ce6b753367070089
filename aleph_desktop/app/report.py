"""Where bugs end: one report, three ways in."""

import asyncio
import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Protocol

from aleph_desktop.app.log import redact
from aleph_desktop.app.terminal import tell
from aleph_desktop.errors import KnownError

log = logging.getLogger("aleph_desktop")


class Listener(Protocol):
    """Who tells the user. Called from any thread."""

    def tell_bug(self, trace: str) -> None:
        """A mistake of the app's own."""

    def tell_trouble(self, words: str) -> None:
        """Something foreseen that nobody else shows."""


class Reporter:
    """Logs each bug with its trace, and tells the window, if there is one."""

    def __init__(self) -> None:
        self._listener: Listener | None = None

    def tell(self, listener: Listener | None) -> None:
        """Who hears of what is reported from now on; None: nobody but the log."""
        self._listener = listener

    def report(self, error: BaseException, where: str) -> None:
        """One bug. `where` names the task or thread."""
        listener = self._listener
        if isinstance(error, KnownError):
            log.warning("%s: %s", where, error)
            if listener is not None:
                listener.tell_trouble(f"⚠ {error.failure}")
            return
        log.error("bug in %s", where, exc_info=(type(error), error, error.__traceback__))
        if listener is not None:
            listener.tell_bug(f"In {where}:\n{''.join(traceback.format_exception(error))}")

    def install(self) -> None:
        """Take what nobody caught: in the main thread, in others, and in destructors."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        threading.excepthook = self._on_thread_exception

    def install_on(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.set_exception_handler(self._on_loop_exception)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error, "the main thread")

    def _on_unraisable(self, found: Any) -> None:
        if found.exc_value is not None:
            self.report(found.exc_value, f"{found.object!r}")

    def _on_thread_exception(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self.report(found.exc_value, found.thread.name if found.thread else "a thread")

    def _on_loop_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None:
            self.report(error, str(context.get("message", "the event loop")))
        else:
            log.error("the event loop: %s", context.get("message"))


def last_words(error: Exception, *, has_box: bool) -> None:
    """A bug that ends the program: redacted, as Python's own last words wouldn't be."""
    is_logged = bool(logging.getLogger().handlers)  # which is on the terminal, too
    if is_logged:
        log.critical("bug", exc_info=error)
    if not is_logged or sys.stderr is None:
        tell(redact("".join(traceback.format_exception(error))), has_box=has_box)
