"""Row 5, below the window: whoever asks twice, and from wherever, one POST leaves."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from fault_plan import SUBMIT

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import KnownError

pytestmark = [pytest.mark.fault(5), pytest.mark.asyncio]


async def test_a_retry_that_is_asked_for_twice(faulty, make_rig) -> None:
    faulty.once(SUBMIT, accept=False, status=400, body=b"{}")
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        assert job.state is JobState.FAILED
        told = await asyncio.gather(
            *(rig.jobs.retry(job.id) for _ in range(3)), return_exceptions=True
        )
        await rig.settled(job.id)
        ended = await rig.all_settled()
    assert all(not isinstance(said, Exception) or isinstance(said, KnownError) for said in told)
    assert [job.state for job in ended] == [JobState.DONE]
    assert faulty.accepted() == {job.client_request_id: 1}


async def test_two_supervisors_on_one_folder(faulty, make_rig) -> None:
    """What an ended program left is taken up by one of two that start at once."""
    async with make_rig().running() as first:
        await first.jobs.pause()
        left = [(await first.add(f"rain {number}")).id for number in range(8)]
    rigs = [make_rig(), make_rig()]
    async with AsyncExitStack() as stack:
        await asyncio.gather(*(stack.enter_async_context(rig.running()) for rig in rigs))
        await asyncio.gather(*(rig.jobs.resume() for rig in rigs))
        for rig in rigs:
            await rig.until(lambda rig=rig: all(job.is_settled for job in rig.mine))
    async with make_rig().running() as last:
        jobs = [last.job(job_id) for job_id in left]
    assert [job.state for job in jobs] == [JobState.DONE] * 8
    assert faulty.accepted() == {job.client_request_id: 1 for job in jobs}


async def test_another_program_leaves_a_running_one_s_jobs_alone(faulty, make_rig) -> None:
    faulty.always(SUBMIT, delay=0.3)
    async with make_rig().running() as first:
        job = await first.add()
        await first.reached(job.id, JobState.SUBMITTING)
        async with make_rig().running() as second:
            for verb in (second.jobs.cancel, second.jobs.retry, second.jobs.remove):
                with pytest.raises(KnownError, match="Another window"):
                    await verb(job.id)
            mine = await second.settled((await second.add("snow")).id)
        job = await first.settled(job.id)
    assert (job.state, mine.state) == (JobState.DONE, JobState.DONE)
    assert faulty.accepted() == {job.client_request_id: 1, mine.client_request_id: 1}


@pytest.mark.fault(6)
async def test_two_programs_write_to_one_list_and_lose_nothing(faulty, make_rig) -> None:
    async with make_rig().running() as first, make_rig().running() as second:
        await asyncio.gather(
            *(rig.add(f"rain {number}") for number in range(15) for rig in (first, second))
        )
        await asyncio.gather(first.all_settled(), second.all_settled())
    async with make_rig().running() as last:
        jobs = list(last.session.book.jobs.values())
    assert [job.state for job in jobs] == [JobState.DONE] * 30
    assert sorted(faulty.accepted().values()) == [1] * 30
