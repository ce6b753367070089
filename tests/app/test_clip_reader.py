"""What the window is told of clips: real files, real threads, one loop."""

import asyncio
import threading
from pathlib import Path

import pytest
import pytest_asyncio

from aleph_desktop.app.clip_reader import REELS_BYTES, ThreadedClipReader
from aleph_desktop.app.library import open_library
from aleph_desktop.domain.region import Region
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import KnownError
from aleph_desktop.media.reel import Reel
from aleph_desktop.media.stills import Still, thumbnail

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def reader(tmp_path):
    made = ThreadedClipReader(open_library(tmp_path / "references"))
    yield made
    await asyncio.to_thread(made.close)


async def test_stills_and_a_strip_are_the_same_pictures(reader, bunny):
    stills = await reader.stills(str(bunny), 3, 160, 90)
    told: list[tuple[int, Still]] = []
    here = threading.get_ident()

    def on_still(number: int, still: Still) -> None:
        assert threading.get_ident() == here
        told.append((number, still))

    await reader.strip(str(bunny), 3, 160, 90, on_still)
    assert told == list(enumerate(stills))
    assert stills[1] == thumbnail(bunny, 160, 90, 2.64)


async def test_a_strip_that_is_cancelled_tells_nothing_more(reader, bunny):
    told: list[int] = []

    def on_still(number: int, _still: Still) -> None:
        told.append(number)
        task.cancel()

    task = asyncio.create_task(reader.strip(str(bunny), 60, 160, 90, on_still))
    with pytest.raises(asyncio.CancelledError):
        await task
    await reader.strip(str(bunny), 1, 160, 90, lambda *_: None)  # the thread is free again
    assert told == [0]


async def test_the_newest_still_wins(reader, bunny):
    asked = [
        asyncio.create_task(reader.still(str(bunny), seconds / 10, 160, 90))
        for seconds in range(50)
    ]
    for old in asked[:-1]:
        old.cancel()
    assert await asked[-1] == thumbnail(bunny, 160, 90, 4.9)


async def test_cuts_inside_a_range(reader, bikes):
    cuts: list[float] = []
    await reader.cuts(str(bikes), TimeRange(1.0, 6.0), cuts.append)
    assert [round(cut * 25) for cut in cuts] == [30, 76, 137]


async def test_a_reel_of_a_range(reader, bunny):
    reel = await reader.reel(str(bunny), TimeRange(1.0, 2.4))
    assert reel.duration == pytest.approx(1.4, abs=0.001)
    whole = await reader.reel(str(bunny))
    assert len(whole) == 125
    assert reel.still(0, 160, 90) == whole.still(25, 160, 90)


async def test_both_sides_tell_their_first_frame_before_either_is_whole(reader, bunny, bikes):
    events: list[str] = []
    here = threading.get_ident()

    async def read(path: Path) -> Reel:
        def on_first(first: Reel) -> None:
            assert threading.get_ident() == here
            assert len(first) == 1
            events.append("first")

        made = await reader.reel(str(path), None, on_first)
        events.append("whole")
        return made

    reels = await asyncio.gather(read(bunny), read(bunny))
    assert events == ["first", "first", "whole", "whole"]
    assert [len(reel) for reel in reels] == [125, 125]


async def test_a_reel_that_is_cancelled_tells_nothing_and_frees_its_memory(reader, bunny):
    loaded = await reader.reel(str(bunny))
    told: list[Reel] = []
    task = asyncio.create_task(reader.reel(str(bunny), None, lambda first: task.cancel()))
    with pytest.raises(asyncio.CancelledError):
        await task
    task = asyncio.create_task(reader.reel(str(bunny), None, told.append))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert told == []
    assert reader.reels_bytes == loaded.nbytes
    del loaded
    assert reader.reels_bytes == 0


async def test_many_reels_share_the_memory(reader, bunny):
    reels = await asyncio.gather(*(reader.reel(str(bunny)) for _ in range(6)))
    assert [len(reel) for reel in reels] == [125] * 6
    assert sum(reel.nbytes for reel in reels) == reader.reels_bytes < REELS_BYTES * 1.05
    sizes = sorted(reel.nbytes for reel in reels)
    assert sizes[-2] > 170e6  # a pair is whole
    assert sizes[0] > 20e6  # and the last of a grid is no blur


async def test_reels_are_compared(reader, bunny, bikes):
    reference, edited = await asyncio.gather(*(reader.reel(str(bunny)) for _ in range(2)))
    pairs = [(number, number) for number in range(125)]
    same = await reader.compare(reference, edited, pairs)
    assert same.lines_up
    assert list(same.changes()) == [0.0] * 125
    other = await reader.compare(reference, await reader.reel(str(bikes)), pairs)
    assert not other.lines_up
    assert min(other.changes(Region(0.2, 0.2, 0.8, 0.8))) > 0.05


async def test_a_frame_in_its_full_size_is_the_very_one(reader, bunny):
    still = await reader.frame(str(bunny), 2.02)
    assert (still.width, still.height) == (1280, 720)
    reel = await reader.reel(str(bunny))
    assert still == reel.still(50, 1280, 720)


async def test_a_movie_of_a_reel(reader, bunny, tmp_path):
    reel = await reader.reel(str(bunny), TimeRange(0, 1))
    here, threads, told = threading.get_ident(), set(), []

    def picture(number: int) -> Still:
        threads.add(threading.get_ident())
        return reel.still(number, 320, 180)

    def progress(done: int, count: int) -> None:
        assert threading.get_ident() == here
        told.append((done, count))

    path = tmp_path / "review.mp4"
    await reader.movie(str(path), reel.frame_rate, len(reel), picture, progress)
    assert here not in threads
    assert told == [(number + 1, 25) for number in range(25)]
    info = await reader.probe(str(path))
    assert (info.width, info.height, info.frame_rate, info.duration) == (320, 180, 25, 1.0)


async def test_a_movie_that_is_cancelled_leaves_nothing(reader, bunny, tmp_path):
    reel = await reader.reel(str(bunny), TimeRange(0, 1))
    folder = tmp_path / "out"
    folder.mkdir()
    path = str(folder / "review.mp4")
    stopping = asyncio.create_task(
        reader.movie(
            path,
            reel.frame_rate,
            10_000,
            lambda number: reel.still(number % 25, 320, 180),
            lambda done, count: stopping.cancel(),
        )
    )
    with pytest.raises(asyncio.CancelledError):
        await stopping
    assert list(folder.iterdir()) == []


async def test_a_frame_is_kept_in_the_library(reader, bunny, tmp_path):
    path = await reader.keep_frame(str(bunny), 2.0)
    assert Path(path).parent == tmp_path / "references"
    still, kept = thumbnail(bunny, 1280, 720, 2.0), thumbnail_of_image(Path(path))
    assert (kept.width, kept.height) == (still.width, still.height) == (1280, 720)
    apart = sum(abs(a - b) for a, b in zip(kept.data[::997], still.data[::997], strict=True))
    assert apart / len(still.data[::997]) < 3
    assert await reader.keep_frame(str(bunny), 2.0) == path


async def test_what_can_not_be_read_says_so(reader, tmp_path):
    gone = str(tmp_path / "gone.mp4")
    for call in (
        reader.probe(gone),
        reader.digest(gone),
        reader.stills(gone, 1, 10, 10),
        reader.strip(gone, 1, 10, 10, print),
        reader.still(gone, 0, 10, 10),
        reader.cuts(gone, TimeRange(0, 1), print),
        reader.reel(gone),
        reader.frame(gone, 0),
        reader.keep_frame(gone, 0),
    ):
        with pytest.raises(KnownError, match="not there"):
            await call


def thumbnail_of_image(path: Path) -> Still:
    import av
    from av.video.reformatter import VideoReformatter

    from aleph_desktop.media.stills import render

    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    return render(frame, (frame.width, frame.height), VideoReformatter())
