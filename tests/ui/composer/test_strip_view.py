"""Pixels and seconds, and what the pointer is on."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.strip_view import HANDLE, Part, StripView, around, clock, followed

widths = st.floats(60, 2000)
times = st.floats(0, 4000)


@st.composite
def views(draw: st.DrawFn) -> StripView:
    start = draw(times)
    return StripView(draw(widths), TimeRange(start, start + draw(st.floats(0.1, 4000))))


@given(views(), st.floats(-100, 2100))
def test_a_pixel_is_the_time_that_is_drawn_there(view, x):
    assert view.x_of(view.seconds_at(x)) == pytest.approx(x, abs=1e-3)


@given(views())
def test_what_is_shown_lies_between_the_rooms_of_the_handles(view):
    assert view.x_of(view.shown.start) == pytest.approx(HANDLE)
    assert view.x_of(view.shown.end) == pytest.approx(view.width - HANDLE)


@given(views(), st.floats(0, 1), st.floats(0.05, 1))
def test_both_handles_can_be_held_however_short_the_range_is(view, at, part):
    start = view.shown.start + at * view.shown.length * 0.9
    span = TimeRange(start, min(view.shown.end, start + part * 0.1 * view.shown.length))
    left, right = view.x_of(span.start), view.x_of(span.end)
    assert view.part_at(left - HANDLE / 2, span, None) is Part.IN
    assert view.part_at(right + HANDLE / 2, span, None) is Part.OUT
    assert view.part_at(left - HANDLE - 1, span, None) is Part.OUTSIDE
    assert view.part_at(right + HANDLE + 1, span, None) is Part.OUTSIDE
    if right - left > 4:
        assert view.part_at((left + right) / 2, span, None) is Part.RANGE


def test_the_playhead_is_held_inside_the_range_but_not_on_a_handle():
    view = StripView(320, TimeRange(0, 30))
    span = TimeRange(10, 15)
    assert view.part_at(view.x_of(12) + 3, span, 12) is Part.PLAYHEAD
    assert view.part_at(view.x_of(12) + 6, span, 12) is Part.RANGE
    assert view.part_at(view.x_of(10) - 2, span, 10) is Part.IN
    assert view.part_at(view.x_of(25), span, 25) is Part.PLAYHEAD


def test_a_range_of_half_a_pixel_can_be_held_where_it_has_no_handles():
    view = StripView(320, TimeRange(0, 3600))
    span = TimeRange(1800, 1805)
    middle = view.x_of(1802.5)
    for x, part in ((-8, Part.OUTSIDE), (-6, Part.RANGE), (6, Part.RANGE), (8, Part.OUTSIDE)):
        assert view.part_at(middle + x, span, None, handles=False) is part


@given(views())
def test_marks_have_room_for_their_words(view):
    xs = [view.x_of(mark) for mark in view.marks()]
    assert all(HANDLE - 1 <= x <= view.width - HANDLE + 1 for x in xs)
    if view.scale * 64 <= 14400:
        assert all(b - a >= 63.9 for a, b in pairwise(xs))


@given(times, st.floats(0.1, 5), st.floats(0.5, 60), st.floats(5, 4000))
def test_what_is_around_a_range_is_inside_the_clip(start, length, wide, duration):
    start = min(start, duration - length)
    shown = around(TimeRange(start, start + length), wide, duration)
    assert shown.start >= 0
    assert shown.end <= duration + 1e-6
    assert shown.length == pytest.approx(min(wide, duration))


def test_a_view_follows_as_little_as_it_must():
    shown = TimeRange(10, 35)
    assert followed(shown, TimeRange(12, 17)) == shown
    assert followed(shown, TimeRange(8, 13)) == TimeRange(8, 33)
    assert followed(shown, TimeRange(33, 38)) == TimeRange(13, 38)


def test_the_ruler_writes_times_as_clocks_do():
    times = {0: "0:00", 5: "0:05", 750: "12:30", 3600: "1:00:00", 2.5: "0:02.5", 59.96: "1:00"}
    assert {at: clock(at) for at in times} == times
