"""What holds the queue, and what lets it go on."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest
from fakes import Bench, MemoryStore, edit, raising, run
from virtual_time import run_virtual

from aleph_desktop.client.errors import KeyRefused, OutOfCredits, Unreachable
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.order import Move

pytestmark = pytest.mark.fault(10)

KEY = KeyRefused("The API key wasn't accepted", "m", status=401)
CREDITS = OutOfCredits("The account has no credits left", "m", status=403)
NETWORK = Unreachable("The service can't be reached", "m")


@pytest.mark.parametrize("error", [KEY, CREDITS, NETWORK])
def test_fifty_jobs_wait_for_one_reason(tmp_path, error) -> None:
    async def work(bench):
        bench.service.on_submit = bench.service.on_balance = raising(error)
        jobs = await bench.supervisor.add_all([edit(f"take {n}") for n in range(50)])
        await asyncio.sleep(3600)
        assert len(bench.service.submissions) <= 2  # those that were under way together
        assert {bench.book.jobs[job.id].state for job in jobs} == {JobState.QUEUED}
        assert bench.holds == [Hold(failure=error.failure)]
        return jobs

    run(tmp_path, work)


def mended_by(bench, error):
    """What makes it well again."""
    bench.service.on_submit = lambda _: None
    bench.service.on_balance = lambda: Decimal(11)


@pytest.mark.parametrize("error", [KEY, CREDITS, NETWORK])
def test_it_goes_on_by_itself_when_mended(tmp_path, error) -> None:
    async def work(bench):
        bench.service.on_submit = raising(error)
        bench.service.on_balance = (lambda: Decimal(0)) if error is CREDITS else raising(error)
        job = await bench.supervisor.add(edit())
        await asyncio.sleep(700)
        assert bench.book.jobs[job.id].state is JobState.QUEUED
        mended_by(bench, error)
        await asyncio.sleep(310)
        assert not bench.supervisor.hold.is_on
        await bench.until(job.id, JobState.DONE)
        assert len(bench.preparer.prepared) == 1  # what was ready is kept

    run(tmp_path, work)


def test_credits_that_stay_as_they_are_send_nothing(tmp_path) -> None:
    """0.30 USD are left, too little for a run: each try would be refused again."""

    async def work(bench):
        bench.service.on_submit = raising(CREDITS)
        bench.service.on_balance = lambda: Decimal("0.30")
        await bench.supervisor.add(edit())
        await asyncio.sleep(24 * 3600)
        assert len(bench.service.submissions) <= 4  # it may have passed: a few tries are free

    run(tmp_path, work)


def test_what_was_mended_before_the_first_look_goes_on(tmp_path) -> None:
    async def work(bench):
        refusals = [KEY, CREDITS]

        def refuse(_):
            if refusals:
                raise refusals.pop()

        bench.service.on_submit = refuse
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.DONE)
        assert bench.clock.monotonic() < 1000

    run(tmp_path, work)


def test_the_user_lets_it_go_on(tmp_path) -> None:
    async def work(bench):
        bench.service.on_submit = bench.service.on_balance = raising(KEY)
        job = await bench.supervisor.add(edit())
        await asyncio.sleep(60)
        bench.service.on_submit = lambda _: None
        await bench.supervisor.resume()
        await bench.until(job.id, JobState.DONE)
        assert bench.holds == [Hold(failure=KEY.failure), Hold()]

    run(tmp_path, work)


@pytest.mark.parametrize("error", [KEY, CREDITS])
def test_jobs_at_the_service_outlive_a_refused_key(tmp_path, error) -> None:
    async def work(bench):
        jobs = [await bench.supervisor.add(edit(f"take {n}")) for n in range(2)]
        for job in jobs:
            await bench.until(job.id, JobState.WAITING)
        bench.service.on_poll = bench.service.on_balance = raising(error)
        await asyncio.sleep(3600)
        states = {bench.book.jobs[job.id].state for job in jobs}
        assert states <= {JobState.WAITING, JobState.GENERATING}
        assert len(bench.service.polls) < 30  # it rests
        bench.service.on_poll = lambda _: None
        await bench.supervisor.resume()
        for job in jobs:
            done = await bench.until(job.id, JobState.DONE)
            assert done.failure is None

    run(tmp_path, work)


def test_what_is_paid_for_arrives_although_the_credits_are_used_up(tmp_path) -> None:
    """The next submit is refused; polls are not, so the jobs at the service go on."""

    async def work(bench):
        paid = await bench.supervisor.add(edit("paid"))
        await bench.until(paid.id, JobState.WAITING)
        bench.service.on_submit, bench.service.on_balance = raising(CREDITS), lambda: Decimal(0)
        waiting = await bench.supervisor.add(edit("next"))
        await bench.until(paid.id, JobState.DONE)
        assert bench.book.jobs[waiting.id].state is JobState.QUEUED
        assert bench.supervisor.hold == Hold(failure=CREDITS.failure)

    run(tmp_path, work)


def test_a_refused_key_at_the_last_step_loses_no_result(tmp_path) -> None:
    """The download needs a fresh address, and the poll for it is refused."""

    async def work(bench):
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.GENERATING)
        bench.downloader.on_download = raising(NETWORK)
        await bench.until(job.id, JobState.DOWNLOADING)
        bench.service.on_poll = bench.service.on_balance = raising(KEY)
        while bench.supervisor.hold == Hold():
            await asyncio.sleep(1)
        bench.downloader.on_download = lambda _: None
        await asyncio.sleep(3600)
        assert bench.book.jobs[job.id].state is JobState.DOWNLOADING
        assert bench.book.jobs[job.id].failure == KEY.failure
        bench.service.on_poll = lambda _: None
        await bench.supervisor.resume()
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_a_full_disk_holds_and_lets_go(tmp_path) -> None:
    async def work(bench):
        bench.shelf.free = 5_000_000
        full = KnownError("The disk is full", "m", kind=FailureKind.SPACE)
        bench.preparer.error = full
        job = await bench.supervisor.add(edit())
        await asyncio.sleep(600)
        assert bench.book.jobs[job.id].state is JobState.QUEUED
        assert bench.supervisor.hold == Hold(failure=full.failure)
        bench.preparer.error, bench.shelf.free = None, 500_000_000
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_a_result_waits_for_room(tmp_path) -> None:
    async def work(bench):
        full = KnownError("The disk is full", "Needs 9 MB.", kind=FailureKind.SPACE)
        bench.shelf.free = 1_000_000
        bench.downloader.on_download = raising(full)
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.DOWNLOADING)
        await asyncio.sleep(24 * 3600)
        waits = bench.book.jobs[job.id]
        assert (waits.state, waits.failure) == (JobState.DOWNLOADING, full.failure)
        assert len(bench.downloader.urls) <= 24 * 60 + 1
        bench.downloader.on_download, bench.shelf.free = lambda _: None, 500_000_000
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_a_pause_outlives_the_app(tmp_path) -> None:
    store = MemoryStore()

    async def main():
        async with Bench(tmp_path, store=store) as bench:
            await bench.supervisor.pause()
            job = await bench.supervisor.add(edit())
            await asyncio.sleep(100)
            assert bench.book.jobs[job.id].state is JobState.QUEUED
        async with Bench(tmp_path, store=store) as bench:
            await asyncio.sleep(100)
            assert bench.supervisor.hold == Hold(by_user=True)
            assert bench.book.jobs[job.id].state is JobState.QUEUED
            await bench.supervisor.resume()
            await bench.until(job.id, JobState.DONE)
        async with Bench(tmp_path, store=store) as bench:
            assert not bench.supervisor.hold.is_on

    run_virtual(main())


def test_a_pause_stops_what_is_being_prepared_before_it_is_sent(tmp_path) -> None:
    async def work(bench):
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.PREPARING)
        await bench.supervisor.pause()
        await asyncio.sleep(100)
        assert bench.book.jobs[job.id].state is JobState.QUEUED
        assert bench.service.submissions == []
        await bench.supervisor.resume()
        await bench.until(job.id, JobState.DONE)
        assert len(bench.preparer.prepared) == 1

    run(tmp_path, work)


def test_one_job_is_held_back(tmp_path) -> None:
    async def work(bench):
        await bench.supervisor.pause()
        first, second = await bench.supervisor.add_all([edit("first"), edit("second")])
        await bench.supervisor.hold_back(first.id)
        await bench.supervisor.resume()
        await bench.until(second.id, JobState.DONE)
        assert bench.book.jobs[first.id].state is JobState.QUEUED
        await bench.supervisor.release(first.id)
        await bench.until(first.id, JobState.DONE)

    run(tmp_path, work)


def test_the_order_can_be_changed(tmp_path) -> None:
    async def work(bench):
        await bench.supervisor.pause()
        jobs = await bench.supervisor.add_all([edit(f"take {n}") for n in range(4)])
        await bench.supervisor.move(jobs[3].id, Move.FIRST)
        await bench.supervisor.move(jobs[0].id, Move.LATER)
        await bench.supervisor.resume()
        for job in jobs:
            await bench.until(job.id, JobState.DONE)
        return [submission.prompt for submission in bench.service.submissions]

    assert run(tmp_path, work, concurrency=1) == ["take 3", "take 1", "take 0", "take 2"]


def test_a_job_of_another_service_waits_for_it(tmp_path) -> None:
    store = MemoryStore()
    store.rows["a"] = Job(
        "a",
        replace(edit(), seed=1),
        1.0,
        owner="ended",
        state=JobState.WAITING,
        generation_id="gen-a",
        submitted_at=1.0,
        service="https://elsewhere",
    )

    async def main():
        async with Bench(tmp_path, store=store) as bench:
            await asyncio.sleep(3600)
            assert bench.service.polls == []
            assert bench.book.jobs["a"].state is JobState.WAITING

    run_virtual(main())


def test_a_poll_that_says_failed_names_the_charge(tmp_path) -> None:
    from aleph_desktop.domain.charge import Charge, charge_of

    answers = [
        Generation("g", GenerationStatus.FAILED, "error", error_name="INTERNAL.BAD_OUTPUT.X"),
        Generation("g", GenerationStatus.FAILED, "error", error_name="SAFETY.INPUT.TEXT"),
    ]

    async def work(bench):
        charges = []
        for answer in answers:
            bench.service.on_poll = lambda _, answer=answer: answer
            job = await bench.supervisor.add(edit())
            charges.append(charge_of(await bench.until(job.id, JobState.FAILED)))
        assert charges == [Charge.NOT_BILLED, Charge.MAYBE]

    run(tmp_path, work)
