"""What the conversion makes of a part, a shape and a picture of another kind."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame
from synthetic import (
    QUICK,
    SIZE,
    all_frames,
    luma,
    luma_frame,
    noise,
    number_in,
    numbered,
    quarters,
    shade,
    write_clip,
)

from aleph_desktop.domain.clip import ClipInfo, Transfer
from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.send_plan import SendPlan, plan_send
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.media.clip_frames import OpenClip
from aleph_desktop.media.conversion import Conversion
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.probe import probe
from aleph_desktop.media.stopped import Stopped
from aleph_desktop.media.tone_map import BT2020, HLG, PQ
from aleph_desktop.resources import resource

SPEC = find_model_spec(resource("models"), "runway/gen4_aleph")
LONG_GROUPS = {**QUICK, "g": "250", "bf": "3"}


@pytest.fixture
def converted(tmp_path) -> Callable[..., list[VideoFrame]]:
    """`converted(source, **choices of plan_send)`: the proxy's frames; it agrees with its plan."""

    def made(source: Path, **choices) -> list[VideoFrame]:
        plan = plan_send(probe(source), SPEC, **choices)
        target = tmp_path / "proxy.mp4"
        convert(source, target, plan)
        info, frames = probe(target), all_frames(target)
        assert (info.width, info.height, info.frame_rate) == (*plan.size, plan.rate)
        assert len(frames) == plan.frames
        return frames

    return made


def convert(source: Path, target: Path, plan: SendPlan) -> None:
    Conversion(source, target, plan, lambda: False).run(SPEC.clip_bytes, lambda *_: None)


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts", "avi", "mov"])
@pytest.mark.parametrize("first", [1, 77, 199])
def test_a_part_has_just_its_frames(clip, converted, suffix, first):
    rate = Fraction(30000, 1001)
    options = LONG_GROUPS | ({"bf": "0"} if suffix == "avi" else {})
    source = clip(f"parts.{suffix}", frames=240, rate=rate, options=options)
    span = TimeRange(float(first / rate), float((first + 20) / rate))
    assert [number_in(frame) for frame in converted(source, span=span)] == [
        *range(first, first + 20)
    ]


def test_a_part_of_a_pause_shows_the_frame_before_it(clip, converted):
    source = clip("pause.mkv", times=[0, 40, 80, 2000, 2040, 2080, 2120, 2160])
    numbers = [number_in(frame) for frame in converted(source, span=TimeRange(1.0, 2.1))]
    assert numbers[:3] == [2, 2, 2]
    assert numbers == sorted(numbers)


@pytest.mark.skipif(sys.platform != "linux", reason="the system counts what is read there")
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_only_the_part_is_read(clip, tmp_path, suffix):
    source = clip(f"heavy.{suffix}", frames=500, paint=noise, options={**QUICK, "g": "25"})
    plan = plan_send(probe(source), SPEC, span=TimeRange(15.0, 15.6))
    before = _bytes_read()
    convert(source, tmp_path / "proxy.mp4", plan)
    read, share = _bytes_read() - before, source.stat().st_size * 0.6 / 20
    opening = 2_500_000  # FFmpeg looks a good way into a stream before it says what it is
    assert share < read < 4 * share + opening < source.stat().st_size / 2


def _bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])


def test_it_can_be_ended_on_the_way_to_the_part(clip):
    source = clip("one_group.mp4", frames=240, options={**QUICK, "g": "500"})
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 20

    with open_clip(source, threads=1) as opened, pytest.raises(Stopped):
        next(opened.frames(8.0, stop))
    assert asked == 21  # at each packet, long before the part


@pytest.mark.parametrize("suffix", ["mkv", "ts"])
def test_first_time_is_on_the_files_own_clock(clip, suffix):
    source = clip(f"late.{suffix}", times=[5000 + 40 * number for number in range(30)])
    with open_clip(source, threads=1) as opened:
        assert opened.first_time() == pytest.approx(5.0, abs=0.001)
        assert _numbers(opened, 0.4) == [*range(10, 30)]
        assert opened.first_time() == pytest.approx(5.0, abs=0.001)


def _numbers(opened: OpenClip, start: float) -> list[int]:
    return [number_in(frame) for _, frame in opened.frames(start)]


def shades(frame: VideoFrame, *places: tuple[float, float]) -> list[int]:
    return [shade(frame, x, y) for x, y in places]


def test_bars_go_where_the_picture_is_not(clip, converted):
    source = clip("square.mp4", size=(144, 144), paint=quarters, frames=5)
    frame = converted(source, frame_size="1280:720")[0]
    assert shades(frame, (0.1, 0.5), (0.9, 0.5)) == pytest.approx([16, 16], abs=1)
    inside = shades(frame, (0.35, 0.25), (0.65, 0.25), (0.35, 0.75), (0.65, 0.75))
    assert inside == pytest.approx([40, 90, 150, 210], abs=3)


@pytest.mark.parametrize(("position", "top"), [(0.0, 40), (1.0, 150)])
def test_a_crop_lies_where_it_was_put(clip, converted, position, top):
    source = clip("upright.mp4", size=(144, 256), paint=quarters, frames=5)
    framing = Framing(Shape.FILL, position)
    frame = converted(source, frame_size="1584:672", framing=framing)[0]
    assert shade(frame, 0.25, 0.5) == pytest.approx(top, abs=3)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("mirror", [False, True])
def test_a_crop_of_a_turned_picture_is_that_of_the_shown_one(clip, converted, turn, mirror):
    source = clip(
        f"turn {turn} {mirror}.mp4", paint=quarters, frames=5, rotation=turn, hflip=mirror
    )
    whole = converted(source)[0]
    for position, y in ((0.0, 0.25), (1.0, 0.75)) if turn % 180 else ():
        framing = Framing(Shape.FILL, position)
        part = converted(source, frame_size="1584:672", framing=framing)[0]
        assert shades(part, (0.25, 0.5), (0.75, 0.5)) == pytest.approx(
            shades(whole, (0.25, y), (0.75, y)), abs=3
        )
    shown = shades(whole, (0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
    assert shown == pytest.approx(SHOWN[turn, mirror], abs=3)
    assert probe(source).mirrored is mirror


# Top left, top right, bottom left, bottom right: as `ffmpeg` turns them by itself.
SHOWN = {
    (90, False): [90, 210, 40, 150],
    (180, False): [210, 150, 90, 40],
    (270, False): [150, 40, 210, 90],
    (90, True): [210, 90, 150, 40],
    (180, True): [150, 210, 40, 90],
    (270, True): [40, 150, 90, 210],
}


def laced(number: int, size: tuple[int, int] = SIZE) -> VideoFrame:
    """A bar that has moved on between the two fields of a frame."""
    width, height = size

    def row(y: int) -> bytes:
        at = 16 * number + 8 * (y % 2)
        return bytes(200 if at <= x % 200 < at + 24 else 40 for x in range(width))

    return luma_frame(width, height, row)


def combing(frame: VideoFrame) -> float:
    """How unlike neighbouring rows are."""
    data, width = luma(frame), frame.width
    rows = [data[start : start + width] for start in range(0, len(data), width)]
    return sum(abs(a - b) for one, other in pairwise(rows) for a, b in zip(one, other, strict=True))


def test_interlaced_frames_are_made_whole_one_for_one(clip, converted):
    options = QUICK | {"flags": "+ilme+ildct", "x264-params": "tff=1"}
    source = clip("laced.mp4", frames=10, paint=laced, options=options)
    info = probe(source)
    assert info.interlaced
    assert "deinterlaced" in plan_send(info, SPEC).why
    before, after = all_frames(source), converted(source)
    assert len(after) == len(before)
    assert combing(after[5]) < 0.25 * combing(before[5])


@pytest.mark.parametrize(
    ("transfer", "kind", "nits_203"), [(PQ, Transfer.PQ, 143), (HLG, Transfer.HLG, 180)]
)
def test_hdr_comes_down_to_sdr(tmp_path, converted, transfer, kind, nits_203):
    """White paper, 203 nits, is near SDR's white; black stays black, and the peak is white."""
    source = tmp_path / "hdr.mkv"
    with av.open(str(source), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p10le"
        context = stream.codec_context
        context.color_trc, context.color_primaries, context.colorspace = transfer, BT2020, 9
        row = bytes([nits_203]) * 128 + bytes([16]) * 64 + bytes([235]) * 64
        for number in range(5):
            frame = luma_frame(*SIZE, lambda _y: row).reformat(format="yuv420p10le")
            frame.pts = number
            frame.color_trc, frame.color_primaries, frame.colorspace = transfer, BT2020, 9
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    info = probe(source)
    assert info.transfer is kind
    assert any("HDR" in note for note in plan_send(info, SPEC).notes)
    frame = converted(source)[0]
    assert shades(frame, (0.25, 0.5), (0.6, 0.5), (0.95, 0.5)) == pytest.approx(
        [213, 16, 235], abs=3
    )
    chroma = [bytes(plane)[plane.line_size * 30 + 20] for plane in frame.planes[1:]]
    assert chroma == pytest.approx([128, 128], abs=2)


@pytest.mark.parametrize("codec", ["qtrle", "png"])
def test_what_is_transparent_is_over_black(tmp_path, converted, codec):
    source = tmp_path / "alpha.mov"
    pixel_format = "argb" if codec == "qtrle" else "rgba"
    with av.open(str(source), "w") as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = *SIZE, pixel_format
        for number in range(5):
            frame = VideoFrame(*SIZE, "rgba")
            opaque, half, none = (bytes([200, 200, 200, alpha]) for alpha in (255, 128, 0))
            row = opaque * 128 + half * 64 + none * 64
            frame.planes[0].update(row * SIZE[1])
            frame = frame.reformat(format=pixel_format)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    info = probe(source)
    assert info.has_alpha
    assert any("Transparency" in note for note in plan_send(info, SPEC).notes)
    frame = converted(source)[0]
    expected = [16 + 219 * value / 255 for value in (200, 100, 0)]
    assert shades(frame, (0.25, 0.5), (0.6, 0.5), (0.95, 0.5)) == pytest.approx(expected, abs=3)


def test_transparency_beside_a_webms_picture_counts(tmp_path, converted):
    source = tmp_path / "alpha.webm"
    colour = "color=white:s=256x144:r=25:d=0.8,format=rgba,colorchannelmixer=aa=0.5"
    how = ["-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-auto-alt-ref", "0", "-g", "5"]
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", colour, *how, str(source)], check=True
    )
    assert probe(source).has_alpha
    for span in (None, TimeRange(0.28, 0.8)):
        frames = converted(source, span=span)
        assert {shade(frame, 0.5, 0.5) for frame in frames} <= set(range(123, 129))


PEAK = """
import json, resource, sys
from pathlib import Path
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.send_plan import plan_send
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.media.conversion import Conversion
from aleph_desktop.media.probe import probe
from aleph_desktop.resources import resource as found
source, target, end = sys.argv[1:]
spec = find_model_spec(found("models"), "runway/gen4_aleph")
plan = plan_send(probe(Path(source)), spec, span=TimeRange(0.0, float(end)))
Conversion(Path(source), Path(target), plan, lambda: False).run(spec.clip_bytes, lambda *_: None)
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is told in other units elsewhere")
def test_memory_does_not_grow_with_the_clip(sample, tmp_path):
    def peak(end: float) -> int:
        arguments = [sys.executable, "-c", PEAK, str(sample), str(tmp_path / "p.mp4"), str(end)]
        return json.loads(subprocess.run(arguments, check=True, capture_output=True).stdout)

    assert peak(5.0) - peak(1.5) < 20_000  # kB; 87 more frames would take 120,000


@pytest.mark.parametrize(
    "info_changes", [{"frame_rate": Fraction(120)}, {"trimmed": True}, {"damaged": True}]
)
def test_what_another_reader_may_take_otherwise_is_converted(sample, info_changes):
    info: ClipInfo = replace(probe(sample), duration=4.8, longest=4.8, brand="isom")
    assert plan_send(info, SPEC).as_it_is
    assert not plan_send(replace(info, **info_changes), SPEC).as_it_is


def test_frames_that_an_edit_list_hides_stay_hidden(clip, tmp_path, converted):
    source, trimmed = clip("to_trim.mp4", frames=100, options=LONG_GROUPS), tmp_path / "trimmed.mp4"
    cut = ["ffmpeg", "-v", "error", "-ss", "1.0", "-i", str(source), "-t", "1", "-c", "copy"]
    subprocess.run([*cut, str(trimmed)], check=True)
    assert probe(trimmed).trimmed
    assert not probe(source).trimmed
    assert [number_in(frame) for frame in converted(trimmed)][:25] == list(range(25, 50))


def test_the_paint_tells_its_number():
    assert [number_in(numbered(n)) for n in (0, 5, 255)] == [0, 5, 255]


@pytest.mark.parametrize("order", ["tff", "bff"])
def test_fields_that_only_the_file_tells_of_are_made_whole(tmp_path, converted, order):
    """Uncompressed frames don't say that they are interlaced."""
    woven, source = tmp_path / "woven.mov", tmp_path / "fields.mov"
    write_clip(woven, frames=10, paint=laced, codec="v210", pixel_format="yuv422p10le", options={})
    fields = ["-field_order", "tt" if order == "tff" else "bb", str(source)]
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(woven), "-c:v", "v210", *fields], check=True)
    assert probe(source).interlaced
    assert not probe(woven).interlaced
    before, after = all_frames(source), converted(source)
    assert len(after) == len(before)
    assert combing(after[5]) < 0.25 * combing(before[5])


def test_a_recording_whose_clock_jumps_goes_on(clip, tmp_path, converted):
    parts = [
        clip(f"jump {start}.ts", times=[start + 40 * number for number in range(25)])
        for start in (1000, 900_000, 2000)
    ]
    source = tmp_path / "joined.ts"
    source.write_bytes(b"".join(part.read_bytes() for part in parts))
    numbers = [number_in(frame) for frame in converted(source, span=TimeRange(0.0, 2.8))]
    assert numbers == [*range(25), *range(25), *range(20)]
