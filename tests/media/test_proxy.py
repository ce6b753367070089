"""Clips made ready to be sent: what comes out, how it goes on, and how it is stopped."""

import asyncio
import os
import subprocess
import threading
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
import pytest_asyncio
from synthetic import QUICK, all_frames, noise, number_in, psnr, quarters, shade

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.submission import PreparedClip
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.probe import probe
from aleph_desktop.media.proxy import Progress, ProxyPreparer
from aleph_desktop.media.stopped import Stopped, heed
from aleph_desktop.media.worker import Worker
from aleph_desktop.resources import resource

SPEC = find_model_spec(resource("models"), "runway/gen4_aleph")
LIMIT = SPEC.clip_bytes


def ignore(_done: int, _total: int | None) -> None:
    pass


@pytest_asyncio.fixture
async def preparer():
    preparer = ProxyPreparer()
    yield preparer
    preparer.close()


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "sent" / "clip.mp4"


async def prepared(
    preparer: ProxyPreparer,
    source: Path,
    target: Path,
    *,
    seconds: float = 5,
    limit: int = LIMIT,
    progress: Progress = ignore,
    **choices,
) -> PreparedClip:
    """As `prepare`, for a model that takes `seconds` and `limit`; `choices` are the edit's."""
    edit = Edit(ClipSource(SourceKind.FILE, str(source)), "Make it snow.", SPEC.id, **choices)
    spec = replace(SPEC, clip_seconds=seconds, clip_bytes=limit)
    return await preparer.prepare(edit, spec, target, progress=progress)


def alone(target: Path) -> bool:
    """Nothing lies beside the proxy."""
    return list(target.parent.iterdir()) == [target]


@pytest.mark.asyncio
async def test_five_seconds_of_the_sample(preparer, sample, target):
    made = await prepared(preparer, sample, target)
    assert (made.plan.as_it_is, made.file.path, made.file.mime_type) == (False, target, "video/mp4")
    assert made.info == probe(target)
    assert (made.info.width, made.info.height, made.info.frame_rate) == (1280, 720, 25)
    assert (made.info.codec, made.info.pixel_format) == ("h264", "yuv420p")
    assert made.info.duration == 5.0
    assert not made.info.has_audio
    assert made.info.size == target.stat().st_size <= LIMIT
    assert alone(target)
    sent, source = all_frames(target), all_frames(sample)
    assert len(sent) == 125
    assert psnr(sent[0], source[0]) > 38
    assert psnr(sent[-1], source[124]) > 38
    whole = target.read_bytes()
    assert whole.index(b"moov") < whole.index(b"mdat")  # starts to play before it is all there


@pytest.mark.asyncio
async def test_a_long_clip_gives_its_first_five_seconds(preparer, clip, target):
    source = clip("long.mp4", frames=300, sound_seconds=12)
    made = await prepared(preparer, source, target)
    assert not made.plan.as_it_is
    assert [number_in(frame) for frame in all_frames(target)] == list(range(125))


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("rate", "frames"), [(Fraction(30000, 1001), 149), (Fraction(60000, 1001), 299)]
)
async def test_the_sources_own_rate_is_kept(preparer, clip, target, rate, frames):
    source = clip(f"{float(rate):.2f} long.mkv", rate=rate, frames=400)
    made = await prepared(preparer, source, target)
    assert made.info.frame_rate == rate
    assert made.info.duration <= 5
    # eight bits of number: from frame 256 on they start over
    assert [number_in(f) for f in all_frames(target)] == [n % 256 for n in range(frames)]


@pytest.mark.asyncio
async def test_a_fast_clip_is_halved(preparer, clip, target):
    source = clip("fast.mkv", rate=120, frames=60)
    made = await prepared(preparer, source, target)
    assert made.info.frame_rate == 60
    assert [number_in(f) for f in all_frames(target)] == list(range(0, 60, 2))


@pytest.mark.asyncio
async def test_uneven_timing_becomes_even(preparer, clip, target):
    times = [0, 100, 200, 800, 900, 1000, 1100, 1900]
    source = clip("pauses.mkv", times=times)
    made = await prepared(preparer, source, target)
    rate = float(made.info.frame_rate)
    for tick, frame in enumerate(all_frames(target)):
        shown = number_in(frame)
        assert times[shown] <= (tick + 0.26) / rate * 1000
        assert shown + 1 == len(times) or times[shown + 1] >= (tick + 0.24) / rate * 1000


@pytest.mark.asyncio
async def test_a_turned_clip_comes_out_upright(preparer, clip, target):
    """Turned by 90° against the clock: what is stored top right is shown top left."""
    source = clip("turned_long.mp4", rotation=90, paint=quarters, frames=25)
    made = await prepared(preparer, source, target)
    assert (made.plan.as_it_is, made.info.width, made.info.height) == (False, 144, 256)
    frame = all_frames(target)[0]
    shades = [shade(frame, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    assert shades == pytest.approx([90, 210, 40, 150], abs=4)
    assert probe(target).rotation == 0


QUIET_HEVC = {"preset": "ultrafast", "x265-params": "log-level=none"}
QUICK_VP9 = {"deadline": "realtime", "cpu-used": "8"}
KINDS = {
    "wide pixels": ({"size": (192, 144), "aspect": Fraction(4, 3)}, (256, 144)),
    "odd": ({"size": (255, 143), "pixel_format": "yuv444p"}, (254, 142)),
    "too large": ({"size": (2560, 1440)}, (1920, 1080)),
    "ProRes": (
        {"codec": "prores_ks", "pixel_format": "yuv422p10le", "options": {}},
        (256, 144),
    ),
    "HEVC 10 bit": (
        {"codec": "libx265", "pixel_format": "yuv420p10le", "options": QUIET_HEVC},
        (256, 144),
    ),
    "VP9": ({"codec": "libvpx-vp9", "options": QUICK_VP9}, (256, 144)),
}


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
async def test_other_kinds_become_plain_h264(preparer, clip, target, kind):
    how, size = KINDS[kind]
    suffix = "mkv" if kind == "VP9" else "mov"
    source = clip(f"{kind}.{suffix}", frames=10, **how)
    made = await prepared(preparer, source, target)
    found = probe(target)
    assert (made.info.width, made.info.height) == size
    assert (made.info.codec, made.info.pixel_format) == ("h264", "yuv420p")
    assert found.square_pixels
    assert [number_in(frame) for frame in all_frames(target)] == list(range(10))


@pytest.mark.asyncio
async def test_colours_are_tagged_and_right(preparer, target, tmp_path):
    """Small video is BT.601 where untagged: pure red there stays pure red in BT.709."""
    source = tmp_path / "red.avi"
    with av.open(str(source), "w") as container:
        stream = container.add_stream("mpeg4", rate=25, options={"qscale": "2"})
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        frame = av.VideoFrame(64, 64, "yuv420p")
        for plane, value in zip(frame.planes, (82, 90, 240), strict=True):  # red in BT.601
            plane.update(bytes([value]) * plane.buffer_size)
        for number in range(5):
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    await prepared(preparer, source, target)
    with av.open(str(target)) as container:
        frame = next(container.decode(video=0))
        tags = (frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc)
    assert tags == (1, 1, 1, 1)
    values = [bytes(plane)[0] for plane in frame.planes]
    assert values == pytest.approx([63, 102, 240], abs=4)  # red in BT.709


@pytest.mark.asyncio
async def test_what_fits_is_sent_as_it_is_and_stays_so(preparer, clip, target, tmp_path):
    whole = clip("fits.mp4", frames=100, sound_seconds=4).read_bytes()
    source = tmp_path / "fits.mp4"
    source.write_bytes(whole)
    made = await prepared(preparer, source, target)
    assert made.plan.as_it_is
    with source.open("r+b") as file:
        file.write(b"written over")
    assert target.read_bytes() == whole
    assert made.info.has_audio
    assert alone(target)


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["fits.mov", "fits.mkv"])
async def test_another_container_is_converted(preparer, clip, target, name):
    source = clip(name, frames=100)
    made = await prepared(preparer, source, target)
    assert not made.plan.as_it_is


@pytest.mark.asyncio
async def test_a_tight_limit_is_kept_by_a_second_pass(preparer, clip, target):
    source = clip("noise.mp4", frames=125, paint=noise)
    seen: list[tuple[int, int | None]] = []
    made = await prepared(
        preparer, source, target, limit=400_000, progress=lambda *now: seen.append(now)
    )
    assert 300_000 < made.info.size <= 400_000
    assert len(all_frames(target)) == 125
    assert seen[-1] == (250, 250)


@pytest.mark.asyncio
async def test_an_impossible_limit_says_so_and_leaves_nothing(preparer, clip, target):
    source = clip("noise.mp4", frames=125, paint=noise)
    with pytest.raises(KnownError, match="can't be brought down"):
        await prepared(preparer, source, target, limit=3_000)
    assert list(target.parent.iterdir()) == []


@pytest.mark.asyncio
async def test_progress_grows_and_ends_at_the_total(preparer, sample, target):
    seen: list[tuple[int, int | None]] = []
    threads, times = set(), []

    def progress(done: int, total: int | None) -> None:
        seen.append((done, total))
        threads.add(threading.current_thread())
        times.append(time.monotonic())

    await prepared(preparer, sample, target, progress=progress)
    assert len(seen) > 3
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {125}
    assert seen[-1] == (125, 125)
    assert threads == {threading.main_thread()}
    assert len(seen) <= (times[-1] - times[0]) * 10 + 2


@pytest.mark.asyncio
async def test_cancelling_stops_in_the_middle_and_leaves_no_file(preparer, sample, target):
    begun = asyncio.Event()
    seen: list[int] = []

    def progress(done: int, _total: int | None) -> None:
        seen.append(done)
        begun.set()

    task = asyncio.create_task(prepared(preparer, sample, target, progress=progress))
    await begun.wait()
    task.cancel()
    asked = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - asked < 0.5  # 100 ms are promised; this machine may be busy
    assert list(target.parent.iterdir()) == []
    after = len(seen)
    # The one thread is free again at once: had the first gone on, this would wait for it.
    await prepared(preparer, sample, target, seconds=0.2)
    assert max(seen) < 125
    assert len(seen) == after


@pytest.mark.asyncio
async def test_cancelling_what_waits_its_turn_leaves_the_other_alone(preparer, sample, target):
    second = target.with_name("second.mp4")
    async with asyncio.TaskGroup() as group:
        group.create_task(prepared(preparer, sample, target, seconds=0.4))
        waiting = group.create_task(prepared(preparer, sample, second))
        await asyncio.sleep(0)
        waiting.cancel()
    assert alone(target)


@pytest.mark.asyncio
async def test_cancellation_goes_on_only_when_the_thread_has_left():
    worker, begun, left = Worker("test"), asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def work(stop):
        loop.call_soon_threadsafe(begun.set)
        try:
            while True:
                heed(stop)
        finally:
            left.set()

    task = asyncio.create_task(worker.run(work))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()  # an impatient caller
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left.is_set()
    worker.close()
    with pytest.raises(Stopped):
        heed(lambda: True)


@pytest.mark.asyncio
async def test_a_clip_that_breaks_off_gives_what_there_is(preparer, clip, target, tmp_path):
    whole = clip("to_break.mp4", frames=100, faststart=True).read_bytes()
    source = tmp_path / "broken.mp4"
    source.write_bytes(whole[: len(whole) // 2])
    made = await prepared(preparer, source, target, seconds=2)
    numbers = [number_in(frame) for frame in all_frames(target)]
    assert numbers[:20] == list(range(20))
    assert made.info.duration == pytest.approx(len(numbers) / 25)


@pytest.mark.asyncio
async def test_a_damaged_clip_is_never_sent_as_it_is(preparer, clip, target, tmp_path):
    data = bytearray(clip("to_hole.mp4", frames=50, options={**QUICK, "g": "10"}).read_bytes())
    middle = data.index(b"mdat") + (data.index(b"moov") - data.index(b"mdat")) // 2
    data[middle : middle + 1000] = bytes(1000)
    source = tmp_path / "holed.mp4"
    source.write_bytes(data)
    made = await prepared(preparer, source, target)
    assert any("damaged" in why for why in made.plan.why)
    assert len(all_frames(target)) == 50


@pytest.mark.asyncio
async def test_a_part_behind_the_end_is_refused_with_where_that_is(preparer, sample, target):
    with pytest.raises(KnownError, match=r"ends at 5\.28 s"):
        await prepared(preparer, sample, target, span=TimeRange(6.0, 8.0))
    made = await prepared(preparer, sample, target, span=TimeRange(5.0, 8.0))
    assert made.plan.frames == len(all_frames(target)) == 7


@pytest.mark.asyncio
async def test_damaged_frames_do_not_shorten_the_clip(preparer, clip, target, tmp_path):
    data = bytearray(clip("to_damage.mp4", frames=100, options={**QUICK, "g": "10"}).read_bytes())
    middle = data.index(b"mdat") + (data.index(b"moov") - data.index(b"mdat")) // 2
    data[middle : middle + 3000] = bytes(3000)
    source = tmp_path / "damaged.mp4"
    source.write_bytes(data)
    made = await prepared(preparer, source, target, seconds=3.9)
    frames = all_frames(target)
    assert made.info.duration <= 3.9
    assert len(frames) == 97
    assert [number_in(frame) for frame in frames[:20]] == list(range(20))
    assert [number_in(frame) for frame in frames[-20:]] == list(range(77, 97))


@pytest.mark.asyncio
async def test_a_source_that_is_none_says_why_and_leaves_nothing(preparer, target, tmp_path):
    (tmp_path / "notes.txt").write_text("no clip")
    with pytest.raises(KnownError, match="not a video"):
        await prepared(preparer, tmp_path / "notes.txt", target)
    assert not target.parent.exists()


@pytest.mark.asyncio
async def test_a_folder_that_cannot_be_written_is_the_disks_matter(preparer, sample, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KnownError) as raised:
        await prepared(preparer, sample, tmp_path / "file" / "clip.mp4")
    assert raised.value.failure.kind is FailureKind.DISK


@pytest.mark.asyncio
@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
async def test_a_file_larger_than_the_disk_takes_is_the_disks_matter(preparer, clip, target):
    import resource

    source = clip("noise.mp4", frames=125, paint=noise)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(KnownError) as raised:
            await prepared(preparer, source, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert raised.value.failure.kind is FailureKind.DISK
    assert list(target.parent.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 300 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(folder)]
    if os.name != "posix" or os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("nobody may mount a disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.asyncio
@pytest.mark.fault(3)
@pytest.mark.parametrize("as_it_is", [True, False])
async def test_a_full_disk_is_a_matter_of_space(preparer, clip, small_disk, as_it_is):
    source = clip("noise.mp4", frames=125, paint=noise)
    limit = 10**9 if as_it_is else source.stat().st_size - 1
    target = small_disk / "clip.mp4"
    with pytest.raises(KnownError, match="is full") as raised:
        await prepared(preparer, source, target, limit=limit)
    assert raised.value.failure.kind is FailureKind.SPACE
    assert "goes on" in raised.value.failure.remedy
    assert list(small_disk.iterdir()) == []
