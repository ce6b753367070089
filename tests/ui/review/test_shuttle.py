"""Speeds, and what is counted as dropped."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.ui.review.frame_count import FrameCount
from aleph_desktop.ui.review.pairing import EvenTiming, Pairing
from aleph_desktop.ui.review.shuttle import SPEEDS, Shuttle, speed_words

RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60000, 1001)]


def pushed(*directions: int, speed: float = 1.0) -> list[float]:
    """The rates after each press, from standing still on."""
    shuttle, rates = Shuttle(speed), []
    for number, direction in enumerate(directions):
        shuttle = shuttle.pushed(direction, plays=number > 0)
        rates.append(shuttle.rate)
    return rates


def test_each_press_is_twice_as_fast_up_to_eight_times():
    assert pushed(1, 1, 1, 1, 1) == [1, 2, 4, 8, 8]
    assert pushed(-1, -1, -1, -1, -1) == [-1, -2, -4, -8, -8]


def test_the_other_key_turns_round():
    assert pushed(1, 1, 1, -1, -1, 1) == [1, 2, 4, -1, -2, 1]


def test_from_another_speed_l_is_as_fast_as_usual_and_a_stop_brings_it_back():
    shuttle = Shuttle(0.25).pushed(1, plays=True)
    assert shuttle.rate == 1
    assert shuttle.stopped().rate == 0.25


def test_speeds_read_as_editors_write_them():
    assert [speed_words(rate) for rate in (*SPEEDS[:2], 1.0, -8.0)] == [
        "0.1×",
        "0.25×",
        "1×",
        "−8×",
    ]


def counted(shown, rate=25.0, first=0, last=124, backwards=False):
    count = FrameCount()
    count.begin(rate)
    for index in shown:
        count.painted(index, first, last, backwards=backwards)
    return count.shown, count.dropped


def test_every_frame_is_shown():
    assert counted(range(125)) == (125, 0)


def test_a_frame_that_was_passed_over_is_dropped():
    assert counted([0, 1, 2, 5, 6]) == (5, 2)


def test_the_same_frame_painted_twice_is_one():
    assert counted([3, 3, 3, 4]) == (2, 0)


def test_round_the_loop_and_backwards():
    assert counted([123, 124, 0, 1]) == (4, 0)
    assert counted([123, 1]) == (2, 2)
    assert counted([50, 60, 40, 41], first=40, last=60) == (4, 9)
    assert counted([2, 1, 0, 124], backwards=True) == (4, 0)


def test_while_nothing_is_painted_nothing_is_dropped():
    count = FrameCount()
    count.begin(25.0)
    count.painted(0, 0, 124)
    for _ in range(50):
        count.passed()
    count.painted(50, 0, 124)
    assert (count.shown, count.dropped) == (2, 0)


def test_what_no_screen_could_show_is_not_dropped():
    assert counted(range(0, 100, 4), rate=8 * 24) == (25, 0)
    assert counted(range(0, 100, 5), rate=8 * 24) == (20, 19)
    assert counted(range(60), rate=60000 / 1001) == (60, 0)


@given(st.sampled_from(RATES), st.sampled_from(RATES), st.floats(-3, 3), st.integers(-10, 1000))
def test_with_an_offset_both_show_the_same_time(reference, edited, offset, index):
    left, right = EvenTiming(reference, 5.0), EvenTiming(edited, 5.0)
    pairing = Pairing(left, right, offset)
    if pairing.count == 0:
        return
    ours, theirs = pairing.pair(index)
    assert pairing.first <= ours < pairing.count
    at = left.time_of(ours) - offset
    inside = 0 <= at < right.duration
    if inside:
        assert abs(right.time_of(theirs) - at) <= 0.5 / float(edited) + 1e-9


@pytest.mark.parametrize(
    ("offset", "first", "end"), [(0.0, 0, 5.0), (1.0, 25, 5.0), (-1.0, 0, 4.0)]
)
def test_what_both_cover_plays(offset, first, end):
    pairing = Pairing(EvenTiming(Fraction(25), 5.0), EvenTiming(Fraction(25), 5.0), offset)
    assert (pairing.first, pairing.end) == (first, end)
    assert pairing.pair(30) == (30, 30 - round(offset * 25))
