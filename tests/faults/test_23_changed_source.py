"""Row 23: the clip isn't what it was when it was chosen. Noticed before the POST."""

import pytest
from fault_plan import SUBMIT

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind

pytestmark = [pytest.mark.fault(23), pytest.mark.asyncio]


@pytest.fixture
def clip(tiny, tmp_path):
    copy = tmp_path / "shot.mp4"
    copy.write_bytes(tiny.read_bytes())
    return copy


def changed(path):
    """The same length and the same date; another picture."""
    import os

    before = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path):
    from tiny_clip import make_clip

    make_clip(path, seed=99)


def deleted(path):
    path.unlink()


def emptied(path):
    path.write_bytes(b"")


@pytest.mark.parametrize("how", [changed, replaced, deleted, emptied])
async def test_between_queueing_and_its_turn(faulty, make_rig, clip, how) -> None:
    async with make_rig().running() as rig:
        await rig.jobs.pause()
        job = await rig.add(source=clip)
        other = await rig.add("snow")
        how(clip)
        await rig.jobs.resume()
        job, other = await rig.settled(job.id), await rig.settled(other.id)
    assert job.state is JobState.FAILED
    assert job.failure.kind in (FailureKind.INPUT, FailureKind.DISK)
    assert not job.retry_may_cost
    assert other.state is JobState.DONE
    assert [seen.client_request_id for seen in faulty.seen(SUBMIT)] == [other.client_request_id]


async def test_between_two_starts(faulty, make_rig, clip) -> None:
    async with make_rig().running() as rig:
        await rig.jobs.pause()
        job = await rig.add(source=clip)
    replaced(clip)
    async with make_rig().running() as rig:
        await rig.jobs.resume()
        job = await rig.settled(job.id)
    assert job.state is JobState.FAILED
    assert faulty.seen(SUBMIT) == []


async def test_a_source_that_stayed_is_sent(faulty, make_rig, clip) -> None:
    async with make_rig().running() as rig:
        await rig.jobs.pause()
        job = await rig.add(source=clip)
        clip.touch()  # a new date alone is no change
        await rig.jobs.resume()
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
