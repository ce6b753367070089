"""What will be sent, before anything is made."""

from dataclasses import replace
from fractions import Fraction

import pytest

from aleph_desktop.domain.clip import ClipInfo, Transfer
from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.domain.send_plan import plan_send
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.resources import resource

SPEC = find_model_spec(resource("models"), "runway/gen4_aleph")
PLAIN = ClipInfo(
    1280, 720, Fraction(25), 4.8, 2_000_000, "mov,mp4,m4a,3gp,3g2,mj2", "h264", "yuv420p",
    has_audio=True, brand="isom", longest=4.81,
)  # fmt: skip


def test_a_plain_short_clip_goes_as_it_is():
    plan = plan_send(PLAIN, SPEC)
    assert plan.as_it_is
    assert plan.words() == "1280×720 · 25 fps · 4.80 s · 2.0 MB · as it is"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"brand": "qt"}, "not a plain H.264 MP4"),
        ({"codec": "hevc"}, "not a plain H.264 MP4"),
        ({"duration": 60.0, "longest": 60.0}, "only a part is sent"),
        ({"longest": 8.0}, "longer than 5 s"),
        ({"size": 20_000_000}, "over 11.5 MB"),
        ({"width": 2000}, "bars are added"),
        ({"rotation": 90}, "turned upright"),
        ({"square_pixels": False}, "pixels made square"),
        ({"interlaced": True}, "deinterlaced"),
        ({"uneven": True}, "frame rate made even"),
        ({"transfer": Transfer.PQ}, "HDR"),
    ],
)
def test_each_reason_to_convert_is_said(changes, why):
    plan = plan_send(replace(PLAIN, **changes), SPEC)
    assert why in plan.why
    assert plan.words().endswith("converted")


def test_a_long_clip_has_one_reason():
    plan = plan_send(replace(PLAIN, duration=60.0, longest=60.0), SPEC)
    assert plan.why == ("only a part is sent",)


def test_a_very_short_clip_has_a_note():
    plan = plan_send(replace(PLAIN, duration=0.04, longest=0.04), SPEC)
    assert plan.as_it_is
    assert any("Shorter than 0.5 s" in note for note in plan.notes)
    assert not any("Shorter" in note for note in plan_send(PLAIN, SPEC).notes)


def test_a_part_of_a_long_clip():
    long = replace(PLAIN, duration=600.0, longest=600.0, frame_rate=Fraction(60000, 1001))
    plan = plan_send(long, SPEC, span=TimeRange(100.0, 102.5))
    assert (plan.frames, plan.seconds) == (150, pytest.approx(2.5, abs=0.01))
    assert plan_send(long, SPEC).seconds <= 5


def test_filling_says_what_is_lost():
    plan = plan_send(
        replace(PLAIN, width=1080, height=1080), SPEC, frame_size="1280:720",
        framing=Framing(Shape.FILL),
    )  # fmt: skip
    assert plan.size == (1280, 720)
    assert "cropped" in plan.why
    assert any("edges" in note for note in plan.notes)


def test_a_guess_stays_within_the_limit():
    plan = plan_send(replace(PLAIN, codec="prores", width=7680, height=4320), SPEC)
    assert plan.size_bytes <= SPEC.clip_bytes
    assert plan.size == (1920, 1080)


@pytest.mark.parametrize(
    ("size", "bytes_"),
    [((320, 180), 320_881), ((640, 360), 814_963), ((1280, 720), 2_068_807), ((1920, 1080), 4.3e6)],
)
def test_a_guess_is_near_what_the_sample_takes(size, bytes_):
    """At these sizes, for 125 frames."""
    info = replace(PLAIN, width=size[0], height=size[1], duration=60.0, longest=60.0)
    plan = plan_send(info, SPEC)
    assert plan.frames == 125
    assert plan.size_bytes == pytest.approx(bytes_, rel=0.2)
