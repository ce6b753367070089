"""Blocking work in a thread of its own, which doesn't hold up the app's end."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def in_thread(work: Callable[[], T], name: str) -> asyncio.Future[T]:
    """What `work` returns or raises. Cancelling the future doesn't end the work."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def finish(result: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(result)  # type: ignore[arg-type]  # it has one where there is no error
        else:
            done.set_exception(error)
            done.exception()  # mark as seen: the end of what was cancelled interests nobody

    def run() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 (handed to the one who waits)
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop has ended, with everyone who waited
            loop.call_soon_threadsafe(finish, result, error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return done
