"""A submit whose answer was lost: found in the service's log, or asked of the user."""

import asyncio
from dataclasses import replace

import pytest
from fakes import Bench, MemoryStore, edit, run
from virtual_time import run_virtual

from aleph_desktop.client.errors import AnswerLost, RateLimited, Unreachable
from aleph_desktop.domain.charge import Charge, charge_of
from aleph_desktop.domain.job import LOOKING, Job, JobState
from aleph_desktop.domain.submission import Submission

pytestmark = pytest.mark.fault(4)


def lose(bench, accepted: bool = True, late: float = 0.0):
    """The next answers are lost; the log has what was accepted, `late` seconds later."""

    def submit(submission):
        if accepted:
            generation_id = bench.service.accept_in_silence(submission)
            row = bench.service.logged.pop(generation_id)

            async def appear():
                await asyncio.sleep(late)
                bench.service.logged[generation_id] = row

            bench.late = asyncio.ensure_future(appear())
        raise AnswerLost("The answer was lost", "It took too long.")

    bench.service.on_submit = submit


@pytest.mark.parametrize("late", [0.0, 100.0, 500.0])
def test_what_was_accepted_is_found_and_becomes_a_result(tmp_path, late) -> None:
    async def work(bench):
        lose(bench, late=late)
        job = await bench.supervisor.add(edit())
        doubtful = await bench.until(job.id, JobState.UNCONFIRMED)
        assert doubtful.is_looked_up
        assert not doubtful.is_settled
        assert charge_of(doubtful) is Charge.MAYBE
        done = await bench.until(job.id, JobState.DONE)
        assert done.generation_id == "gen-0"
        assert done.failure is None
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_what_the_log_does_not_have_is_asked_of_the_user(tmp_path) -> None:
    async def work(bench):
        lose(bench, accepted=False)
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.UNCONFIRMED)
        await asyncio.sleep(3600)
        left = bench.book.jobs[job.id]
        assert (left.state, left.status_word, left.is_settled) == (JobState.UNCONFIRMED, "", True)
        assert "log shows nothing" in left.failure.message
        assert bench.service.looks[-1] - bench.service.looks[0] > 550  # some minutes
        assert len(bench.service.looks) < 12
        assert len(bench.service.submissions) == 1
        return left

    run(tmp_path, work)


def test_looking_again_costs_nothing_and_may_find_it(tmp_path) -> None:
    async def work(bench):
        lose(bench, late=3000.0)
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.UNCONFIRMED)
        await asyncio.sleep(4000)
        assert bench.book.jobs[job.id].is_settled
        await bench.supervisor.look_again(job.id)
        await bench.until(job.id, JobState.DONE)
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_one_look_serves_all(tmp_path) -> None:
    async def work(bench):
        lose(bench)
        jobs = await bench.supervisor.add_all([edit(f"take {n}") for n in range(20)])
        for job in jobs:
            await bench.until(job.id, JobState.DONE)
        assert len(bench.service.looks) < 20
        assert len(bench.service.submissions) == 20

    run(tmp_path, work, concurrency=20)


@pytest.mark.parametrize("error", [Unreachable("t", "m"), RateLimited("t", "m", retry_after=9.0)])
def test_looks_that_fail_do_not_count(tmp_path, error) -> None:
    """An hour without a connection: the look-up goes on after it."""

    def raise_error():
        raise error

    async def work(bench):
        lose(bench)
        bench.service.on_find = raise_error
        job = await bench.supervisor.add(edit())
        await asyncio.sleep(3600)
        assert bench.book.jobs[job.id].is_looked_up
        assert len(bench.service.looks) < 80
        bench.service.on_find = lambda: None
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_the_log_is_asked_as_far_back_as_the_submit(tmp_path) -> None:
    """The machine stopped while submitting, on Friday; it is Monday."""
    store = MemoryStore()
    hours: list[int] = []

    async def main():
        bench = Bench(tmp_path, store=store)
        friday = bench.clock.now() - 70 * 3600
        store.rows["a"] = Job(
            "a",
            replace(edit(), seed=1),
            friday,
            owner="ended",
            state=JobState.SUBMITTING,
            state_since=friday,
            client_request_id="aleph-a",
        )

        async def find(_ids, asked):
            hours.append(asked)
            return {"aleph-a": bench.service.accept_in_silence(bench.sent)}

        bench.sent = Submission("m", "p", "https://clip", "aleph-a")
        bench.service.find = find
        async with bench:
            found = await bench.until("a", JobState.WAITING)
        assert found.submitted_at == friday
        assert hours
        assert hours[0] >= 70

    run_virtual(main())


@pytest.mark.parametrize("state", [JobState.SUBMITTING, JobState.UNCONFIRMED])
def test_the_look_up_outlives_the_app(tmp_path, state) -> None:
    store = MemoryStore()
    left = Job(
        "a",
        replace(edit(), seed=1),
        1.0,
        owner="ended",
        state=state,
        state_since=1.0,
        client_request_id="aleph-a",
        status_word=LOOKING if state is JobState.UNCONFIRMED else "",
    )

    async def main():
        before = Bench(tmp_path, store=store)  # the service outlives the app, too
        lose(before)
        async with before:
            job = await before.supervisor.add(edit())
            await before.until(job.id, JobState.UNCONFIRMED)
        sent = before.service.logged["gen-0"]
        before.service.logged["gen-0"] = replace(sent, client_request_id="aleph-a")
        store.rows = {"a": left}
        after = Bench(tmp_path, store=store, service=before.service)
        async with after:
            done = await after.until("a", JobState.DONE)
        assert done.generation_id == "gen-0"
        assert len(before.service.submissions) == 1

    run_virtual(main())


def test_forgotten_is_not_looked_for_and_undo_brings_it_back(tmp_path) -> None:
    async def work(bench):
        lose(bench, late=300.0)
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.UNCONFIRMED)
        removed = await bench.supervisor.remove(job.id)
        looks = len(bench.service.looks)
        await asyncio.sleep(100)
        assert len(bench.service.looks) <= looks + 1
        await bench.supervisor.restore(removed)
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_submitting_again_is_another_job_with_another_id(tmp_path) -> None:
    async def work(bench):
        lose(bench, accepted=False)
        job = await bench.supervisor.add(edit())
        await asyncio.sleep(3600)
        bench.service.on_submit = lambda _: None
        again = await bench.supervisor.retry(job.id)
        await bench.until(again.id, JobState.DONE)
        first, second = (s.client_request_id for s in bench.service.submissions)
        assert first == f"aleph-{job.id}"
        assert second == f"aleph-{again.id}"
        assert bench.book.jobs[job.id].state is JobState.UNCONFIRMED

    run(tmp_path, work)
