"""Row 9: the address of a result has expired."""

import pytest
from fault_plan import POLL, RESULT, SUBMIT

from aleph_desktop.domain.job import JobState

pytestmark = [pytest.mark.fault(9), pytest.mark.asyncio]


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_the_state_is_read_once_more_for_a_fresh_one(faulty, make_rig, status) -> None:
    faulty.once(RESULT, accept=False, status=status)
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.DONE
    calls = [seen.call for seen in faulty.seen()]
    failed, fetched = (n for n, call in enumerate(calls) if call == RESULT)
    assert calls[failed + 1 : fetched] == [POLL]
    assert len(faulty.seen(SUBMIT)) == 1


async def test_what_stays_expired_is_told_and_can_be_checked_again(faulty, make_rig) -> None:
    faulty.always(RESULT, accept=False, status=410)
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        assert job.state is JobState.FAILED
        assert job.can_check_again
        assert "address" in job.failure.title
        assert 2 <= len(faulty.seen(RESULT)) <= 20
        faulty.plan()
        await rig.jobs.check_again(job.id)
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1
