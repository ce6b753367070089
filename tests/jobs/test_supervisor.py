"""One job's life, all jobs' order, and what is left after a stop, in virtual time."""

import asyncio
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import Bench, FakeOwner, MemoryStore, edit, raising, run
from virtual_time import run_virtual

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    NotFound,
    RateLimited,
    Refused,
    ServiceTrouble,
    Unreachable,
)
from aleph_desktop.domain.generation import Generation, GenerationStatus
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.jobs.options import JobOptions
from aleph_desktop.jobs.retry_plan import plan_retry

ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.UNCONFIRMED)


def test_a_job_walks_its_states_and_ends_with_a_file(tmp_path) -> None:
    async def work(bench):
        job = await bench.supervisor.add(edit("night rain"))
        done = await bench.until(job.id, *ENDED)
        assert done.state is JobState.DONE
        states = list(dict.fromkeys(state for _, state in bench.store.history))
        assert states == [
            JobState.QUEUED,
            JobState.PREPARING,
            JobState.SUBMITTING,
            JobState.WAITING,
            JobState.GENERATING,
            JobState.DOWNLOADING,
            JobState.DONE,
        ]
        sent = bench.service.submissions[0]
        assert sent.frame_size == "1280:720"  # matched to the clip
        assert sent.seed == done.edit.seed  # drawn, sent and written down
        assert done.generation_id == "gen-0"
        assert done.request_id == "req-1"
        assert 100 <= done.generation_seconds <= 125
        return done

    done = run(tmp_path, work)
    assert (tmp_path / "results" / f"bunny - night rain - {done.edit.seed}.mp4").exists()


def test_what_is_shown_is_on_the_disk(tmp_path) -> None:
    async def work(bench):
        rows = bench.store.rows
        unstored = []
        shown = bench.listener.job_changed
        bench.listener.job_changed = lambda job: (
            shown(job),
            unstored.append(job) if rows[job.id] != job else None,
        )
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, *ENDED)
        assert unstored == []
        assert len(bench.listener.shown) >= 7

    run(tmp_path, work)


def test_no_more_than_the_set_number_run_at_once_and_in_order(tmp_path) -> None:
    async def work(bench):
        jobs = [await bench.supervisor.add(edit(f"take {n}")) for n in range(7)]
        for job in jobs:
            await bench.until(job.id, JobState.DONE)
        assert bench.service.most_at_once == 3
        sent = [submission.prompt for submission in bench.service.submissions]
        # two are prepared at once, so neighbours may swap; nobody overtakes a whole round
        assert sorted(sent) == [f"take {n}" for n in range(7)]
        assert [int(prompt[-1]) // 3 for prompt in sent] == [0, 0, 0, 1, 1, 1, 2]

    run(tmp_path, work, concurrency=3)


@pytest.mark.parametrize(
    ("error", "state", "kind"),
    [
        (AnswerLost("t", "m"), JobState.UNCONFIRMED, FailureKind.NETWORK),
        (BadAnswer("t", "m"), JobState.UNCONFIRMED, FailureKind.NETWORK),
        (ServiceTrouble("t", "m", status=502), JobState.UNCONFIRMED, FailureKind.NETWORK),
        (ZeroDivisionError(), JobState.UNCONFIRMED, FailureKind.NETWORK),
        (Refused("t", "m", status=400), JobState.FAILED, FailureKind.REFUSED),
        (NotFound("t", "m", status=404), JobState.FAILED, FailureKind.REFUSED),
    ],
)
def test_a_submit_is_made_once_whatever_comes_back(tmp_path, error, state, kind) -> None:
    async def work(bench):
        bench.service.on_submit = raising(error)
        job = await bench.supervisor.add(edit())
        ended = await bench.until(job.id, *ENDED)
        await asyncio.sleep(3600)
        assert bench.book.jobs[job.id].state is ended.state
        assert (ended.state, ended.failure.kind) == (state, kind)
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_a_429_at_submit_waits_and_comes_again(tmp_path) -> None:
    async def work(bench):
        times = []

        def busy_twice(_):
            times.append(bench.clock.monotonic())
            if len(times) <= 2:
                raise RateLimited("t", "m", status=429, retry_after=40.0)

        bench.service.on_submit = busy_twice
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.DONE)
        assert len(times) == 3
        assert len(bench.preparer.prepared) == 1  # the clip was ready: it isn't converted again
        assert all(later - earlier >= 40 for earlier, later in itertools.pairwise(times))

    run(tmp_path, work)


def test_an_unreadable_clip_is_never_sent(tmp_path) -> None:
    async def work(bench):
        bench.preparer.error = KnownError("This is no clip", "It is a text.", "Choose another.")
        job = await bench.supervisor.add(edit())
        failed = await bench.until(job.id, *ENDED)
        assert failed.failure.title == "This is no clip"
        assert bench.service.submissions == []
        bench.preparer.error = None
        again = await bench.supervisor.retry(job.id)
        assert again.id == job.id  # nothing was accepted: it is the same job
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (Generation("g", GenerationStatus.COMPLETED, "completed"), "Finished without a video"),
        (
            Generation("g", GenerationStatus.FAILED, "error", error_name="SAFETY.INPUT.TEXT"),
            "The service's safety filter refused the clip or the prompt",
        ),
        (
            Generation("g", GenerationStatus.FAILED, "failed", error_message="oops"),
            "The generation failed at the service",
        ),
    ],
)
def test_a_generation_that_ends_badly_says_so(tmp_path, answer, title) -> None:
    async def work(bench):
        bench.service.on_poll = lambda _: answer
        job = await bench.supervisor.add(edit())
        failed = await bench.until(job.id, *ENDED)
        assert failed.state is JobState.FAILED
        assert failed.failure.title == title
        assert failed.generation_id == "gen-0"  # kept
        retried = await bench.supervisor.retry(job.id)
        assert retried.id != job.id  # it was accepted once: another run is another job

    run(tmp_path, work)


def test_an_unknown_word_keeps_polling_and_is_shown(tmp_path) -> None:
    async def work(bench):
        bench.service.on_poll = lambda g: (
            Generation(g, GenerationStatus.UNKNOWN, "warming_up")
            if bench.clock.monotonic() < 60
            else None
        )
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.WAITING)
        await asyncio.sleep(30)
        assert bench.book.jobs[job.id].status_word == "warming_up"
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_giving_up_keeps_the_id_and_checking_again_brings_the_result(tmp_path) -> None:
    async def work(bench):
        bench.service.seconds = 40 * 60
        job = await bench.supervisor.add(edit())
        failed = await bench.until(job.id, *ENDED)
        assert failed.failure.kind is FailureKind.TIMEOUT
        assert failed.generation_id == "gen-0"
        assert 1800 <= bench.clock.monotonic() <= 1860
        await asyncio.sleep(900)
        await bench.supervisor.check_again(job.id)
        await bench.until(job.id, JobState.DONE)
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_polling_goes_on_through_trouble(tmp_path) -> None:
    async def work(bench):
        errors = [Unreachable("t", "m"), ServiceTrouble("t", "m"), AnswerLost("t", "m")] * 3

        def trouble(_):
            if errors:
                raise errors.pop()

        bench.service.on_poll = trouble
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.DONE)
        assert errors == []

    run(tmp_path, work)


def test_a_broken_download_asks_for_a_fresh_address(tmp_path) -> None:
    async def work(bench):
        errors = [NotFound("t", "m", status=403), AnswerLost("t", "m")]

        def broken(_):
            if errors:
                raise errors.pop(0)

        bench.downloader.on_download = broken
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.DOWNLOADING)
        polls_before = len(bench.service.polls)
        await bench.until(job.id, JobState.DONE)
        assert len(bench.downloader.urls) == 3
        assert len(bench.service.polls) == polls_before + 2
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)


def test_a_download_that_stays_broken_can_be_checked_again(tmp_path) -> None:
    async def work(bench):
        bench.downloader.on_download = raising(Unreachable("No route", "m"))
        job = await bench.supervisor.add(edit())
        failed = await bench.until(job.id, *ENDED)
        assert failed.failure.title == "No route"
        assert failed.can_check_again
        bench.downloader.on_download = lambda _: None
        await bench.supervisor.check_again(job.id)
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_results_never_overwrite(tmp_path) -> None:
    async def work(bench):
        jobs = [await bench.supervisor.add(edit("same", seed=7)) for _ in range(3)]
        for job in jobs:
            await bench.until(job.id, JobState.DONE)
        return sorted(path.name for path in (tmp_path / "results").iterdir())

    names = run(tmp_path, work, concurrency=3)
    assert names == ["bunny - same - 7 2.mp4", "bunny - same - 7 3.mp4", "bunny - same - 7.mp4"]


@pytest.mark.parametrize(
    "state",
    [
        JobState.QUEUED,
        JobState.PREPARING,
        JobState.WAITING,
        JobState.GENERATING,
        JobState.DOWNLOADING,
    ],
)
def test_cancelling_ends_the_waiting_and_frees_the_place(tmp_path, state) -> None:
    async def work(bench):
        first = await bench.supervisor.add(edit("first"))
        second = await bench.supervisor.add(edit("second"))
        await bench.until(first.id, state)
        await bench.supervisor.cancel(first.id)
        cancelled = bench.book.jobs[first.id]
        assert cancelled.state is JobState.CANCELLED
        assert cancelled.can_check_again is (cancelled.generation_id is not None)
        await bench.until(second.id, JobState.DONE)
        assert bench.book.jobs[first.id] == cancelled
        assert list((tmp_path / "results").glob("*first*")) == []

    run(tmp_path, work, concurrency=1)


def test_a_submit_under_way_is_not_cancelled(tmp_path) -> None:
    async def work(bench):
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.SUBMITTING)
        await bench.supervisor.cancel(job.id)
        assert bench.book.jobs[job.id].state is JobState.SUBMITTING
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)


def test_removed_jobs_come_back_as_they_were(tmp_path) -> None:
    async def work(bench):
        job = await bench.supervisor.add(edit())
        done = await bench.until(job.id, JobState.DONE)
        removed = await bench.supervisor.remove(job.id)
        assert removed == done
        assert bench.store.rows == {}
        assert bench.listener.removed == [job.id]
        await bench.supervisor.restore(removed)
        assert bench.store.rows == {job.id: done}

    run(tmp_path, work)


def test_a_url_is_sent_as_it_is_and_fetched_for_review(tmp_path) -> None:
    async def work(bench):
        job = await bench.supervisor.add(edit(url="https://clips.example.com/a.mp4"))
        done = await bench.until(job.id, JobState.DONE)
        sent = bench.service.submissions[0]
        assert sent.video == "https://clips.example.com/a.mp4"
        assert sent.frame_size == "720:1280"  # matched to the clip by the copy for review
        assert bench.preparer.prepared == []
        assert done.sent_path == str(tmp_path / "sent" / f"{job.id}.mp4")

    run(tmp_path, work)


@pytest.mark.parametrize("stop_after", [0.0005, 0.5, 1.3, 5.0, 60.0, 115.0, 117.5])
def test_what_a_stop_leaves_goes_on_at_the_next_start(tmp_path, stop_after) -> None:
    """Stopped at any time, a job is submitted once at most; its end is true."""
    store = MemoryStore()
    submissions = []

    async def first():
        bench = Bench(tmp_path, store=store, owner=FakeOwner("first"))
        async with bench:
            adding = asyncio.ensure_future(bench.supervisor.add(edit("night")))
            await asyncio.sleep(stop_after)
            job = await adding
        submissions.extend(bench.service.submissions)
        return job.id, bench.service._accepted

    async def second(job_id, accepted):
        bench = Bench(tmp_path, store=store, owner=FakeOwner("second"))
        bench.service._accepted = dict.fromkeys(accepted, -1000.0)
        async with bench:
            job = await bench.until(job_id, *ENDED)
        submissions.extend(bench.service.submissions)
        return job

    job_id, accepted = run_virtual(first())
    job = run_virtual(second(job_id, accepted))
    assert len(submissions) <= 1
    if job.state is JobState.UNCONFIRMED:
        assert job.failure.title == "It may have been accepted"
    else:
        assert job.state is JobState.DONE
        assert len(submissions) == 1


@pytest.mark.parametrize(
    ("answer_after", "state"), [(0.9, JobState.WAITING), (30.0, JobState.UNCONFIRMED)]
)
def test_closing_gives_a_submit_a_last_chance(tmp_path, answer_after, state) -> None:
    store = MemoryStore()

    async def first():
        async with Bench(tmp_path, store=store) as bench:
            bench.service.submit_seconds = answer_after
            job = await bench.supervisor.add(edit())
            await bench.until(job.id, JobState.SUBMITTING)
            closed_at = bench.clock.monotonic()
        assert bench.clock.monotonic() - closed_at <= 1.1
        return job.id

    async def second(job_id):
        owner = FakeOwner("second")
        async with Bench(tmp_path, store=store, owner=owner) as bench:
            return bench.book.jobs[job_id]

    job = run_virtual(second(run_virtual(first())))
    assert job.state is state


def test_jobs_of_a_program_that_still_runs_are_left_alone(tmp_path) -> None:
    store = MemoryStore()
    template = Job("a", replace(edit(), seed=1), 1.0, owner="other", state_since=1.0)
    for job in (
        template,
        replace(template, id="b", state=JobState.PREPARING),
        replace(template, id="c", state=JobState.SUBMITTING),
        replace(template, id="d", state=JobState.WAITING, generation_id="g", submitted_at=1.0),
    ):
        store.rows[job.id] = job
    before = dict(store.rows)

    async def main():
        owner = FakeOwner("me", alive=frozenset({"other"}))
        async with Bench(tmp_path, store=store, owner=owner) as bench:
            await asyncio.sleep(600)
            assert bench.service.submissions == []
            assert bench.service.polls == []
            with pytest.raises(KnownError, match="Another window"):
                await bench.supervisor.cancel("a")

    run_virtual(main())
    assert store.rows == before


def test_an_adopted_job_is_taken_as_it_is_on_the_disk(tmp_path) -> None:
    """Its program went on after we had read the list, and then ended."""
    store = MemoryStore()
    queued = Job("a", replace(edit(), seed=1), 1.0, owner="ended", state_since=1.0)
    store.rows["a"] = queued

    async def main():
        bench = Bench(tmp_path, store=store)
        await bench.book.load()
        store.rows["a"] = replace(queued, state=JobState.SUBMITTING, client_request_id="x")
        await bench.supervisor.open(adopt=True)
        await asyncio.sleep(400)
        await bench.supervisor.close()
        return bench.book.jobs["a"].state, len(bench.service.submissions)

    assert run_virtual(main()) == (JobState.UNCONFIRMED, 0)


def test_of_two_programs_that_start_at_once_one_goes_on(tmp_path) -> None:
    store = MemoryStore()
    store.rows["a"] = Job("a", replace(edit(), seed=1), 1.0, owner="ended", state_since=1.0)

    async def main():
        benches = [
            Bench(tmp_path, store=store, owner=FakeOwner("one", frozenset({"other"}))),
            Bench(tmp_path, store=store, owner=FakeOwner("other", frozenset({"one"}))),
        ]
        for bench in benches:
            await bench.book.load()  # both see the job of the program that has ended
        await asyncio.gather(*(bench.supervisor.open(adopt=True) for bench in benches))
        await asyncio.sleep(400)
        for bench in benches:
            await bench.supervisor.close()
        return [len(bench.service.submissions) for bench in benches]

    assert sorted(run_virtual(main())) == [0, 1]


def test_of_two_open_programs_one_retries(tmp_path) -> None:
    store = MemoryStore()
    failed = Job("a", replace(edit(), seed=1), 1.0, owner="ended", state=JobState.FAILED)
    store.rows["a"] = failed

    async def main():
        one = Bench(tmp_path, store=store, owner=FakeOwner("one", frozenset({"other"})))
        other = Bench(tmp_path, store=store, owner=FakeOwner("other", frozenset({"one"})))
        async with one, other:
            await one.supervisor.retry("a")
            for command in (other.supervisor.retry, other.supervisor.check_again):
                with pytest.raises(KnownError, match="Another window"):
                    await command("a")
            await one.until("a", JobState.DONE)
            with pytest.raises(KnownError, match="Another window"):
                await other.supervisor.cancel("a")
            return len(one.service.submissions) + len(other.service.submissions)

    assert run_virtual(main()) == 1
    assert store.rows["a"].state is JobState.DONE


def test_an_id_that_cannot_be_stored_is_stored_later(tmp_path, caplog) -> None:
    caplog.set_level("INFO")

    async def work(bench):
        until = bench.clock.monotonic() + 60
        bench.store.refuse = lambda job: (
            job.generation_id is not None and bench.clock.monotonic() < until
        )
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.DONE)
        assert len(bench.service.submissions) == 1

    run(tmp_path, work)
    assert "accepted as gen-0" in caplog.text


def test_trouble_with_showing_a_job_does_not_stop_it(tmp_path, caplog) -> None:
    async def work(bench):
        bench.listener.job_changed = raising(RuntimeError("no picture"))
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.DONE)

    run(tmp_path, work)
    assert "could not be shown" in caplog.text


def test_trouble_with_polling_is_told_and_passes(tmp_path) -> None:
    async def work(bench):
        bench.service.on_poll = raising(Unreachable("The service can't be reached", "m"))
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.WAITING)
        await asyncio.sleep(30)
        assert bench.book.jobs[job.id].failure.title == "The service can't be reached"
        assert bench.book.jobs[job.id].state is JobState.WAITING
        bench.service.on_poll = lambda _: None
        done = await bench.until(job.id, JobState.DONE)
        assert done.failure is None

    run(tmp_path, work)


@pytest.mark.parametrize("own_name", [True, False])
def test_another_folder_is_used_when_checking_again(tmp_path, own_name) -> None:
    async def work(bench):
        wanted = None if own_name else tmp_path / "mine.mp4"
        bench.downloader.on_download = raising(KnownError("No folder", "m", kind=FailureKind.DISK))
        job = await bench.supervisor.add(edit(), wanted)
        await bench.until(job.id, JobState.FAILED)
        bench.downloader.on_download = lambda _: None
        options = JobOptions(tmp_path / "elsewhere", tmp_path / "sent")
        bench.supervisor.configure(options)
        await bench.supervisor.check_again(job.id)
        done = await bench.until(job.id, JobState.DONE)
        return done.result_path

    path = run(tmp_path, work)
    assert path.startswith(str(tmp_path / "elsewhere") + "/")


def test_a_missing_result_on_a_disk_that_is_gone_comes_to_the_folder_of_now(tmp_path) -> None:
    async def work(bench):
        job = await bench.supervisor.add(edit())
        done = await bench.until(job.id, JobState.DONE)
        Path(done.result_path).unlink()
        bench.shelf.gone.add(Path(done.result_path).parent)
        await bench.supervisor.find_missing()
        bench.supervisor.configure(JobOptions(tmp_path / "elsewhere", tmp_path / "sent"))
        await bench.supervisor.fetch_again(job.id)
        return await bench.until(job.id, *ENDED)

    fetched = run(tmp_path, work)
    assert fetched.state is JobState.DONE
    assert Path(fetched.result_path).parent == tmp_path / "elsewhere"


def test_an_edit_that_the_model_would_refuse_is_not_queued(tmp_path) -> None:
    async def work(bench):
        with pytest.raises(KnownError, match="too long"):
            await bench.supervisor.add(edit("😀" * 501))
        assert bench.store.rows == {}

    run(tmp_path, work)


@pytest.mark.fault(5)
def test_a_retry_that_is_asked_for_twice_is_made_once(tmp_path) -> None:
    async def work(bench):
        bench.service.on_submit = raising(Refused("t", "m", status=400))
        free = await bench.supervisor.add(edit("never accepted"))
        await bench.until(free.id, JobState.FAILED)
        bench.service.on_submit = lambda _: None
        bad = Generation("g", GenerationStatus.FAILED, "error")
        bench.service.on_poll = lambda _: bad
        paid = await bench.supervisor.add(edit("accepted"))
        await bench.until(paid.id, JobState.FAILED)
        bench.service.on_poll = lambda _: None
        for job in (free, paid):
            both = (bench.supervisor.retry(job.id), bench.supervisor.retry(job.id))
            first, second = await asyncio.gather(*both, return_exceptions=True)
            assert isinstance(second, KnownError)
            await bench.until(first.id, JobState.DONE)
        assert len(bench.service.submissions) == 4

    run(tmp_path, work)


def test_retrying_all_twice_pays_for_no_second_run_twice(tmp_path) -> None:
    """The failed job stays in the list beside the one that was run instead of it."""

    async def work(bench):
        bench.service.on_poll = lambda _: Generation("g", GenerationStatus.FAILED, "error")
        job = await bench.supervisor.add(edit())
        await bench.until(job.id, JobState.FAILED)
        asked = plan_retry(bench.book.jobs.values())
        assert asked.new_runs == (job.id,)
        bench.service.on_poll = lambda _: None
        again = await bench.supervisor.retry(job.id)
        await bench.until(again.id, JobState.DONE)
        assert plan_retry(bench.book.jobs.values()).is_empty
        await bench.supervisor.retry_all(asked)  # the question was still open meanwhile
        await asyncio.sleep(600)
        assert len(bench.service.submissions) == 2

    run(tmp_path, work)
