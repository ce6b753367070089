"""Many jobs at a service with a request limit, in virtual time: what does a way of polling cost?"""

import asyncio
import math
import random
import statistics
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from virtual_time import VirtualClock, run_virtual

from aleph_desktop.client.errors import RateLimited, ServiceError
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.jobs.pacing import GenerationTimes, RequestBudget
from aleph_desktop.jobs.poller import Poller

MODEL = "runway/gen4_aleph"
STEADY, USUAL, WILD = 0.1, 0.2, 0.45  # deviation of ln(seconds)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a simulation found."""

    refusals: int
    requests_per_job: float  # answered with 200
    delay_median: float  # seconds from done until seen
    delay_95: float


@dataclass
class SimulatedService:
    """Answers at most `limit` requests in any second; the rest get a 429."""

    clock: VirtualClock
    limit: float
    durations: dict[str, float]
    retry_after: float | None = 1.0
    latency: float = 0.1  # seconds
    accepted_at: dict[str, float] = field(default_factory=dict)
    requests: list[tuple[float, str]] = field(default_factory=list)  # answered with 200
    refusals: int = 0
    delays: dict[str, float] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    async def poll(self, generation_id: str) -> Generation:
        now = self.clock.monotonic()
        while self._recent and self._recent[0] <= now - 1 + 1e-9:
            self._recent.popleft()
        if len(self._recent) >= self.limit:
            self.refusals += 1
            await self.clock.sleep(self.latency)
            raise RateLimited("Busy", "Too many.", status=429, retry_after=self.retry_after)
        self._recent.append(now)
        self.requests.append((now, generation_id))
        over = now - self.accepted_at[generation_id] - self.durations[generation_id]
        await self.clock.sleep(self.latency)
        if over >= 0:
            self.delays.setdefault(generation_id, over + self.latency)
            return Generation(generation_id, GenerationStatus.COMPLETED, "completed")
        return Generation(generation_id, GenerationStatus.GENERATING, "generating")

    def figures(self) -> Figures:
        delays = sorted(self.delays.values())
        assert len(delays) == len(self.durations), "not every job was seen completed"
        return Figures(
            self.refusals,
            len(self.requests) / len(delays),
            statistics.median(delays),
            delays[math.ceil(0.95 * len(delays)) - 1],
        )


def durations(count: int, seed: int, spread: float = USUAL) -> list[float]:
    """Seconds that generations take, around the 210 of the provider's run."""
    rng = random.Random(seed)
    return [210 * math.exp(rng.gauss(0, spread)) for _ in range(count)]


Way = Callable[[SimulatedService, float, random.Random], Coroutine[Any, Any, None]]


def simulate(
    way: Way, jobs: int, limit: float, seed: int = 1, *, spread: float = USUAL, apart: float = 0.0
) -> Figures:
    """`jobs` jobs, accepted `apart` seconds one after the other, until all were seen completed."""

    async def run() -> Figures:
        taken = {str(n): d for n, d in enumerate(durations(jobs, seed, spread))}
        service = SimulatedService(VirtualClock(), limit, taken)
        await way(service, apart, random.Random(seed))
        return service.figures()

    return run_virtual(run())


def central(history: list[float]) -> Way:
    """Our poller, which believes in the service's true limit and has seen `history` before."""

    async def run(service: SimulatedService, apart: float, rng: random.Random) -> None:
        times = GenerationTimes()
        for seconds in history:
            times.learn(seconds)
        all_done = asyncio.Event()

        async def on_answer(job_id: str, generation: Generation) -> None:
            if generation.status is GenerationStatus.COMPLETED:
                poller.forget(job_id)
                if len(service.delays) == len(service.durations):
                    all_done.set()

        async def on_error(job_id: str, error: ServiceError, final: bool) -> None:
            raise error

        poller = Poller(
            clock=service.clock,
            poll=service.poll,
            budget=RequestBudget(service.limit),
            times_for=lambda _: times,
            on_answer=on_answer,
            on_error=on_error,
            rng=rng,
        )
        task = asyncio.create_task(poller.run())
        for job_id in service.durations:
            service.accepted_at[job_id] = service.clock.monotonic()
            poller.watch(job_id, job_id, MODEL, service.clock.monotonic())
            await service.clock.sleep(apart)
        await all_done.wait()
        task.cancel()

    return run


async def fixed_ten_seconds(service: SimulatedService, apart: float, rng: random.Random) -> None:
    """The provider's sample, once for each job; it waits for Retry-After, and knows no jitter."""

    async def one(job_id: str) -> None:
        service.accepted_at[job_id] = service.clock.monotonic()
        while job_id not in service.delays:
            await service.clock.sleep(10)
            try:
                await service.poll(job_id)
            except RateLimited as error:
                await service.clock.sleep(error.retry_after or 0)

    async with asyncio.TaskGroup() as group:
        for job_id in service.durations:
            group.create_task(one(job_id))
            await service.clock.sleep(apart)
