"""The range stays on frames, inside the clip, and as long as allowed, whatever is done to it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.time_range import LEAST, TimeRange
from aleph_desktop.ui.composer.range_rule import RangeRule

RATES = [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)]
times = st.floats(-10, 4100)
rules = st.builds(RangeRule, st.sampled_from(RATES), st.floats(0.04, 4000), st.just(5.0))


def check(rule: RangeRule, span: TimeRange) -> None:
    assert 0 <= span.start < span.end <= rule.duration
    assert span.length <= rule.longest + 1e-6
    assert span.length >= min(LEAST, rule.duration) - 1 / float(rule.rate) - 1e-6
    for point in (span.start, span.end):
        frames = point * float(rule.rate)
        assert frames == pytest.approx(round(frames), abs=1e-3) or point == rule.duration


@given(rules, times, times, times, st.lists(st.floats(0, 4000), max_size=4), st.floats(0, 3))
def test_no_gesture_makes_a_wrong_range(rule, first, second, third, cuts, reach):
    span = rule.default
    check(rule, span)
    for change, to in ((rule.with_in, first), (rule.with_out, second), (rule.moved, third)):
        span = change(span, to, cuts, reach)
        check(rule, span)
        assert rule.settled(span) == span


@given(rules, times)
def test_moving_keeps_the_count_of_frames(rule, to):
    span = rule.default
    count = rule.count_of(span)
    assert rule.count_of(rule.moved(span, to)) == count
    assert rule.moved(rule.moved(span, to), 0.0) == span


@given(st.sampled_from(RATES), st.integers(0, 100_000))
def test_a_frame_is_on_screen_from_its_start(rate, frame):
    rule = RangeRule(rate, 5000, 5.0)
    assert rule.shown_frame(float(frame / rate)) == frame
    assert rule.shown_frame(float((frame + Fraction(1, 2)) / rate)) == frame


def test_five_seconds_at_29_97_are_149_frames():
    rule = RangeRule(Fraction(30000, 1001), 60.0, 5.0)
    assert rule.count_of(rule.default) == 149
    assert rule.count_of(rule.with_out(rule.default, 30.0)) == 149


def test_the_nearer_end_snaps_to_its_cut():
    rule = RangeRule(Fraction(25), 60.0, 5.0)
    span = TimeRange(10.0, 15.0)
    assert rule.moved(span, 10.2, [10.4], 0.3) == TimeRange(10.4, 15.4)
    assert rule.moved(span, 10.2, [15.0], 0.3) == TimeRange(10.0, 15.0)
    assert rule.moved(span, 10.2, [10.4, 15.16], 0.3) == TimeRange(10.16, 15.16)
    assert rule.moved(span, 10.2, [10.4], 0.1) == TimeRange(10.2, 15.2)
    assert rule.with_in(span, 10.2, [10.4], 0.3) == TimeRange(10.4, 15.0)
    assert rule.with_out(span, 14.8, [14.6], 0.3) == TimeRange(10.0, 14.6)


def test_a_clip_under_half_a_second_has_one_range():
    rule = RangeRule(Fraction(25), 0.32, 5.0)
    assert not rule.can_change
    assert rule.default == TimeRange(0.0, 0.32)
    assert rule.with_in(rule.default, 0.2) == TimeRange(0.0, 0.32)
    assert rule.moved(rule.default, 0.2) == TimeRange(0.0, 0.32)


def test_the_ends_last_frame_may_be_cut_short():
    rule = RangeRule(Fraction(25), 10.01, 5.0)
    assert rule.with_out(rule.default, 11.0).end == 10.01
    assert rule.frames == 251
