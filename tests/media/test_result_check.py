"""A result counts when its last frame decodes, and not before."""

import asyncio
import random
import re
import threading

import av
import pytest
import pytest_asyncio

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.result_check import DecodeChecker

pytestmark = [pytest.mark.asyncio, pytest.mark.fault(16)]


@pytest_asyncio.fixture
async def checker():
    found = DecodeChecker()
    yield found
    found.close()


@pytest.fixture
def check(checker, tmp_path):
    """Check these bytes, under the name that they have while they are no result yet."""
    part = tmp_path / "night.mp4.part"

    async def call(data: bytes):
        part.write_bytes(data)
        return await checker.check(part)

    return call


@pytest.fixture
def refusal(check):
    async def call(data: bytes) -> str:
        with pytest.raises(KnownError) as caught:
            await check(data)
        failure = caught.value.failure
        assert failure.kind is FailureKind.PROVIDER
        assert failure.title == "The result can't be played"
        assert failure.remedy == "Check again fetches it once more, at no cost."
        assert "night" not in failure.message
        return failure.message

    return call


@pytest.fixture(scope="module")
def remuxed(sample, tmp_path_factory):
    """The sample in another container, or with its index in front."""
    folder = tmp_path_factory.mktemp("remuxed")

    def make(name: str, **options: str) -> bytes:
        path = folder / name
        with av.open(str(sample)) as source, av.open(str(path), "w", options=options) as target:
            streams = {s.index: target.add_stream_from_template(s) for s in source.streams}
            for packet in source.demux():
                if packet.dts is not None:
                    packet.stream = streams[packet.stream.index]
                    target.mux(packet)
        return path.read_bytes()

    return make


FAST = {"movflags": "+faststart"}
FRAGMENTS = {"movflags": "frag_keyframe+empty_moov"}


async def test_the_sample(check, sample):
    info = await check(sample.read_bytes())
    assert (info.width, info.height, info.has_audio) == (1280, 720, True)
    assert info.duration == pytest.approx(5.28)


@pytest.mark.parametrize(
    ("name", "options"), [("a.mp4", FAST), ("b.mp4", FRAGMENTS), ("c.mkv", {}), ("d.ts", {})]
)
async def test_every_container_that_may_come(check, remuxed, name, options):
    assert (await check(remuxed(name, **options))).width == 1280


@pytest.mark.parametrize(
    "how",
    [
        {"times": [0, 40, 200, 240, 500, 900, 1000]},
        {"frames": 1},
        {"frames": 25, "sound_seconds": 3},
        {"frames": 5, "codec": "prores_ks", "pixel_format": "yuv422p10le", "options": {}},
        {"frames": 30, "options": {"preset": "slow", "bf": "3"}},
    ],
    ids=["uneven", "one frame", "longer sound", "prores", "reordered"],
)
@pytest.mark.parametrize("suffix", ["mov", "mkv"])
async def test_odd_clips_are_whole(check, tmp_path, how, suffix):
    from synthetic import write_clip

    path = write_clip(tmp_path / f"odd.{suffix}", **how)
    assert (await check(path.read_bytes())).width == 256


async def test_nothing_and_what_is_no_video(refusal):
    assert "0 bytes" in await refusal(b"")
    assert "web page" in await refusal(b"\n <!DOCTYPE html><html><body>Gone</body></html>")
    assert "web page" in await refusal(b"<HTML>")
    assert "not a video" in await refusal(b'{"message": "expired"}')
    assert "not a video" in await refusal(random.Random(1).randbytes(10_000))


async def test_a_cut_tail_without_its_index(refusal, sample):
    whole = sample.read_bytes()
    assert "was not copied to its end" in await refusal(whole[: len(whole) * 9 // 10])


@pytest.mark.parametrize("lost", [1, 1000, 50_000, 400_000])
async def test_a_cut_tail_behind_its_index(refusal, remuxed, lost):
    whole = remuxed("fast.mp4", **FAST)
    message = await refusal(whole[:-lost])
    assert message.startswith("It breaks off after ")
    assert message.endswith(" of 5.3 s.")


@pytest.mark.parametrize(("name", "options"), [("cut.mkv", {}), ("cut.mp4", FRAGMENTS)])
async def test_a_cut_that_leaves_whole_packets(refusal, remuxed, name, options):
    whole = remuxed(name, **options)
    message = await refusal(whole[: len(whole) // 2])
    assert "breaks off after" in message
    assert message.endswith("of 5.3 s.")


async def test_a_broken_index(refusal, remuxed):
    whole = bytearray(remuxed("broken.mp4", **FAST))
    at = whole.index(b"moov")
    whole[at + 4 : at + 2000] = bytes(1996)
    assert await refusal(bytes(whole))


async def test_an_index_without_any_frame(refusal, remuxed):
    whole = remuxed("frameless.mp4", **FAST)
    assert "o frame" in await refusal(whole[: whole.index(b"mdat") + 4])


@pytest.mark.parametrize("place", [0, 0.5], ids=["no frame", "a bad frame"])
async def test_damage_in_the_middle(refusal, sample, remuxed, place):
    whole = bytearray(remuxed("damaged.mp4", **FAST))
    with av.open(str(sample)) as clip:
        data = bytes(max(list(clip.demux(video=0))[60:], key=lambda packet: packet.size))
    at = whole.index(data) + int(len(data) * place)
    whole[at : at + 500] = random.Random(2).randbytes(500)
    message = await refusal(bytes(whole))
    assert re.match(r"It is damaged after [23]\.\d s", message)
    assert "of 5.3 s" in message


async def test_sound_alone_is_no_result(refusal, tmp_path):
    from synthetic import add_silence

    path = tmp_path / "song.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        add_silence(container, container.add_stream("aac", rate=48000, layout="mono"), 1)
    assert "has sound, but no picture" in await refusal(path.read_bytes())


async def test_what_can_not_be_read_here_is_the_disks_matter(checker, tmp_path, monkeypatch):
    from pathlib import Path

    def fail(*_args, **_options):
        raise OSError(5, "Input/output error")

    (tmp_path / "a.mp4").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(KnownError) as caught:
        await checker.check(tmp_path / "a.mp4")
    assert caught.value.failure.kind is FailureKind.DISK


async def test_a_check_can_be_cancelled(checker, clip):
    path = clip("long check.mp4", frames=400)
    task = asyncio.create_task(checker.check(path))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await checker.check(path)).duration == pytest.approx(16)


async def test_closing_ends_the_thread(clip):
    checker = DecodeChecker()
    await checker.check(clip("long check.mp4", frames=400))
    checker.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("check")]
