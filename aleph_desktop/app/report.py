"""Where bugs end: one report, three ways in."""

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aleph_desktop.errors import KnownError

log = logging.getLogger("aleph_desktop")


class Reporter:
    """Logs each bug with its trace, and tells the window, if there is one, in a sentence."""

    def __init__(self) -> None:
        self._tell: Callable[[str], None] | None = None

    def tell_window(self, tell: Callable[[str], None] | None) -> None:
        """`tell(words)` is called on the event loop's thread only."""
        self._tell = tell

    def report(self, error: BaseException, where: str) -> None:
        """One bug. `where` names the task or thread."""
        words = f"⚠ The app made a mistake ({type(error).__name__}). The log has the details."
        if isinstance(error, KnownError):
            log.warning("%s: %s", where, error)
            words = f"⚠ {error.failure}"
        else:
            log.error("bug in %s", where, exc_info=(type(error), error, error.__traceback__))
        if self._tell is not None and threading.current_thread() is threading.main_thread():
            self._tell(words)

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
