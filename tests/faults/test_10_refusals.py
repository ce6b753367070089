"""Row 10: the service says no, and means it."""

import pytest
from fault_plan import BILLING, POLL, SUBMIT, Fault, Rule

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind

pytestmark = [pytest.mark.fault(10), pytest.mark.asyncio]

NO = b'{"message": "No.", "requestId": "req-77", "statusCode": "400"}'
KEY_OR_CREDITS = [(401, FailureKind.KEY), (402, FailureKind.CREDITS), (403, FailureKind.CREDITS)]


@pytest.fixture
def speed() -> float:
    """A hold is looked at after 1, 2, 4 and 5 minutes."""
    return 1000.0


@pytest.mark.parametrize("body", [NO, b"<html>no</html>", b""], ids=["json", "html", "nothing"])
@pytest.mark.parametrize("status", [400, 404, 413, 422])
async def test_a_refused_submit_is_not_sent_again(faulty, make_rig, status, body) -> None:
    faulty.always(SUBMIT, accept=False, status=status, body=body)
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.FAILED
    assert not job.retry_may_cost
    assert job.failure.title
    assert job.failure.remedy
    assert job.failure.request_id == ("req-77" if body == NO else None)
    assert len(faulty.seen(SUBMIT)) == 1


# what the account says then, and once it is mended
POOR = {401: Fault(accept=False, status=401, body=NO)} | dict.fromkeys(
    (402, 403), Fault(fields={"current_balance": 0.0})
)


@pytest.mark.parametrize(("status", "kind"), KEY_OR_CREDITS)
async def test_key_and_credits_hold_the_queue(faulty, make_rig, status, kind) -> None:
    """Six jobs, two at once: at most two are refused, none has failed, one reason is told."""
    bad = Fault(accept=False, status=status, body=NO)
    faulty.plan(Rule(call=SUBMIT, fault=bad), Rule(call=BILLING, fault=POOR[status]))
    async with make_rig(concurrency=2).running() as rig:
        holds = []
        rig.jobs.on_hold(holds.append)
        jobs = [await rig.add(f"rain {number}") for number in range(6)]
        await faulty.saw(BILLING, 3)
        assert rig.jobs.hold.failure.kind is kind
        assert rig.jobs.hold.failure.request_id == "req-77"
        assert {rig.job(job.id).state for job in jobs} == {JobState.QUEUED}
        assert 1 <= len(faulty.seen(SUBMIT)) <= 2
        assert len(holds) == 1
        faulty.plan()
        ended = await rig.all_settled()
        assert not rig.jobs.hold.is_on
    assert [job.state for job in ended] == [JobState.DONE] * 6
    assert sorted(faulty.accepted().values()) == [1] * 6


async def test_a_remainder_that_does_not_suffice_is_tried_a_few_times(faulty, make_rig) -> None:
    """A refusal is free, and none fails a job; but nobody knocks all night."""
    faulty.plan(
        Rule(call=SUBMIT, fault=Fault(accept=False, status=403, body=NO)),
        Rule(call=BILLING, fault=Fault(fields={"current_balance": 0.11})),
    )
    async with make_rig(concurrency=2).running() as rig:
        for number in range(6):
            await rig.add(f"rain {number}")
        await faulty.saw(BILLING, 9)
        assert rig.jobs.hold.failure.kind is FailureKind.CREDITS
        assert {job.state for job in rig.mine} == {JobState.QUEUED}
        assert len(faulty.seen(SUBMIT)) <= 8
        faulty.plan()
        ended = await rig.all_settled()
    assert [job.state for job in ended] == [JobState.DONE] * 6
    assert sorted(faulty.accepted().values()) == [1] * 6


@pytest.mark.parametrize(("status", "kind"), KEY_OR_CREDITS)
async def test_a_refused_poll_fails_no_job(faulty, make_rig, status, kind) -> None:
    """Nobody asks for it until the account is in order."""
    bad = Fault(accept=False, status=status, body=NO)
    faulty.plan(Rule(call=POLL, fault=bad), Rule(call=BILLING, fault=POOR[status]))
    async with make_rig().running() as rig:
        job = await rig.add()
        await faulty.saw(BILLING, 4)
        assert rig.jobs.hold.failure.kind is kind
        assert rig.job(job.id).is_live
        assert len(faulty.seen(POLL)) == 1
        faulty.plan()
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1


@pytest.mark.parametrize("call", [SUBMIT, POLL])
@pytest.mark.parametrize(("status", "kind"), KEY_OR_CREDITS)
async def test_a_passing_refusal_holds_for_a_while_only(
    faulty, make_rig, status, kind, call
) -> None:
    """One refusal of a gateway, while the account is in order all the time."""
    faulty.once(call, accept=False, status=status, body=NO)
    async with make_rig().running() as rig:
        job = await rig.add()
        await rig.until(lambda: rig.jobs.hold.is_on)
        assert rig.jobs.hold.failure.kind is kind
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert faulty.accepted() == {job.client_request_id: 1}


@pytest.mark.parametrize("status", [402, 403])
@pytest.mark.parametrize("page", [b"<html>Blocked</html>", b""], ids=["html", "nothing"])
async def test_a_firewalls_page_is_no_empty_account(faulty, make_rig, status, page) -> None:
    """To a submit it is a refusal, which names it; a job that is paid for lives through it."""
    async with make_rig().running() as rig:
        holds = []
        rig.jobs.on_hold(holds.append)
        faulty.always(SUBMIT, accept=False, status=status, body=page)
        refused = await rig.settled((await rig.add()).id)
        faulty.plan(Rule(call=POLL, times=4, fault=Fault(accept=False, status=status, body=page)))
        paid = await rig.settled((await rig.add()).id)
    assert refused.state is JobState.FAILED
    assert refused.failure.kind is FailureKind.REFUSED
    assert "proxies and firewalls" in refused.failure.remedy
    assert not refused.retry_may_cost
    assert paid.state is JobState.DONE
    assert faulty.accepted() == {paid.client_request_id: 1}
    assert len(faulty.seen(POLL)) > 4
    assert holds == []


async def test_a_generation_that_the_service_does_not_know(faulty, make_rig) -> None:
    """Not right after the submit, when it may not know it yet; then at the first answer."""
    async with make_rig().running() as rig:
        faulty.plan(
            Rule(call=POLL, times=1, fault=Fault(accept=False, status=404, body=NO)),
            Rule(call=POLL, times=1, fault=Fault(fields={"status": "queued", "video": None})),
        )
        early = await rig.settled((await rig.add()).id)
        assert early.state is JobState.DONE
        faulty.always(POLL, accept=False, status=404, body=NO)
        late = await rig.settled((await rig.add()).id)
    assert late.state is JobState.FAILED
    assert late.can_check_again
    assert late.failure.request_id == "req-77"
    assert len(faulty.seen(SUBMIT)) == 2
    assert len(faulty.seen(POLL)) < 25
