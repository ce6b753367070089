"""What the editor thinks of a result: stored, then shown, then beside the result."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import Bench, FakeOwner, MemoryStore, edit, run

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review
from aleph_desktop.errors import KnownError

STAR = Review(Mark.STAR, (Note(1.0, 1.5, "the ear flickers"),), 0.04)


async def finished(bench: Bench) -> Job:
    job = await bench.supervisor.add(edit())
    return await bench.until(job.id, JobState.DONE)


def test_it_is_stored_shown_and_beside_the_result(tmp_path: Path) -> None:
    async def work(bench: Bench) -> None:
        job = await finished(bench)
        changed = await bench.supervisor.review(job.id, STAR)
        assert changed == replace(job, review=STAR)
        assert bench.book.jobs[job.id] == bench.store.rows[job.id] == changed
        assert bench.listener.shown[-1] == changed
        assert bench.shelf.reviews == [(job.id, STAR)]

    run(tmp_path, work)


def test_in_any_state(tmp_path: Path) -> None:
    """Without a result there is nothing to keep it beside."""
    store = MemoryStore()
    for number, state in enumerate(JobState):
        name = f"{number}"
        job = Job(name, edit(), float(number), owner="me", state=state, held=True)
        store.rows[name] = replace(job, generation_id="g") if state in WITH_ID else job

    async def work(bench: Bench) -> None:
        for job_id in list(bench.book.jobs):
            before = bench.book.jobs[job_id]
            assert await bench.supervisor.review(job_id, STAR) == replace(before, review=STAR)
        assert bench.shelf.reviews == []

    run(tmp_path, work, store=store)
    assert {job.review for job in store.rows.values()} == {STAR}


WITH_ID = (JobState.WAITING, JobState.GENERATING, JobState.DOWNLOADING)


def test_a_review_made_while_it_runs_is_there_when_it_is_done(tmp_path: Path) -> None:
    async def work(bench: Bench) -> None:
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.GENERATING)
        await bench.supervisor.review(job.id, STAR)
        assert (await bench.until(job.id, JobState.DONE)).review == STAR

    run(tmp_path, work)


def test_the_mark_alone_leaves_the_notes(tmp_path: Path) -> None:
    async def work(bench: Bench) -> None:
        job = await finished(bench)
        supervisor = bench.supervisor
        await asyncio.gather(supervisor.review(job.id, STAR), supervisor.mark(job.id, Mark.REJECT))
        rejected = replace(STAR, mark=Mark.REJECT)
        assert bench.store.rows[job.id].review == rejected
        assert bench.shelf.reviews[-1] == (job.id, rejected)

    run(tmp_path, work)


def test_a_list_that_can_not_be_written_shows_nothing_new(tmp_path: Path) -> None:
    async def work(bench: Bench) -> None:
        job = await finished(bench)
        shown = len(bench.listener.shown)
        bench.store.refuse = lambda _job: True
        with pytest.raises(KnownError, match="disk is full"):
            await bench.supervisor.review(job.id, STAR)
        assert bench.book.jobs[job.id].review == UNREVIEWED
        assert len(bench.listener.shown) == shown
        assert bench.shelf.reviews == []

    run(tmp_path, work)


def test_a_folder_that_can_not_be_written_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(bench: Bench) -> None:
        job = await finished(bench)
        bench.shelf.read_only = KnownError("The folder is read-only", "It can't be written.")
        assert (await bench.supervisor.review(job.id, STAR)).review == STAR
        assert bench.store.rows[job.id].review == STAR

    run(tmp_path, work)
    assert "in the list alone" in caplog.text


def test_the_last_of_many_is_beside_the_result(tmp_path: Path) -> None:
    async def work(bench: Bench) -> None:
        job = await finished(bench)
        steps = [replace(STAR, offset=number / 25) for number in range(30)]
        await asyncio.gather(*(bench.supervisor.review(job.id, step) for step in steps))
        assert bench.book.jobs[job.id].review == steps[-1]
        assert bench.shelf.reviews[-1] == (job.id, steps[-1])

    run(tmp_path, work)


def test_a_job_of_another_window_is_left_alone(tmp_path: Path) -> None:
    store = MemoryStore()
    store.rows["a"] = Job("a", edit(), 1.0, owner="other", state=JobState.DONE)

    async def work(bench: Bench) -> None:
        with pytest.raises(KnownError, match="Another window"):
            await bench.supervisor.review("a", STAR)

    run(tmp_path, work, store=store, owner=FakeOwner(alive=frozenset({"other"})))
    assert store.rows["a"].review == UNREVIEWED


def test_a_new_run_is_not_reviewed_yet(tmp_path: Path) -> None:
    store = MemoryStore()
    store.rows["a"] = Job(
        "a", edit(), 1.0, owner="me", state=JobState.FAILED, generation_id="g", review=STAR
    )

    async def work(bench: Bench) -> None:
        again = await bench.supervisor.retry("a")
        assert again.id != "a"
        assert again.review == UNREVIEWED
        assert bench.book.jobs["a"].review == STAR

    run(tmp_path, work, store=store)
