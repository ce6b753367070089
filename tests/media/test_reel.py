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


def test_loading_stops_when_nobody_wants_it(clip):
    asked = iter([False, False, True])
    with pytest.raises(Stopped):
        load_reel(clip("reel 25.00.mp4", rate=25, frames=120), 5, 10**6, ROOMY, lambda: next(asked))
    assert list(asked) == []
