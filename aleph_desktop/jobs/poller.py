"""One scheduler that looks after all generations at the service."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    KeyRefused,
    NotFound,
    OutOfCredits,
    RateLimited,
    ServiceError,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.domain.generation import Generation
from aleph_desktop.jobs.bell import Bell
from aleph_desktop.jobs.pacing import FIRST_LOOK, GenerationTimes, RequestBudget
from aleph_desktop.jobs.ports import Clock
from aleph_desktop.jobs.throttle import Throttle
from aleph_desktop.tasks import TaskScope

IN_FLIGHT = 4  # polls at once: a slow answer doesn't hold the others
JITTER = 0.1  # of a wait, either way
LONGEST_BACKOFF = 60.0  # seconds
# A look that ends so much after it was due (a suspended machine, a service that hangs, a budget far
# too small) is followed by a minute's rest.
LATE, REST = 60.0, 60.0  # seconds

PASSING = (Unreachable, AnswerLost, ServiceTrouble, BadAnswer, KeyRefused, OutOfCredits)
NOT_KNOWN_YET = 120.0  # seconds after the submit in which a 404 says nothing: it may be a replica


@dataclass(slots=True, eq=False)
class _Watch:
    """A generation that is looked after. Times are of the monotonic clock."""

    job_id: str
    generation_id: str
    model_id: str
    accepted_at: float
    looked_at: float  # accepted_at until the first look
    due: float
    failures: int = 0  # in a row
    busy: bool = False  # asked, or its answer is being dealt with


class Poller:
    """Asks for each watched job, timed by what its model usually takes, within one budget.

    When the budget is short, the job goes first for which an answer is likeliest to be news, and
    has been so the longest. `run` is to be kept running; everything belongs to the loop's thread.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        poll: Callable[[str], Awaitable[Generation]],
        budget: RequestBudget,
        times_for: Callable[[str], GenerationTimes],
        on_answer: Callable[[str, Generation], Awaitable[None]],
        on_error: Callable[[str, ServiceError, bool], Awaitable[None]],
        rng: random.Random,
        floor: float = 1.0,
    ) -> None:
        """`poll(generation_id)` and `times_for(model_id)` are asked; `on_answer(job_id, answer)`
        and `on_error(job_id, error, final)` are told, `final` when the job is watched no more.

        A 429 is told to nobody: all wait, then the job is asked again. `floor`: seconds that lie
        between two looks at one job at least.
        """
        self._clock = clock
        self._poll = poll
        self._throttle = Throttle(clock, budget)
        self._times_for = times_for
        self._on_answer = on_answer
        self._on_error = on_error
        self._random = rng
        self._floor = floor
        self._watches: dict[str, _Watch] = {}
        self._bell = Bell(clock)
        self._awake = asyncio.Event()
        self._awake.set()

    def rest(self) -> None:
        """Ask nothing until `wake`: the key or the account is to be mended first."""
        self._awake.clear()
        self._bell.ring()

    def wake(self) -> None:
        """Go on, with all jobs due now."""
        if not self._awake.is_set():
            now = self._clock.monotonic()
            for watch in self._watches.values():
                watch.due = min(watch.due, now)
            self._awake.set()
            self._bell.ring()

    def watch(self, job_id: str, generation_id: str, model_id: str, accepted_at: float) -> None:
        """Look after a job. `accepted_at`: when the service took it, by the monotonic clock."""
        now = self._clock.monotonic()
        due = max(now, accepted_at + max(FIRST_LOOK, self._floor))
        self._watches[job_id] = _Watch(
            job_id, generation_id, model_id, accepted_at, accepted_at, due
        )
        self._bell.ring()

    def forget(self, job_id: str) -> None:
        """Look no more; an answer that is under way is dropped. Unknown ids are fine."""
        self._watches.pop(job_id, None)
        self._bell.ring()

    def next_due(self) -> float | None:
        """The monotonic time of the next look at any job; None while there is none to come."""
        if not self._awake.is_set():
            return None
        return min((watch.due for watch in self._watches.values() if not watch.busy), default=None)

    async def acquire(self) -> None:
        """A place in the budget for a request of another kind: the submit."""
        await self._throttle.acquire()

    def refused(self, retry_after: float | None) -> None:
        """A request of another kind was answered with 429."""
        self._throttle.refused(retry_after)

    async def run(self) -> None:
        """Until cancelled; once."""
        scope = TaskScope("poller", _report)
        slots = asyncio.Semaphore(IN_FLIGHT)
        try:
            while True:
                await self._awake.wait()
                await self._until_due()
                await slots.acquire()
                await self._throttle.acquire()
                watch = self._choose()
                if watch is None:  # forgotten meanwhile
                    slots.release()
                    continue
                watch.busy = True
                scope.spawn(self._look(watch, slots), name=f"poll {watch.job_id}")
        finally:
            await scope.close()

    async def _until_due(self) -> None:
        while True:
            due, now = self.next_due(), self._clock.monotonic()
            if due is not None and due <= now:
                return
            await self._bell.wait(None if due is None else due - now)

    def _choose(self) -> _Watch | None:
        """Of the jobs that are due, the one most worth a request."""
        now = self._clock.monotonic()
        due = [watch for watch in self._watches.values() if not watch.busy and watch.due <= now]
        return max(due, key=lambda watch: self._worth(watch, now), default=None)

    def _worth(self, watch: _Watch, now: float) -> float:
        """The chance that it has finished since the last look × the seconds since then."""
        chance = self._times_for(watch.model_id).chance_finished_between(
            watch.looked_at - watch.accepted_at, now - watch.accepted_at
        )
        return chance * (now - watch.looked_at)

    async def _look(self, watch: _Watch, slots: asyncio.Semaphore) -> None:
        answered = False
        try:
            answer = await self._ask(watch, slots)
            answered = True
            if self._watches.get(watch.job_id) is watch:
                await self._tell(watch, answer)
        finally:
            watch.failures += not answered  # a bug; the scope reports it
            watch.due = self._next_look(watch)
            watch.busy = False
            self._bell.ring()

    async def _ask(self, watch: _Watch, slots: asyncio.Semaphore) -> Generation | ServiceError:
        asked_at = self._clock.monotonic()
        try:
            answer = await self._poll(watch.generation_id)
        except ServiceError as error:
            if isinstance(error, RateLimited):
                self._throttle.refused(error.retry_after)
            return error
        finally:
            slots.release()
        self._throttle.answered()
        watch.looked_at = asked_at
        return answer

    async def _tell(self, watch: _Watch, answer: Generation | ServiceError) -> None:
        if isinstance(answer, Generation):
            watch.failures = 0
            await self._on_answer(watch.job_id, answer)
        elif isinstance(answer, PASSING) or self._is_new(watch, answer):
            watch.failures += 1
            await self._on_error(watch.job_id, answer, False)
        elif not isinstance(answer, RateLimited):
            self.forget(watch.job_id)
            await self._on_error(watch.job_id, answer, True)

    def _is_new(self, watch: _Watch, error: ServiceError) -> bool:
        """Whether the service may not know the job yet."""
        age = self._clock.monotonic() - watch.accepted_at
        return isinstance(error, NotFound) and age < NOT_KNOWN_YET

    def _next_look(self, watch: _Watch) -> float:
        now = self._clock.monotonic()
        if watch.failures:
            wait = min(LONGEST_BACKOFF, 2.0 ** min(watch.failures, 10))
            wait *= self._random.uniform(0.5, 1)
        else:
            wait = self._times_for(watch.model_id).next_wait(now - watch.accepted_at)
            wait *= self._random.uniform(1 - JITTER, 1 + JITTER)
        if now - max(watch.due, self._throttle.paused_until) > LATE:
            wait = max(wait, REST)
        return now + max(wait, self._floor)


def _report(error: BaseException, task_name: str) -> None:
    """A bug in what was handed in: the loop's handler reports it, the other jobs go on."""
    asyncio.get_running_loop().call_exception_handler(
        {"message": f"{task_name} failed", "exception": error}
    )
