"""One event loop for Qt and asyncio. The only module that knows qasync."""

import asyncio
import os
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

os.environ["QT_API"] = "pyside6"  # qasync asks this first; a user's environment may say otherwise

import qasync
from PySide6.QtWidgets import QApplication

T = TypeVar("T")


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop, with an ending that starts no second one.

    qasync's own `run_until_complete` spins Qt's events once more after the end, in which a slot
    can start work that nobody awaits.
    """

    def run_until_complete(self, future: Any) -> Any:
        future = asyncio.ensure_future(future, loop=self)
        future.add_done_callback(self._on_complete)
        try:
            self.run_forever()
        finally:
            future.remove_done_callback(self._on_complete)
        if not future.done():
            raise RuntimeError("the event loop stopped before its work was done")
        return future.result()

    def _on_complete(self, _future: Any) -> None:
        self.stop()


def run(app: QApplication, main: Coroutine[Any, Any, T]) -> T:
    """Run `main` to its end on one loop with Qt; cancels what is left, as asyncio.run does."""

    def make() -> QtLoop:
        loop = QtLoop(app)
        # qasync's own executor never ends its threads' queue in order
        loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="worker"))
        return loop

    with asyncio.Runner(loop_factory=make) as runner:
        return runner.run(main)
