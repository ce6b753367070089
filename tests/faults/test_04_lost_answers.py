"""Row 4: the service accepted, and its answer was lost."""

import pytest
from fault_plan import LOGS, SUBMIT, Fault, Rule

from aleph_desktop.domain.job import JobState

pytestmark = [pytest.mark.fault(4), pytest.mark.asyncio]

LOST = {
    "reset": {"drop": "reset"},
    "closed": {"drop": "close"},
    "no answer in time": {"drop": "hang"},
    "a gateway's 502": {"status": 502, "body": b"<html>Bad Gateway</html>"},
    "a gateway's 504": {"status": 504, "body": b""},
    "a gateway's 408": {"status": 408, "body": b"<html>Request Timeout</html>"},
    "409 in JSON": {"status": 409, "body": b'{"message": "known", "requestId": "r-1"}'},
    "a gateway's 499": {"status": 499, "body": b""},
    "500 in JSON": {"status": 500, "body": b'{"message": "oops", "requestId": "r-1"}'},
    "200 and no JSON": {"body": b"ok", "headers": {"x-inference-id": None}},
    "200, cut": {"keep": 0.5, "headers": {"x-inference-id": None}},
    "garbage": {"raw": b"\x16\x03\x01 what?\r\n\r\n"},
}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
async def test_it_is_found_in_the_log(faulty, make_rig, fault) -> None:
    faulty.once(SUBMIT, **fault)
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        states = rig.states(job.id)
    assert job.state is JobState.DONE
    assert JobState.UNCONFIRMED in states
    assert faulty.accepted() == {job.client_request_id: 1}
    assert len(faulty.seen(SUBMIT)) == 1
    assert job.generation_id == faulty.seen(SUBMIT)[0].generation_id


async def test_rows_that_are_late_are_waited_for(faulty, make_rig) -> None:
    faulty.plan(
        Rule(call=SUBMIT, times=1, fault=Fault(drop="reset")),
        Rule(call=LOGS, times=2, fault=Fault(fields={"data": []})),
        Rule(call=LOGS, times=1, fault=Fault(status=503, body=b"")),
    )
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1
    assert len(faulty.seen(LOGS)) >= 4


@pytest.mark.parametrize(
    "fault",
    [{"accept": False, "drop": "reset"}, {"early": True, "drop": "reset"},
     {"accept": False, "status": 502, "body": b""}],
)  # fmt: skip
async def test_what_is_not_in_the_log_is_asked_for(faulty, make_rig, fault) -> None:
    """Perhaps accepted, perhaps not: a machine never sends it again."""
    faulty.once(SUBMIT, **fault)
    async with make_rig(looks=(2.0, 10.0, 30.0)).running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.UNCONFIRMED
    assert job.can_look_again
    assert job.failure is not None
    assert "may" in str(job.failure)
    assert len(faulty.seen(SUBMIT)) == 1
    assert faulty.seen(LOGS)


async def test_a_later_look_finds_it(faulty, make_rig) -> None:
    faulty.plan(
        Rule(call=SUBMIT, times=1, fault=Fault(drop="reset")),
        Rule(call=LOGS, fault=Fault(fields={"data": []})),
    )
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        assert job.state is JobState.UNCONFIRMED
        faulty.plan()
        await rig.jobs.look_again(job.id)
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert faulty.accepted() == {job.client_request_id: 1}
