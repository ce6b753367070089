"""Frame rates, and frames laid out at a constant one."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.frame_rate import frames_within, proxy_rate, snapped
from aleph_desktop.media.cadence import Timed, constant_rate, densest_rate


def evenly(count: int, rate: float) -> list[tuple[Timed, int]]:
    return [(Timed(number / rate, 1 / rate), number) for number in range(count)]


@pytest.mark.parametrize(
    ("given_rate", "meant"),
    [
        (Fraction(25), Fraction(25)),
        (Fraction(24000, 1001), Fraction(24000, 1001)),
        (Fraction(24), Fraction(24)),
        (Fraction(2997, 100), Fraction(30000, 1001)),
        (Fraction(599401, 10000), Fraction(60000, 1001)),
        (Fraction(223, 10), Fraction(223, 10)),
    ],
)
def test_a_rate_snaps_to_the_standard_that_it_means(given_rate, meant):
    assert snapped(given_rate) == meant


@pytest.mark.parametrize(
    ("source", "proxy"),
    [
        (25, 25),
        (60, 60),
        (120, 60),
        (240, 60),
        (100, 50),
        (Fraction(120000, 1001), Fraction(60000, 1001)),
    ],
)
def test_fast_clips_keep_an_even_part_of_their_frames(source, proxy):
    assert proxy_rate(Fraction(source)) == proxy


@pytest.mark.parametrize(
    ("rate", "frames"),
    [(24, 120), (25, 125), (Fraction(30000, 1001), 149), (Fraction(60000, 1001), 299)],
)
def test_only_whole_frames_fit_into_five_seconds(rate, frames):
    assert frames_within(5.0, Fraction(rate)) == frames
    assert frames / rate <= 5


def test_even_timing_stays_as_it_is_also_when_its_stamps_are_rounded():
    rounded = [(Timed(round(n / 29.97, 3), 0.033), n) for n in range(100)]
    assert list(constant_rate(rounded, Fraction(30000, 1001), 200)) == list(range(100))


@pytest.mark.parametrize("times_as_fast", [2, 3, 4, 5, 8])
def test_a_fast_clip_keeps_each_nth_frame_also_when_its_stamps_are_rounded(times_as_fast):
    rate = 60 * times_as_fast
    rounded = [(Timed(round(n / rate, 3), 1 / rate), n) for n in range(200)]
    shown = list(constant_rate(rounded, Fraction(60), 1000))
    assert shown == list(range(0, 200, times_as_fast))


def test_half_the_rate_takes_every_other_frame():
    shown = list(constant_rate(evenly(240, 120), Fraction(60), 1000))
    steps = {later - sooner for sooner, later in pairwise(shown)}
    assert (len(shown), steps) == (120, {2})


def test_a_gap_is_filled_by_the_frame_before_and_the_last_is_held_for_its_length():
    frames = [(Timed(7.0, 0.04), "a"), (Timed(7.2, 0.04), "b"), (Timed(7.24, 0.12), "c")]
    assert "".join(constant_rate(frames, Fraction(25), 100)) == "aaaaabccc"


def test_nothing_gives_nothing():
    assert list(constant_rate([], Fraction(25), 10)) == []


@given(
    st.lists(st.floats(0.001, 0.3), min_size=1, max_size=40),
    st.sampled_from([Fraction(24), Fraction(30000, 1001), Fraction(60)]),
    st.integers(1, 300),
)
def test_any_timing_keeps_order_and_length(gaps, rate, count):
    start, frames = 3.0, []
    for number, gap in enumerate(gaps):
        frames.append((Timed(start, gap), number))
        start += gap
    shown = list(constant_rate(frames, rate, count))
    assert shown == sorted(shown)
    wanted = min(count, max(1.0, sum(gaps) * float(rate)))
    assert abs(len(shown) - wanted) <= 1
    for tick, number in enumerate(shown):
        timed = frames[number][0]
        assert timed.start - 3.0 <= (tick + 0.25) / float(rate) + 1e-6
        if number + 1 < len(frames):
            slack = min(0.25 / float(rate), 0.4 * timed.length)
            assert frames[number + 1][0].start - 3.0 >= tick / float(rate) + slack - 1e-6


MS = Fraction(1, 1000)


@pytest.mark.parametrize(
    ("times", "rate"),
    [
        ([*range(0, 2000, 40), *range(2000, 6000, 100)], 25),
        ([*range(0, 4000, 100), *range(4000, 6000, 20)], 50),
        ([0, 2, *range(100, 3000, 100)], 12),  # two frames at once are no dense part
        ([0, 500], 2),
        ([0, 40, 80], 0),  # too short for having parts
        ([0], 0),
        ([], 0),
    ],
)
def test_the_densest_part_is_half_a_second_or_longer(times, rate):
    assert densest_rate(times, MS) == rate
