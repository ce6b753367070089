"""The frame shown is the frame claimed."""

import math
from fractions import Fraction

import pytest
from synthetic import quarters

from aleph_desktop.errors import KnownError
from aleph_desktop.media.reel import Reel, load_reel
from aleph_desktop.media.stills import Still
from aleph_desktop.media.stopped import Stopped

ROOMY = 400_000_000


def load(path, *, seconds=5.0, max_pixels=1280 * 720, byte_limit=ROOMY, start=None) -> Reel:
    return load_reel(path, seconds, max_pixels, byte_limit, lambda: False, start=start)


def grey(still: Still, x: float, y: float) -> int:
    """The green of the pixel at a place given as parts of the width and height."""
    return still.data[int(y * still.height) * still.stride + int(x * still.width) * 4 + 1]


def number_of(still: Still) -> int:
    bits = [grey(still, (column + 0.5) / 8, 0.25) > 125 for column in range(8)]
    return sum(bit << (7 - column) for column, bit in enumerate(bits))


@pytest.mark.parametrize(
    "rate", [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60000, 1001)]
)
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_every_frame_is_found_by_the_players_position(clip, rate, suffix):
    reel = load(clip(f"reel {float(rate):.2f}.{suffix}", rate=rate, frames=120))
    assert len(reel) == 120
    assert reel.frame_rate == rate
    assert reel.duration == pytest.approx(120 / float(rate), abs=0.002)
    for index in range(len(reel)):
        assert number_of(reel.still(index, 160, 90)) == index
        sent_to = int(reel.time_of(index) * 1000)  # players take whole milliseconds
        assert reel.index_at(sent_to / 1000) == index
        if suffix == "mp4":  # Matroska's own times are rounded to milliseconds
            assert reel.index_at(math.floor(Fraction(index * 1000) / rate) / 1000) == index


def test_uneven_timing_goes_by_each_frames_own_time(clip):
    times = [0, 40, 200, 240, 500, 900, 1000]
    reel = load(clip("reel uneven.mp4", times=times))
    for millisecond in range(0, 1000, 7):
        shown = max(n for n, start in enumerate(times) if start <= millisecond + 1)
        index = reel.index_at(millisecond / 1000)
        assert index == shown
        assert number_of(reel.still(index, 160, 90)) == shown
    assert reel.time_of(1) == pytest.approx(0.12)


def test_only_the_first_seconds_are_kept(clip):
    reel = load(clip("reel 25.00.mp4", rate=25, frames=120), seconds=2.0)
    assert len(reel) == 50
    assert reel.duration == pytest.approx(2.0)
    assert reel.index_at(100) == 49


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_a_part_begins_at_0_with_its_first_frame(clip, suffix):
    reel = load(clip(f"reel 25.00.{suffix}", rate=25, frames=120), seconds=1.0, start=2.0)
    numbers = [number_of(reel.still(n, 160, 90)) for n in range(len(reel))]
    assert numbers == list(range(50, 75))
    assert reel.index_at(0.0) == 0
    assert reel.index_at(0.04) == 1
    assert reel.duration == pytest.approx(1.0, abs=0.002)


def test_the_frame_on_screen_where_a_part_begins_is_in_it(clip):
    path = clip("reel uneven.mp4", times=[0, 40, 200, 240, 500, 900, 1000])
    reel = load(path, seconds=0.5, start=0.3)
    assert [number_of(reel.still(n, 160, 90)) for n in range(len(reel))] == [3, 4]
    assert reel.time_of(0) == pytest.approx(0.13)


def test_a_turned_clip_is_upright_and_large_frames_are_kept_small(clip):
    path = clip("turned.mp4", rotation=90, paint=quarters, frames=5)
    reel = load(path, max_pixels=72 * 128)
    assert (reel.width, reel.height) == (144, 256)
    assert reel.nbytes < load(path).nbytes / 2
    still = reel.still(0, 144, 256)
    assert (still.width, still.height, len(still.data)) == (144, 256, still.stride * 256)
    shades = [grey(still, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    # limited range to full: (luma - 16) × 255 / 219
    assert shades == pytest.approx([86, 226, 28, 156], abs=5)


def test_ten_bit_frames_are_kept_in_eight(clip):
    path = clip("prores.mov", frames=5, codec="prores_ks", pixel_format="yuv422p10le", options={})
    reel = load(path)
    assert [number_of(reel.still(n, 256, 144)) for n in range(5)] == list(range(5))
    assert reel.nbytes < 5 * 256 * 144 * 2


def test_untagged_hd_is_bt709(tmp_path):
    import av

    path = tmp_path / "red.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        frame = av.VideoFrame(1280, 720, "yuv420p")
        for plane, value in zip(frame.planes, (63, 102, 240), strict=True):  # red in BT.709
            plane.update(bytes([value]) * plane.buffer_size)
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    still = load(path).still(0, 640, 360)
    blue, green, red = still.data[:3]
    assert (red, green, blue) == pytest.approx((255, 0, 0), abs=4)


def test_a_limit_on_memory_holds(clip):
    with pytest.raises(KnownError, match="memory"):
        load(clip("reel 25.00.mp4", rate=25, frames=120), byte_limit=1_000_000)


@pytest.mark.parametrize("start", [None, 0.0, 2.0])
def test_the_first_frame_is_told_alone_before_the_rest_is_read(clip, start):
    told: list[Reel] = []
    asked: list[int] = []  # how much was read, at each time that something came
    path = clip("reel 25.00.mp4", rate=25, frames=120)

    def allow(wanted: int) -> int:
        assert len(told) == 1
        return wanted

    def stop() -> bool:
        asked.append(len(told))
        return False

    reel = load_reel(path, 5.0, 10**6, ROOMY, stop, start=start, allow=allow, on_first=told.append)
    (first,) = told
    assert asked.count(1) > 40  # packets that came after it
    assert len(first) == 1
    assert (first.width, first.height) == (reel.width, reel.height)
    assert first.frame_rate == 25
    assert first.still(0, 160, 90) == reel.still(0, 160, 90)
    assert number_of(first.still(0, 160, 90)) == round((start or 0) * 25)
    assert first.index_at(3.0) == 0


@pytest.mark.parametrize(
    "how",
    [
        {"rate": 24, "size": (640, 360), "frames": 72},
        {"rate": Fraction(60000, 1001), "size": (640, 360), "frames": 72},
        {"rate": 25, "size": (640, 360), "frames": 72, "rotation": 90},
        {"size": (640, 360), "times": [*range(0, 1000, 100), *range(1000, 2000, 17)]},
    ],
    ids=["24", "59.94", "portrait", "uneven"],
)
def test_frames_are_made_smaller_for_what_they_may_take(clip, how):
    path = clip(f"allowed {'-'.join(how)} {float(how.get('rate', 0)):.2f}.mp4", **how)
    wanted: list[int] = []

    def allow(size: int) -> int:
        wanted.append(size)
        return size // 3

    reel = load_reel(path, 5.0, 10**6, ROOMY, lambda: False, allow=allow)
    whole = load(path, max_pixels=10**6)
    assert len(reel) == len(whole)
    assert whole.nbytes <= wanted[0]
    assert reel.nbytes <= wanted[0] / 3 * 1.3  # rows are filled up to whole 64 bytes
    assert (reel.width, reel.height) == (whole.width, whole.height)
    numbers = [number_of(reel.still(n, 160, 90)) for n in range(len(reel))]
    if not how.get("rotation"):
        assert numbers == list(range(len(reel)))


def test_what_may_take_nothing_can_still_be_seen(clip):
    path = clip("allowed nothing.mp4", rate=24, size=(640, 360), frames=24)
    reel = load_reel(path, 5.0, 10**6, ROOMY, lambda: False, allow=lambda _wanted: 0)
    assert [number_of(reel.still(n, 160, 90)) for n in range(24)] == list(range(24))
    assert reel.nbytes < 24 * 320 * 180 * 1.5 * 1.1


def test_loading_stops_when_nobody_wants_it(clip):
    asked = iter([False, False, True])
    with pytest.raises(Stopped):
        load_reel(clip("reel 25.00.mp4", rate=25, frames=120), 5, 10**6, ROOMY, lambda: next(asked))
    assert list(asked) == []
