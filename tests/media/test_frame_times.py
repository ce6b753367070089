"""Which frame is on screen when: plain arithmetic, for any timing."""

import math

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.media.frame_times import index_at, middle_of

gaps = st.lists(st.integers(4_000, 500_000), min_size=1, max_size=60)


def laid_out(gaps: list[int]) -> tuple[tuple[float, ...], float]:
    """Starts and end in seconds, of frames that last `gaps` microseconds each."""
    total, times = 0, []
    for gap in gaps:
        times.append(total / 1e6)
        total += gap
    return tuple(times), total / 1e6


@given(gaps)
def test_the_middle_of_a_frame_finds_that_frame(gaps):
    times, end = laid_out(gaps)
    for index in range(len(times)):
        middle = middle_of(times, end, index)
        assert times[index] < middle < end
        assert index_at(times, middle) == index


@given(gaps)
def test_a_player_that_cuts_off_to_milliseconds_still_names_the_right_frame(gaps):
    times, end = laid_out(gaps)
    for index, start in enumerate(times):
        assert index_at(times, math.floor(start * 1000) / 1000) == index
        assert index_at(times, int(middle_of(times, end, index) * 1000) / 1000) == index


@given(gaps, st.floats(-10, 1000))
def test_any_time_gives_a_frame_and_later_never_an_earlier_one(gaps, seconds):
    times, _ = laid_out(gaps)
    index = index_at(times, seconds)
    assert 0 <= index < len(times)
    assert index_at(times, seconds + 0.01) >= index


def test_before_the_first_and_after_the_last():
    assert index_at((0.5, 1.0), 0.0) == 0
    assert index_at((0.5, 1.0), 99.0) == 1
