"""Row 17: clocks that jump, and a machine that was suspended. In virtual time."""

import asyncio
from collections import Counter

import pytest
from fakes import Bench, edit
from virtual_time import run_virtual

from aleph_desktop.domain.job import JobState
from aleph_desktop.jobs.options import JobOptions

pytestmark = pytest.mark.fault(17)

YEARS = 10 * 365.25 * 86400.0
ENDED = (JobState.DONE, JobState.FAILED, JobState.UNCONFIRMED)


def set_wall(clock, by: float) -> None:
    """Set the clock on the wall; the monotonic one stays."""
    before = clock.now
    clock.now = lambda: before() + by


@pytest.mark.parametrize("by", [YEARS, -YEARS], ids=["ten years on", "ten years back"])
@pytest.mark.parametrize(
    "state", [JobState.QUEUED, JobState.PREPARING, JobState.SUBMITTING, JobState.WAITING,
              JobState.GENERATING, JobState.DOWNLOADING],
)  # fmt: skip
def test_a_clock_that_is_set_changes_nothing(tmp_path, state, by) -> None:
    async def work():
        async with Bench(tmp_path) as bench:
            job = await bench.supervisor.add(edit())
            await bench.until(job.id, state)
            set_wall(bench.clock, by)
            outlook = bench.supervisor.outlook(bench.book.jobs[job.id])
            if outlook is not None:
                assert min(outlook.elapsed, outlook.seconds_left, outlook.fraction) >= 0
            assert (bench.supervisor.next_check() or 0) >= 0
            begun = bench.clock.monotonic()
            done = await bench.until(job.id, *ENDED)
            assert done.state is JobState.DONE
            assert bench.clock.monotonic() - begun < 200
            assert done.generation_seconds >= 0
            assert len(bench.service.submissions) == 1
            # one look every second at most, whatever the clock says
            assert len(bench.service.polls) <= 60

    run_virtual(work())


@pytest.mark.parametrize("by", [YEARS, -YEARS], ids=["ten years on", "ten years back"])
def test_a_clock_that_was_set_while_the_app_was_closed(tmp_path, by) -> None:
    from fakes import FakeOwner, MemoryStore

    store = MemoryStore()

    async def first():
        async with Bench(tmp_path, store=store, owner=FakeOwner("first")) as bench:
            job = await bench.supervisor.add(edit())
            await bench.until(job.id, JobState.GENERATING)
            return job.id, bench.service._accepted

    async def second(job_id, accepted):
        bench = Bench(tmp_path, store=store, owner=FakeOwner("second"))
        set_wall(bench.clock, by)
        bench.service._accepted = dict.fromkeys(accepted, 0.0)
        async with bench:
            done = await bench.until(job_id, *ENDED)
            assert done.state is JobState.DONE
            assert done.generation_seconds >= 0
            assert bench.clock.monotonic() < 300
            assert bench.service.submissions == []

    run_virtual(second(*run_virtual(first())))


@pytest.mark.parametrize("asleep", [7200.0, 30 * 86400.0], ids=["two hours", "a month"])
def test_no_storm_after_a_sleep(tmp_path, asleep) -> None:
    """50 jobs whose looks are all overdue: at most one a job in the first minute."""

    async def work():
        async with Bench(tmp_path, concurrency=50) as bench:
            bench.service.seconds = 10 * asleep
            patient = JobOptions(tmp_path / "results", tmp_path / "sent", 50, 20 * asleep)
            bench.supervisor.configure(patient)
            jobs = [await bench.supervisor.add(edit(f"rain {n}")) for n in range(50)]
            for job in jobs:
                await bench.until(job.id, JobState.GENERATING)
            bench.clock.jump(asleep)
            asked = len(bench.service.polls)
            await asyncio.sleep(60)
            most = Counter(bench.service.polls[asked:]).most_common(1)
            assert most
            assert most[0][1] == 1
            assert len(bench.service.polls) - asked <= 50

    run_virtual(work())


@pytest.mark.parametrize("left", [10.0, 1000.0], ids=["done soon", "done later"])
def test_a_sleep_expires_no_job(tmp_path, left) -> None:
    """Two hours asleep are more than the user's limit for waiting, and nobody has waited."""

    async def work():
        async with Bench(tmp_path) as bench:
            bench.service.seconds = 7200 + 100 + left
            job = await bench.supervisor.add(edit())
            await bench.until(job.id, JobState.GENERATING)
            await asyncio.sleep(60)
            bench.clock.jump(7200)
            done = await bench.until(job.id, *ENDED)
            assert done.state is JobState.DONE

    run_virtual(work())
