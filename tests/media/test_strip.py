"""Pictures over a whole clip."""

from fractions import Fraction

import av
import pytest
from synthetic import number_in, quarters, shade

from aleph_desktop.errors import KnownError
from aleph_desktop.media import strip
from aleph_desktop.media.stills import Still, frame_of
from aleph_desktop.media.stopped import Stopped
from aleph_desktop.media.strip import coarse_first, film_strip

LONG_CLIP = {"rate": 25, "frames": 240, "options": {"preset": "ultrafast", "g": "24"}}


def go_on() -> bool:
    return False


def number_of(still: Still) -> int:
    return number_in(frame_of(still).reformat(format="yuv420p"))


def told(path, count: int, box=(160, 90), stop=go_on) -> dict[int, Still]:
    """The pictures, in the order in which they were told."""
    stills: dict[int, Still] = {}

    def on_still(number: int, still: Still) -> None:
        assert number not in stills
        stills[number] = still

    film_strip(path, count, box, on_still, stop)
    return stills


@pytest.fixture
def long_clips(monkeypatch):
    """No clip is short enough to be read through."""
    monkeypatch.setattr(strip, "SHORT", 0)


def test_the_order_is_coarse_first():
    assert coarse_first(8) == [0, 4, 2, 6, 1, 3, 5, 7]
    assert coarse_first(12)[:4] == [0, 6, 3, 9]
    for count in range(1, 70):
        assert sorted(coarse_first(count)) == list(range(count))


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_a_short_clip_has_exact_pictures(clip, suffix):
    stills = told(clip(f"strip.{suffix}", rate=25, frames=120), 4)
    assert {number: number_of(still) for number, still in stills.items()} == {
        0: 15,
        1: 45,
        2: 75,
        3: 105,
    }


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
@pytest.mark.usefixtures("long_clips")
def test_a_long_clip_has_nearby_key_frames_coarse_first(clip, suffix):
    stills = told(clip(f"strip long.{suffix}", **LONG_CLIP), 5)
    assert list(stills) == coarse_first(5)
    for number, still in stills.items():
        shown = number_of(still)
        assert shown % 24 == 0
        assert abs(shown - (number + 0.5) * 48) <= 24


@pytest.mark.usefixtures("long_clips")
def test_where_key_frames_are_rare_the_way_there_is_read(clip):
    path = clip("strip rare.mp4", rate=25, frames=240, options={"preset": "ultrafast", "g": "120"})
    stills = told(path, 10)
    assert {n: number_of(still) for n, still in stills.items()} == {
        n: 24 * n + 12 if n not in (0, 5) else 24 * n for n in range(10)
    }


@pytest.mark.usefixtures("long_clips")
def test_patience_has_an_end(clip, monkeypatch):
    monkeypatch.setattr(strip, "PATIENT", 30 * 256 * 144)  # thirty frames
    path = clip("strip rare.mp4", rate=25, frames=240, options={"preset": "ultrafast", "g": "120"})
    shown = {n: number_of(still) for n, still in told(path, 10).items()}
    assert shown == dict.fromkeys(range(5), 0) | dict.fromkeys(range(5, 10), 120)


@pytest.mark.parametrize("suffix", ["mkv", "h264"])
def test_a_clip_that_says_no_duration(clip, tmp_path, suffix):
    path = tmp_path / f"live.{suffix}"
    options = {"live": "1"} if suffix == "mkv" else {}
    with (
        av.open(str(clip("strip long.mp4", **LONG_CLIP))) as source,
        av.open(str(path), "w", options=options) as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    stills = told(path, 5)
    assert next(iter(stills)) == 0  # told before the rest of the file is read
    shown = {number: number_of(still) for number, still in stills.items()}
    wanted = {0: 0, 1: 72, 2: 120, 3: 168, 4: 216}
    assert shown == pytest.approx(wanted, abs=2)  # the rate of a raw stream is a guess


def test_a_clip_of_one_frame(clip):
    shown = told(clip("one frame.mp4", frames=1), 4)
    assert [number_of(still) for still in shown.values()] == [0, 0, 0, 0]
    assert sorted(shown) == [0, 1, 2, 3]


@pytest.mark.usefixtures("long_clips")
def test_a_damaged_tail_repeats_the_last_picture(clip, tmp_path):
    made = clip("strip whole.mp4", frames=240, faststart=True, options=LONG_CLIP["options"])
    whole = made.read_bytes()
    path = tmp_path / "broken.mp4"
    path.write_bytes(whole[: len(whole) // 2])
    shown = told(path, 6)
    assert sorted(shown) == list(range(6))
    assert number_of(shown[0]) in range(41)
    assert number_of(shown[5]) in range(80, 160)


@pytest.mark.usefixtures("long_clips")
def test_pictures_are_upright_with_square_pixels(clip):
    path = clip("strip turned.mp4", rotation=90, paint=quarters, aspect=Fraction(2), frames=10)
    still = told(path, 1, box=(300, 300))[0]
    assert (still.width, still.height) == (84, 300)  # 512 × 144, turned
    frame = frame_of(still).reformat(format="gray")
    shades = [shade(frame, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    assert shades == pytest.approx([86, 226, 28, 156], abs=6)


def test_it_ends_when_nobody_wants_it(clip):
    asked = iter([False] * 20 + [True])
    with pytest.raises(Stopped):
        told(clip("strip.mp4", rate=25, frames=120), 4, stop=lambda: next(asked))
    with pytest.raises(KnownError, match="not there"):
        told(clip("strip.mp4", rate=25, frames=120).with_name("gone.mp4"), 4)
