"""Row 16: what comes as the result is no video. Never DONE; kept aside; fetched again."""

from pathlib import Path

import av
import pytest
from fault_plan import RESULT, SUBMIT
from tiny_clip import FRAMES, make_clip

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind

pytestmark = [pytest.mark.fault(16), pytest.mark.asyncio]


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> dict[str, bytes]:
    clip = make_clip(tmp_path_factory.mktemp("broken") / "whole.mp4").read_bytes()
    moov = clip.index(b"moov")
    return {
        "a page": b"<!doctype html><title>Expired</title>" * 40,
        "nothing": b"",
        "a broken moov": clip[: moov + 12] + bytes(400) + clip[moov + 412 :],
        "no moov": clip.replace(b"moov", b"junk"),
        "a cut tail": clip[: len(clip) * 2 // 3],
        "a last frame of zeros": clip[:-600] + bytes(600),
        "a text": b"not found",
        "noise": bytes(range(256)) * 100,
    }


@pytest.mark.parametrize(
    "name",
    ["a page", "nothing", "a broken moov", "no moov", "a cut tail", "a last frame of zeros",
     "a text", "noise"],
)  # fmt: skip
async def test_it_is_never_done(faulty, make_rig, broken, name) -> None:
    faulty.always(RESULT, accept=False, body=broken[name], headers={"Content-Type": "video/mp4"})
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        assert job.state is JobState.FAILED
        assert JobState.DONE not in rig.states(job.id)
        assert job.failure.kind is FailureKind.PROVIDER
        assert job.failure.remedy
        assert job.can_check_again
        assert not Path(job.result_path or rig.results / "none").exists()
        faulty.plan()
        await rig.jobs.check_again(job.id)
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    with av.open(job.result_path) as container:
        assert sum(1 for _ in container.decode(video=0)) == FRAMES
    assert len(faulty.seen(SUBMIT)) == 1


async def test_a_file_that_is_none_is_set_aside(faulty, make_rig, broken) -> None:
    """For whoever wants to look at it, under a name that nobody takes for a result."""
    faulty.always(RESULT, accept=False, body=broken["a cut tail"])
    async with make_rig().running() as rig:
        await rig.settled((await rig.add()).id)
        kept = [p for p in rig.results.rglob("*") if p.is_file()]
    assert [p.read_bytes() for p in kept] == [broken["a cut tail"]]
    assert kept[0].stem.endswith("(broken)")


async def test_one_with_a_wrong_length_is_not_taken_either(faulty, make_rig) -> None:
    """Fewer bytes than were claimed: fetched on or again, and whole in the end."""
    faulty.once(RESULT, keep=0.5)
    async with make_rig().running() as rig:
        job = await rig.settled((await rig.add()).id)
        found = Path(job.result_path).read_bytes()
    assert job.state is JobState.DONE
    faulty.reset()
    assert len(found) > 1000
    with av.open(job.result_path) as container:
        assert sum(1 for _ in container.decode(video=0)) == FRAMES
