"""From the service to the folder: checked, published once, fetched again when it is missing."""

import asyncio
from pathlib import Path

import pytest
from fakes import Bench, FakeOwner, MemoryStore, edit, raising, run
from virtual_time import run_virtual

from aleph_desktop.client.errors import BadAnswer, Unreachable
from aleph_desktop.domain.charge import Charge, charge_of
from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind, KnownError

BROKEN = KnownError("The result can't be played", "It breaks off.", kind=FailureKind.PROVIDER)


@pytest.mark.fault(16)
def test_what_does_not_decode_is_never_done(tmp_path) -> None:
    async def work(bench):
        bench.checker.error = BROKEN
        job = await bench.supervisor.add(edit())
        failed = await bench.until(job.id, JobState.DONE, JobState.FAILED)
        assert failed.state is JobState.FAILED
        assert failed.failure.kind is FailureKind.PROVIDER
        assert len(bench.shelf.aside) == 1
        assert not Path(failed.result_path).exists()
        assert charge_of(failed) is Charge.YES
        bench.checker.error = None
        await bench.supervisor.check_again(job.id)
        await bench.until(job.id, JobState.DONE)
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_a_web_page_fails_soon_and_a_dead_line_is_waited_for(tmp_path) -> None:
    async def work(bench):
        bench.downloader.on_download = raising(BadAnswer("A page", "m"))
        page = await bench.supervisor.add(edit("page"))
        await bench.until(page.id, JobState.FAILED)
        assert len(bench.downloader.urls) < 6
        bench.downloader.on_download = raising(Unreachable("No line", "m"))
        line = await bench.supervisor.add(edit("line"))
        await bench.until(line.id, JobState.DOWNLOADING)
        await asyncio.sleep(1200)
        assert bench.book.jobs[line.id].failure.title == "No line"
        bench.downloader.on_download = lambda _: None
        await bench.until(line.id, JobState.DONE)

    run(tmp_path, work)


def test_ended_between_the_name_and_the_note_of_it(tmp_path) -> None:
    """The result is published, the list says DOWNLOADING: it is not fetched twice."""
    store = MemoryStore()

    async def main():
        first = Bench(tmp_path, store=store)
        store.refuse = lambda job: job.state is JobState.DONE
        async with first:
            job = await first.supervisor.add(edit())
            await first.until(job.id, JobState.DOWNLOADING)
            await asyncio.sleep(60)
        store.refuse = lambda _: False
        second = Bench(tmp_path, store=store, service=first.service, owner=FakeOwner("next"))
        second.shelf.published = first.shelf.published
        async with second:
            done = await second.until(job.id, JobState.DONE)
        assert second.downloader.urls == []
        assert Path(done.result_path).exists()
        assert len(list(Path(done.result_path).parent.iterdir())) == 1

    run_virtual(main())


def test_a_missing_result_is_noticed_and_fetched_again(tmp_path) -> None:
    async def work(bench):
        job = await bench.supervisor.add(edit())
        done = await bench.until(job.id, JobState.DONE)
        await bench.supervisor.find_missing()
        assert not bench.book.jobs[job.id].is_missing
        aside = Path(done.result_path).rename(tmp_path / "aside.mp4")
        await bench.supervisor.find_missing()
        assert bench.book.jobs[job.id].can_fetch_again
        aside.rename(done.result_path)
        await bench.supervisor.find_missing()
        assert bench.book.jobs[job.id] == done
        Path(done.result_path).unlink()
        await bench.supervisor.find_missing()
        await bench.supervisor.fetch_again(job.id)
        await bench.until(job.id, JobState.DONE)
        assert Path(done.result_path).exists()
        assert len(bench.service.submissions) == 1
        with pytest.raises(KnownError, match="changed meanwhile"):
            await bench.supervisor.fetch_again(job.id)

    run(tmp_path, work)


def test_cancelled_while_it_comes_leaves_nothing_and_stays_so(tmp_path) -> None:
    store = MemoryStore()

    async def main():
        async with Bench(tmp_path, store=store) as bench:
            job = await bench.supervisor.add(edit())
            await bench.until(job.id, JobState.DOWNLOADING)
            await asyncio.sleep(0.1)
            await bench.supervisor.cancel(job.id)
        assert not list((tmp_path / "results").glob("*.part"))
        async with Bench(tmp_path, store=store) as bench:
            await asyncio.sleep(600)
            assert bench.book.jobs[job.id].state is JobState.CANCELLED
            assert bench.downloader.urls == []

    run_virtual(main())


@pytest.mark.fault(23)
@pytest.mark.parametrize("when", ["before", "while"])
def test_a_source_that_changed_is_noticed_before_it_is_sent(tmp_path, when) -> None:
    from dataclasses import replace

    async def work(bench):
        asked = edit()
        asked = replace(asked, source=replace(asked.source, digest="as it was"))
        path = Path(asked.source.location)
        if when == "before":
            bench.preparer.digests[path] = "other"
        job = await bench.supervisor.add(asked)
        await asyncio.sleep(0.5)  # it is being prepared
        bench.preparer.digests[path] = "other"
        failed = await bench.until(job.id, JobState.FAILED, JobState.DONE)
        assert failed.failure.title == "The clip has changed"
        assert bench.service.submissions == []
        assert charge_of(failed) is Charge.NO

    run(tmp_path, work)


@pytest.mark.parametrize("way", ["close", "cancel"])
def test_stopped_while_the_intent_is_written_leaves_no_doubt(tmp_path, way) -> None:
    """The POST had not begun, so nobody has to look for it."""
    store = MemoryStore()

    async def main():
        bench = Bench(tmp_path, store=store)
        began = asyncio.Event()

        async def slow_save(job):
            if job.state is JobState.SUBMITTING:
                began.set()
                await asyncio.sleep(0.5)
            await MemoryStore.save(store, job)

        store.save = slow_save
        async with bench:
            job = await bench.supervisor.add(edit())
            await began.wait()
            if way == "cancel":
                await bench.supervisor.cancel(job.id)
        expected = {"close": JobState.QUEUED, "cancel": JobState.CANCELLED}[way]
        assert store.rows[job.id].state is expected
        assert bench.service.submissions == []

    run_virtual(main())
