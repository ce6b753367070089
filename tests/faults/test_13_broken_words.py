"""Row 13: answers that are no answers. The job stays, and goes on."""

import pytest
from fault_plan import BILLING, LOGS, POLL, RESULT, SUBMIT, Fault, Rule

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind

pytestmark = [pytest.mark.fault(13), pytest.mark.asyncio]


@pytest.fixture
def speed() -> float:
    """Broken answers are followed by waits of minutes."""
    return 1000.0


BROKEN = {
    "no JSON": {"body": b"{'status': queued}"},
    "nothing": {"body": b""},
    "not UTF-8": {"body": b'{"status": "\xff\xfe"}'},
    "a list": {"body": b"[]"},
    "null": {"body": b"null"},
    "a number that is none": {"body": b'{"id": NaN, "status": "queued"}'},
    "very deep": {"body": b"[" * 100_000},
    "keys that stand twice": {"body": b'{"id": "a", "status": "completed", "status": "error"}'},
    "cut": {"keep": 0.5},
    "cut at the last byte": {"less": 1},
    "no status": {"fields": {"status": None}},
    "a status of another type": {"fields": {"status": 7}},
    "a video of another type": {"fields": {"status": "completed", "video": 7}},
    "an error of another type": {"fields": {"error": 7}},
    "2 MB": {"fields": {"more": "x" * 2_000_000}},
    "for ever": {"endless": True},
    "compressed": {"headers": {"Content-Encoding": "gzip"}},
    "a page": {"body": b"<!doctype html><title>Sign in</title>", "status": 203},
    "a redirect": {
        "status": 302,
        "headers": {"Location": "https://elsewhere.example/"},
        "body": b"",
    },
    "no HTTP": {"raw": b"SSH-2.0-OpenSSH_9.6\r\n"},
}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
async def test_as_an_answer_to_a_poll(faulty, make_rig, fault) -> None:
    faulty.plan(Rule(call=POLL, times=2, fault=Fault(**fault)))
    async with make_rig().running() as rig:
        job = await rig.add()
        await rig.until(lambda: rig.job(job.id).failure is not None)
        told = rig.job(job.id)
        job = await rig.settled(job.id)
    assert told.is_live
    assert told.failure.kind in (FailureKind.PROVIDER, FailureKind.NETWORK)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
async def test_as_an_answer_to_a_submit(faulty, make_rig, fault) -> None:
    """It was accepted: with its id at hand it goes on, else it is found in the log."""
    faulty.once(SUBMIT, **fault)
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE
    assert faulty.accepted() == {job.client_request_id: 1}


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
async def test_as_an_answer_of_the_log(faulty, make_rig, fault) -> None:
    """The page with the sought row is broken twice; then it is read."""
    junk = {k: v for k, v in fault.items() if k != "fields"} or {
        "fields": {"data": fault["fields"]}
    }
    faulty.plan(
        Rule(call=SUBMIT, times=1, fault=Fault(drop="reset")),
        Rule(call=LOGS, times=2, fault=Fault(**junk)),
    )
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1


@pytest.mark.parametrize("fault", BROKEN.values(), ids=BROKEN)
async def test_as_an_answer_to_a_look_at_the_account(faulty, make_rig, fault) -> None:
    """The queue is held for the credits: a broken answer mends nothing, and breaks nothing."""
    junk = dict(fault)
    if "fields" in fault:
        junk["fields"] = {"current_balance": "much"}
    faulty.plan(
        Rule(call=SUBMIT, times=1, fault=Fault(accept=False, status=403, body=b"{}")),
        Rule(call=BILLING, times=2, fault=Fault(**junk)),
        Rule(call=BILLING, times=1, fault=Fault(fields={"current_balance": 0.11})),
    )
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE
    assert faulty.accepted() == {job.client_request_id: 1}


async def test_an_unknown_status_is_shown_and_asked_on(faulty, make_rig) -> None:
    faulty.plan(Rule(call=POLL, times=3, fault=Fault(fields={"status": "defragmenting"})))
    async with make_rig().running() as rig:
        job = await rig.add()
        await rig.until(lambda: rig.job(job.id).status_word == "defragmenting")
        assert rig.job(job.id).is_live
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE


async def test_completed_without_an_address_is_a_failure_that_says_so(faulty, make_rig) -> None:
    faulty.always(POLL, fields={"status": "completed", "video": None})
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        assert (job.state, job.failure.title) == (JobState.FAILED, "Finished without a video")
        assert job.can_check_again
        faulty.plan()
        await rig.jobs.check_again(job.id)
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1


@pytest.mark.parametrize("word", ["complete", "succeeded", "completed", "Completed"])
@pytest.mark.parametrize("path", ["universal", "older"])
async def test_every_known_shape(faulty, make_rig, path, word) -> None:
    """The older path has lists, texts and other words; a sister document has others still."""
    faulty.plan(
        Rule(call=POLL, times=1, fault=Fault(fields={"status": "in_progress"})),
        Rule(call=POLL, skip=3, fault=Fault(fields={"status": word})),
    )
    async with make_rig(service_path=path).running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE


async def test_two_submits_that_got_one_id(faulty, make_rig) -> None:
    """The service says the same id twice: both jobs have their result, none is lost."""
    async with make_rig().running() as rig:
        first = await rig.settled((await rig.add("rain")).id)
        faulty.once(SUBMIT, fields={"id": first.generation_id})
        second = await rig.settled((await rig.add("snow")).id)
    assert [first.state, second.state] == [JobState.DONE, JobState.DONE]
    assert first.result_path != second.result_path
    assert len(faulty.seen(RESULT)) == 2
