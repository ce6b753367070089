"""Row 3, and what else a disk does: read-only, taken away, put back."""

import shutil
from pathlib import Path

import pytest
from fault_plan import RESULT, SUBMIT
from small_disk import small_disk

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind

pytestmark = [pytest.mark.fault(3), pytest.mark.asyncio]


async def failed_for_the_folder(rig) -> str:
    """A job's id, that was paid for and has nowhere to go."""
    job = await rig.settled((await rig.add()).id)
    assert job.state is JobState.FAILED
    assert job.failure.kind is FailureKind.DISK
    assert job.failure.remedy
    assert job.can_check_again
    assert not rig.jobs.hold.is_on
    return job.id


async def test_a_read_only_folder(faulty, make_rig, tmp_path) -> None:
    with small_disk(tmp_path / "disk", "64m") as disk:
        if disk is None:
            pytest.skip("mounting a small disk needs root")
        disk.set_read_only(True)
        async with make_rig(results_dir=str(disk.folder)).running() as rig:
            job_id = await failed_for_the_folder(rig)
            disk.set_read_only(False)
            await rig.jobs.check_again(job_id)
            job = await rig.settled(job_id)
        assert job.state is JobState.DONE
        assert Path(job.result_path).parent == disk.folder
    assert len(faulty.seen(SUBMIT)) == 1


async def test_a_folder_that_is_taken_away(faulty, make_rig, tmp_path) -> None:
    """A disk that was pulled out: the folder isn't made anew in its place."""
    results = tmp_path / "pulled" / "results"
    results.mkdir(parents=True)
    async with make_rig(results_dir=str(results)).running() as rig:
        shutil.rmtree(tmp_path / "pulled")
        job_id = await failed_for_the_folder(rig)
        assert not (tmp_path / "pulled").exists()
        results.mkdir(parents=True)
        await rig.jobs.check_again(job_id)
        job = await rig.settled(job_id)
    assert job.state is JobState.DONE
    assert len(faulty.seen(SUBMIT)) == 1


async def test_a_folder_that_goes_during_a_download(faulty, make_rig, tmp_path) -> None:
    results = tmp_path / "results"
    results.mkdir()
    faulty.once(RESULT, stall=0.3)
    async with make_rig(results_dir=str(results)).running() as rig:
        job = await rig.add()
        await faulty.saw(RESULT, 1)
        shutil.rmtree(results.rename(tmp_path / "away"))  # at once: the download goes on in it
        job = await rig.settled(job.id)
        assert job.state is JobState.FAILED
        results.mkdir()
        await rig.jobs.check_again(job.id)
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert Path(job.result_path).is_file()


async def test_a_result_that_was_deleted_is_fetched_again(faulty, make_rig) -> None:
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        Path(job.result_path).unlink()
        await rig.jobs.find_missing()
        assert rig.job(job.id).is_missing
        await rig.jobs.fetch_again(job.id)
        job = await rig.settled(job.id)
    assert (job.state, job.is_missing) == (JobState.DONE, False)
    assert Path(job.result_path).is_file()
    assert faulty.accepted() == {job.client_request_id: 1}
