"""What the user asks for jobs and for the queue, carried to the supervisor."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from aleph_desktop.domain.job import Job
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.order import Move
from aleph_desktop.jobs.retry_plan import RetryPlan, plan_retry
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.ui.dialogs.ask_dialog import AskDialog, answer
from aleph_desktop.ui.dialogs.question import retry_question
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.queue.job_ask import JobAsk
from aleph_desktop.ui.removal import Removal

_ONE_PRESS = 1.0  # seconds: a double click on "Submit again" is one second run, not two
_STOPPED_WAITING = (
    "Stopped waiting. The service has no cancel: it may finish this job and charge it. "
    "“Check again” in the job's menu fetches the result."
)
_MOVES = {JobAsk.RUN_NEXT: Move.FIRST, JobAsk.RUN_SOONER: Move.SOONER, JobAsk.RUN_LATER: Move.LATER}


class JobOrders:
    """For one list of jobs. Raises KnownError where an ask can't be met."""

    def __init__(self, window: MainWindow, book: JobBook, supervisor: Supervisor) -> None:
        self._window = window
        self._book = book
        self._supervisor = supervisor
        self._retried: dict[str, float] = {}  # when, on the monotonic clock
        self.removal = Removal(window, book, supervisor)

    async def carry_out(self, ask: JobAsk, job_ids: Sequence[str]) -> None:
        """Do what is asked for each of these jobs; one that can't be helped stops no other."""
        if ask in (JobAsk.REMOVE, JobAsk.FORGET):
            await self.removal.remove(job_ids)
        elif ask is JobAsk.BIN:
            await self.removal.move_to_bin(job_ids)
        elif ask in _MOVES:
            await self._move(_MOVES[ask], job_ids)
        else:
            await self._each(self._verb(ask), job_ids)

    async def pause(self, paused: bool) -> None:
        """Hold the queue back, or let it go on."""
        await (self._supervisor.pause() if paused else self._supervisor.resume())

    async def retry_failed(self, *, free: bool) -> None:
        """Retry all that failed; what costs is asked first. `free`: the service charges nothing."""
        plan = plan_retry(self._book.jobs.values())
        if plan.is_empty:
            self._window.notice.show_words(
                "The safety filter refused what failed. It is not sent again as it is: "
                "change the prompt or the clip with “Edit again”."
                if plan.left_out
                else "There is nothing to retry."
            )
            return
        if _is_asked(plan):
            question = retry_question(plan, free=free)
            if not await answer(AskDialog(question, self._window)):
                return
        await self._supervisor.retry_all(plan)

    def _verb(self, ask: JobAsk) -> Callable[[str], Awaitable[object]]:
        supervisor = self._supervisor
        verbs: dict[JobAsk, Callable[[str], Awaitable[object]]] = {
            JobAsk.RETRY: self._retry,
            JobAsk.CANCEL: self._cancel,
            JobAsk.CHECK_AGAIN: supervisor.check_again,
            JobAsk.LOOK_AGAIN: supervisor.look_again,
            JobAsk.FETCH_AGAIN: supervisor.fetch_again,
            JobAsk.HOLD_BACK: supervisor.hold_back,
            JobAsk.RELEASE: supervisor.release,
        }
        return verbs[ask]

    async def _each(self, verb: Callable[[str], Awaitable[object]], ids: Sequence[str]) -> None:
        problem: KnownError | None = None
        for job_id in ids:
            if job_id not in self._book.jobs:
                continue
            try:
                await verb(job_id)
            except KnownError as error:
                problem = error
            await asyncio.sleep(0)
        if problem is not None:
            raise problem

    async def _retry(self, job_id: str) -> None:
        now = monotonic()
        if now - self._retried.get(job_id, -_ONE_PRESS) < _ONE_PRESS:
            return
        self._retried[job_id] = now
        await self._supervisor.retry(job_id)

    async def _cancel(self, job_id: str) -> None:
        generation_id = self._book.jobs[job_id].generation_id
        await self._supervisor.cancel(job_id)
        if generation_id is not None:
            self._window.notice.show_words(_STOPPED_WAITING)

    async def _move(self, move: Move, job_ids: Sequence[str]) -> None:
        """Several keep their order among themselves."""
        jobs = [self._book.jobs[job_id] for job_id in job_ids if job_id in self._book.jobs]
        for job in sorted(jobs, key=_turn, reverse=move is not Move.SOONER):
            await self._supervisor.move(job.id, move)


def _turn(job: Job) -> tuple[float, float, str]:
    return (job.position, job.created_at, job.id)


def _is_asked(plan: RetryPlan) -> bool:
    """A second run is always asked for; so are several first ones at once."""
    return bool(plan.new_runs) or len(plan.send) > 1
