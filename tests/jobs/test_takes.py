"""Takes: several jobs of one edit, each submitted once, with one proxy for all."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import run
from test_supervisor import edit

from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import KnownError
from aleph_desktop.jobs.options import JobOptions


def test_takes_have_different_seeds_and_one_shot(tmp_path) -> None:
    async def work(bench):
        jobs = await bench.supervisor.add_all([replace(edit(), seed=7)], 8)
        seeds = [job.edit.seed for job in jobs]
        assert seeds[0] == 7
        assert len(set(seeds)) == 8
        assert {job.shot for job in jobs} == {jobs[0].id}
        assert [job.take for job in jobs] == [1, 2, 3, 4, 5, 6, 7, 8]
        assert [job.id for job in sorted(jobs, key=lambda job: job.created_at)] == [
            job.id for job in jobs
        ]
        assert len({job.client_request_id for job in jobs}) == 8

    run(tmp_path, work)


def test_even_where_chance_draws_the_same_seed(tmp_path, monkeypatch) -> None:
    async def work(bench):
        drawn = iter([7, 7, 8, 7, 8, 9])
        monkeypatch.setattr(bench.supervisor._random, "randint", lambda *_: next(drawn))
        jobs = await bench.supervisor.add_all([edit()], 3)
        assert [job.edit.seed for job in jobs] == [7, 8, 9]

    run(tmp_path, work)


def test_one_take_is_a_job_alone(tmp_path) -> None:
    async def work(bench):
        (job,) = await bench.supervisor.add_all([edit()])
        assert (job.shot, job.take) == ("", 1)

    run(tmp_path, work)


def test_the_clip_is_converted_once_for_all_takes(tmp_path) -> None:
    async def work(bench):
        jobs = await bench.supervisor.add_all([edit()], 8)
        for job in jobs:
            await bench.until(job.id, JobState.DONE)
        assert len(bench.preparer.prepared) == 1
        assert len(bench.service.submissions) == 8
        assert len({sent.client_request_id for sent in bench.service.submissions}) == 8
        assert len({sent.seed for sent in bench.service.submissions}) == 8
        assert len({str(sent.video.path) for sent in bench.service.submissions}) == 1
        assert len({sent.frame_size for sent in bench.service.submissions}) == 1

    run(tmp_path, work)


def test_two_shots_of_one_clip_don_t_share_what_is_sent(tmp_path) -> None:
    async def work(bench):
        jobs = await bench.supervisor.add_all([edit(), edit()], 2)
        for job in jobs:
            await bench.until(job.id, JobState.DONE)
        assert len(bench.preparer.prepared) == 2

    run(tmp_path, work)


def test_a_cancelled_take_doesn_t_disturb_the_next(tmp_path) -> None:
    async def work(bench):
        bench.supervisor.configure(
            JobOptions(tmp_path / "results", tmp_path / "sent", concurrency=2, give_up_seconds=1e4)
        )
        first, second = await bench.supervisor.add_all([edit()], 2)
        await bench.until(first.id, JobState.PREPARING)
        await asyncio.sleep(0.5)  # virtual time: it takes a second
        await bench.supervisor.cancel(first.id)
        await bench.until(second.id, JobState.DONE)
        assert bench.book.jobs[first.id].state is JobState.CANCELLED
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_a_clip_that_changes_between_two_takes_is_noticed(tmp_path) -> None:
    async def work(bench):
        bench.supervisor.configure(
            JobOptions(tmp_path / "results", tmp_path / "sent", concurrency=1, give_up_seconds=1e4)
        )
        asked = edit()
        asked = replace(asked, source=replace(asked.source, digest="as it was"))
        first, second = await bench.supervisor.add_all([asked], 2)
        await bench.until(first.id, JobState.WAITING)
        bench.preparer.digests[Path(asked.source.location)] = "other"
        await bench.until(first.id, JobState.DONE)
        failed = await bench.until(second.id, JobState.FAILED)
        assert "changed" in failed.failure.title
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_results_of_a_shot_stand_in_their_order(tmp_path) -> None:
    async def work(bench):
        jobs = await bench.supervisor.add_all([edit("night rain")], 3)
        for job in jobs:
            await bench.until(job.id, JobState.DONE)
        names = sorted(path.name for path in (tmp_path / "results").iterdir())
        assert names == [
            f"bunny - night rain - take {job.take} - {job.edit.seed}.mp4" for job in jobs
        ]

    run(tmp_path, work)


def test_all_takes_or_none_are_stored(tmp_path) -> None:
    async def work(bench):
        with pytest.raises(KnownError):
            await bench.supervisor.add_all([edit(), replace(edit(), prompt="")], 4)
        assert not bench.book.jobs

    run(tmp_path, work)


def test_a_second_run_of_a_take_stays_in_its_shot(tmp_path) -> None:
    async def work(bench):
        first, second = await bench.supervisor.add_all([edit()], 2)
        await bench.until(first.id, JobState.DONE)
        await bench.until(second.id, JobState.DONE)
        bench.service.on_poll = lambda given: Generation(given, GenerationStatus.FAILED, "error")
        (third, fourth) = await bench.supervisor.add_all([edit()], 2)
        await bench.until(fourth.id, JobState.FAILED)
        bench.service.on_poll = lambda _given: None
        again = await bench.supervisor.retry(fourth.id)
        assert (again.id != fourth.id, again.shot, again.take) == (True, third.id, 2)
        await bench.until(again.id, JobState.DONE)
        assert len(bench.preparer.prepared) == 2  # one a shot

    run(tmp_path, work)
