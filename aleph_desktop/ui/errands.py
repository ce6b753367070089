"""What the user asked for, as owned tasks."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.notice_bar import NoticeBar


class Errands:
    """Known errors of an errand go to the notice bar; bugs go on to the scope's report."""

    def __init__(self, scope: TaskScope, notice: NoticeBar) -> None:
        self._scope = scope
        self._notice = notice

    def run(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any] | None:
        """Begin it; None once the window is closed."""
        task = self._scope.spawn(self._guard(work), name=name)
        if task is None:
            work.close()
        else:  # one that is cancelled before its first step never begins the work
            task.add_done_callback(lambda _: work.close())
        return task

    async def _guard(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except KnownError as error:
            self._notice.show_failure(error.failure)
