"""Owned, named, reported asyncio tasks."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class TaskScope:
    """Owns tasks: keeps them alive, names them, reports what they raise, ends them on close.

    Not a TaskGroup: one job's failure must not cancel its siblings.
    """

    def __init__(self, name: str, report: Callable[[BaseException, str], None]) -> None:
        """`report(error, task_name)` is called for each exception but cancellation."""
        self._name = name
        self._report = report
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any] | None:
        """Start `work` as a task of this scope; None, and nothing started, once it is closed."""
        if self._closed:
            work.close()
            return None
        task = asyncio.get_running_loop().create_task(work, name=f"{self._name}: {name}")
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def __len__(self) -> int:
        return len(self._tasks)

    async def close(self) -> None:
        """Cancel what runs and wait until it has ended. Safe to call twice."""
        self._closed = True
        while self._tasks:
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._report(error, task.get_name())
