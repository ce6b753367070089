"""The poller, in virtual time, against services that misbehave in one way each."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from virtual_time import VirtualClock, run_virtual

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    KeyRefused,
    NotFound,
    OutOfCredits,
    RateLimited,
    Refused,
    ServiceError,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.jobs.pacing import GenerationTimes, RequestBudget
from aleph_desktop.jobs.poller import Poller
from aleph_desktop.tasks import TaskScope

GOING = Generation("g", GenerationStatus.GENERATING, "generating")
Answer = Callable[[str, int], Generation | Exception]


@dataclass
class Bench:
    """A poller at work, and what it did."""

    answer: Answer = lambda _id, _n: GOING
    rate: float = 100.0
    floor: float = 1.0
    latency: float = 0.0
    clock: VirtualClock = field(default_factory=VirtualClock)
    times: GenerationTimes = field(default_factory=GenerationTimes)
    asked: list[tuple[float, str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    errors: list[tuple[str, ServiceError, bool]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self.poller = Poller(
            clock=self.clock,
            poll=self._poll,
            budget=RequestBudget(self.rate),
            times_for=lambda _: self.times,
            on_answer=self._on_answer,
            on_error=self._on_error,
            rng=random.Random(1),
            floor=self.floor,
        )

    def watch(self, *job_ids: str, age: float = 0.0) -> None:
        for job_id in job_ids:
            self.poller.watch(job_id, job_id, "model", self.clock.monotonic() - age)

    def asked_for(self, job_id: str) -> list[float]:
        return [at for at, asked in self.asked if asked == job_id]

    async def _poll(self, generation_id: str) -> Generation:
        self.asked.append((self.clock.monotonic(), generation_id))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.clock.sleep(self.latency)
        finally:
            self.at_once -= 1
        answer = self.answer(generation_id, len(self.asked_for(generation_id)))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _on_answer(self, job_id: str, generation: Generation) -> None:
        self.answers.append(job_id)

    async def _on_error(self, job_id: str, error: ServiceError, final: bool) -> None:
        self.errors.append((job_id, error, final))


def in_virtual_time(play: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """A test that plays in virtual time."""

    def test() -> None:
        async def run() -> None:
            await play()

        run_virtual(run())

    test.__name__, test.__doc__ = play.__name__, play.__doc__
    return test


async def running(bench: Bench, seconds: float) -> None:
    """Let the poller work for so long, then end it."""
    scope = TaskScope("test", lambda error, _: bench.answers.append(f"bug: {error!r}"))
    scope.spawn(bench.poller.run(), name="poller")
    await bench.clock.sleep(seconds)
    await scope.close()


@in_virtual_time
async def test_first_look_after_three_seconds_then_by_the_estimate():
    bench = Bench()
    bench.watch("a")
    await running(bench, 300)
    looks = bench.asked_for("a")
    assert looks[0] == 3
    waits = [b - a for a, b in itertools.pairwise(looks)]
    for at, wait in zip(looks, waits, strict=False):
        assert wait == pytest.approx(bench.times.next_wait(at), rel=0.1001)
    assert waits[0] > 15 > waits[-1]


@in_virtual_time
async def test_a_job_of_before_the_restart_is_asked_at_once():
    bench = Bench()
    bench.watch("old", age=500)
    await running(bench, 0.5)
    assert bench.asked_for("old") == [0]


@pytest.mark.parametrize("floor", [2.0, 15.0, 60.0])
def test_never_faster_than_the_floor(floor: float):
    async def play() -> None:
        bench = Bench(floor=floor)
        for _ in range(40):
            bench.times.learn(100)
        bench.watch("a")
        await running(bench, 300)
        looks = [0.0, *bench.asked_for("a")]
        assert len(looks) > 3
        assert all(b - a >= floor for a, b in itertools.pairwise(looks))

    run_virtual(play())


@in_virtual_time
async def test_a_slow_answer_does_not_hold_the_others_and_four_are_the_most():
    bench = Bench(latency=20)
    bench.watch(*"abcdefgh", age=10)
    await running(bench, 25)
    assert bench.most_at_once == 4
    assert [at for at, _ in bench.asked] == pytest.approx([0] * 4 + [20] * 4, abs=0.1)
    assert {job for _, job in bench.asked} == set("abcdefgh")


@in_virtual_time
async def test_the_likeliest_news_first_when_the_budget_is_short():
    bench = Bench(rate=0.5)
    for _ in range(40):
        bench.times.learn(100)
    bench.watch("young", age=10)
    bench.watch("ripe", age=130)
    bench.watch("middle", age=80)
    await running(bench, 4)
    assert [job for _, job in bench.asked] == ["ripe", "middle"]


@in_virtual_time
async def test_a_short_budget_leaves_nobody_out():
    bench = Bench(rate=1)
    bench.watch(*(str(n) for n in range(50)))
    await running(bench, 150)
    assert set(Counter(job for _, job in bench.asked)) == {str(n) for n in range(50)}


@in_virtual_time
async def test_after_a_429_nobody_asks_before_retry_after_is_over_and_then_it_goes_on():
    busy = RateLimited("Busy", "Too many.", status=429, retry_after=37.5)
    bench = Bench(answer=lambda job, n: busy if (job, n) == ("a", 1) else GOING)
    bench.watch("a", "b", "c")
    submitted: list[float] = []

    async def submit() -> None:
        await bench.clock.sleep(4)
        await bench.poller.acquire()
        submitted.append(bench.clock.monotonic())

    async with asyncio.TaskGroup() as group:
        group.create_task(running(bench, 60))
        group.create_task(submit())
    refused_at = bench.asked_for("a")[0]
    later = [at for at, _ in bench.asked if at > refused_at + 0.1]  # three were due together
    assert min(later + submitted) >= refused_at + 37.5
    assert submitted[0] < refused_at + 39
    assert bench.asked_for("a")[1] < refused_at + 39
    assert bench.errors == []


@in_virtual_time
async def test_a_429_of_the_submit_holds_the_polls():
    bench = Bench()
    bench.watch("a")
    bench.poller.refused(50)
    await running(bench, 60)
    assert bench.asked_for("a")[0] == 50


@pytest.mark.parametrize(
    "kind", [Unreachable, AnswerLost, ServiceTrouble, BadAnswer, KeyRefused, OutOfCredits]
)
def test_what_may_pass_is_asked_again_in_growing_waits(kind: type[ServiceError]):
    async def play() -> None:
        bench = Bench(answer=lambda _, n: kind("T", "m") if n <= 9 else GOING)
        bench.watch("a")
        await running(bench, 600)
        looks = bench.asked_for("a")
        waits = [b - a for a, b in itertools.pairwise(looks)][:9]
        for n, wait in enumerate(waits, start=1):
            assert min(60, 2**n) / 2 <= wait <= min(60, 2**n)
        assert [(job, final) for job, _, final in bench.errors] == [("a", False)] * 9
        assert "a" in bench.answers

    run_virtual(play())


def test_what_will_not_pass_ends_the_watch():
    async def play() -> None:
        bench = Bench(answer=lambda job, _: Refused("T", "m") if job == "a" else GOING)
        bench.watch("a", "b")
        await running(bench, 100)
        assert len(bench.asked_for("a")) == 1
        assert len(bench.asked_for("b")) > 3
        assert [(job, final) for job, _, final in bench.errors] == [("a", True)]

    run_virtual(play())


def test_a_job_that_is_not_known_yet_is_asked_for_two_minutes():
    async def play() -> None:
        bench = Bench(answer=lambda _job, _n: NotFound("T", "m"))
        bench.watch("a")
        await running(bench, 600)
        finals = [final for _, _, final in bench.errors]
        assert finals == [False] * (len(finals) - 1) + [True]
        assert 120 <= bench.asked_for("a")[-1] <= 200

    run_virtual(play())


def test_at_rest_nothing_is_asked_and_after_it_all_at_once():
    async def play() -> None:
        bench = Bench()
        bench.watch("a", "b")
        running = asyncio.create_task(bench.poller.run())
        await asyncio.sleep(10)
        asked = len(bench.asked)
        bench.poller.rest()
        assert bench.poller.next_due() is None
        await asyncio.sleep(1000)
        assert len(bench.asked) <= asked + 1  # one may have been under way
        bench.poller.wake()
        await asyncio.sleep(5)
        assert bench.asked_for("a")[-1] >= 1010
        assert bench.asked_for("b")[-1] >= 1010
        running.cancel()
        await asyncio.wait([running])

    run_virtual(play())


@in_virtual_time
async def test_forgotten_is_forgotten_even_while_asked():
    bench = Bench(latency=5)
    bench.watch("a")

    async def forget() -> None:
        await bench.clock.sleep(4)
        bench.poller.forget("a")

    async with asyncio.TaskGroup() as group:
        group.create_task(running(bench, 100))
        group.create_task(forget())
    assert len(bench.asked_for("a")) == 1
    assert bench.answers == []
    assert bench.poller.next_due() is None


@in_virtual_time
async def test_next_due_is_the_moment_of_the_next_look():
    bench = Bench()
    assert bench.poller.next_due() is None
    bench.watch("a")
    assert bench.poller.next_due() == 3
    await running(bench, 10)
    due = bench.poller.next_due()
    assert due is not None
    await running(bench, due - bench.clock.monotonic() + 0.001)
    assert bench.asked_for("a")[-1] == pytest.approx(due)


@pytest.mark.parametrize("network_is_back", [True, False])
def test_no_storm_after_a_suspend(network_is_back: bool):
    async def play() -> None:
        up = [True]
        bench = Bench(answer=lambda _, __: GOING if up[0] else Unreachable("T", "m"))
        bench.watch(*(str(n) for n in range(20)))

        async def suspend() -> None:
            await bench.clock.sleep(100.5)
            bench.clock.jump(7200)
            up[0] = network_is_back

        async with asyncio.TaskGroup() as group:
            group.create_task(running(bench, 300))
            group.create_task(suspend())
        awake = 100.5 + 7200
        minute = Counter(job for at, job in bench.asked if awake <= at < awake + 60)
        assert set(minute.values()) == {1}
        assert len(minute) == 20
        assert sum(at >= awake + 60 for at, _ in bench.asked) >= 20

    run_virtual(play())


def test_a_bug_in_one_jobs_answer_is_reported_and_the_others_go_on():
    async def play() -> None:
        reported: list[BaseException] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: reported.append(context["exception"])
        )
        bug = RuntimeError("a bug")
        bench = Bench(answer=lambda job, _: bug if job == "a" else GOING)
        bench.watch("a", "b")
        await running(bench, 100)
        assert reported
        assert set(map(id, reported)) == {id(bug)}
        assert len(bench.asked_for("b")) > 3
        assert len(bench.asked_for("a")) > 1

    run_virtual(play())


@in_virtual_time
async def test_a_job_forgotten_while_it_waits_for_the_budget_costs_no_request():
    bench = Bench()
    bench.watch("a")
    bench.poller.refused(20)

    async def forget() -> None:
        await bench.clock.sleep(10)
        bench.poller.forget("a")
        bench.watch("b", age=10)

    async with asyncio.TaskGroup() as group:
        group.create_task(running(bench, 40))
        group.create_task(forget())
    assert bench.asked_for("a") == []
    assert bench.asked_for("b")[0] == 20


@in_virtual_time
async def test_a_429_that_comes_while_a_request_waits_holds_that_one_too():
    bench = Bench(rate=0.5)
    await bench.poller.acquire()

    async def refuse() -> None:
        await bench.clock.sleep(1)
        bench.poller.refused(30)

    async with asyncio.TaskGroup() as group:
        group.create_task(bench.poller.acquire())
        group.create_task(refuse())
    assert bench.clock.monotonic() == 31
