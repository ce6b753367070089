"""In and out points: never outside the clip, never longer or shorter than allowed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.time_range import (
    LEAST,
    TimeRange,
    first_part,
    is_whole,
    moved,
    on_cut,
    on_frame,
    read_range,
    with_in,
    with_out,
)
from aleph_desktop.errors import KnownError

LONGEST = 5.0
durations = st.floats(0.04, 4000)
times = st.floats(-10, 4100)


@st.composite
def clips_with_spans(draw: st.DrawFn) -> tuple[float, TimeRange]:
    duration = draw(durations)
    span = first_part(duration, LONGEST)
    span = with_in(span, draw(times), duration, LONGEST)
    return duration, with_out(span, draw(times), duration, LONGEST)


def check(span: TimeRange, duration: float) -> None:
    assert 0 <= span.start < span.end <= duration
    assert min(LEAST, duration) - 1e-9 <= span.length <= LONGEST + 1e-9


@given(clips_with_spans(), times)
def test_a_range_stays_inside_the_clip_whatever_is_dragged(clip, to):
    duration, span = clip
    check(span, duration)
    check(with_in(span, to, duration, LONGEST), duration)
    check(with_out(span, to, duration, LONGEST), duration)
    check(moved(span, to, duration), duration)


@given(clips_with_spans(), times)
def test_moving_keeps_the_length(clip, to):
    duration, span = clip
    assert moved(span, to, duration).length == pytest.approx(span.length)


def test_a_handle_pulls_the_other_one_along():
    span = TimeRange(2.0, 5.0)
    assert with_in(span, 4.0, 20, LONGEST) == TimeRange(4.0, 5.0)
    assert with_in(span, 4.9, 20, LONGEST) == TimeRange(4.9, 5.4)
    assert with_in(span, 10.0, 20, LONGEST) == TimeRange(10.0, 10.5)
    assert with_out(span, 9.0, 20, LONGEST) == TimeRange(4.0, 9.0)
    assert with_out(span, 1.0, 20, LONGEST) == TimeRange(0.5, 1.0)


@given(st.integers(0, 100_000), st.sampled_from([24, 25, Fraction(30000, 1001), 60]))
def test_a_frame_snaps_to_itself(frame, rate):
    assert on_frame(float(frame / Fraction(rate)), Fraction(rate)) == float(frame / Fraction(rate))


def test_snapping_to_cuts_has_a_reach():
    assert on_cut(3.05, [1.0, 3.0, 3.2], 0.1) == 3.0
    assert on_cut(3.5, [1.0, 3.0], 0.1) == 3.5
    assert on_cut(3.5, [], 0.1) == 3.5


def test_whole_is_within_a_frame_of_the_end():
    assert is_whole(TimeRange(0.0, 4.97), 5.0, Fraction(25))
    assert not is_whole(TimeRange(0.0, 4.9), 5.0, Fraction(25))
    assert not is_whole(TimeRange(0.04, 5.0), 5.0, Fraction(25))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("00:99-01:99", "“00:99-01:99” is no range: there is no frame 99 at 24 fps."),
        ("0:00-1:60:00", "“0:00-1:60:00” is no range: a minute has no second 60."),
        ("now-2", "“now-2” is no range: “now” is no time."),
        ("soon", "“soon” is no range."),
        ("2.5", "“2.5” is no range."),
        ("", "“” is no range."),
    ],
)
def test_what_is_no_range_says_why(text, words):
    with pytest.raises(KnownError) as caught:
        read_range(text, 12.0, LONGEST, Fraction(24))
    assert caught.value.failure.message == words
    assert "IN-OUT" in caught.value.failure.remedy


@pytest.mark.parametrize(
    ("text", "duration", "span"),
    [
        ("9-12", 12.0, (9.0, 12.0)),
        ("9-", 12.0, (9.0, 12.0)),
        ("2-", 12.0, (2.0, 7.0)),
        ("9-12", 11.98, (9.0, 11.98)),  # less than a frame beyond
    ],
)
def test_a_range_may_go_to_the_clips_end(text, duration, span):
    assert read_range(text, duration, LONGEST, Fraction(24)) == pytest.approx(span)


@pytest.mark.parametrize("text", ["9-20", "9-12:01", "0-20"])
def test_a_range_beyond_the_end_is_refused(text):
    with pytest.raises(KnownError, match="The clip ends at 00:00:12:00, before 00:00:"):
        read_range(text, 12.0, LONGEST, Fraction(24))
