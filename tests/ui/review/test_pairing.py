from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.ui.review.pairing import LIMIT, EvenTiming, Pairing

RATES = [Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60000, 1001), Fraction(12)]
timings = st.builds(EvenTiming, st.sampled_from(RATES), st.floats(0.1, 12))


@given(timings, timings, st.floats(-1, 20))
def test_a_pair_is_two_frames_that_are_on_screen_at_one_time(reference, edited, seconds):
    pairing = Pairing(reference, edited)
    first, second = pairing.pair(pairing.index_at(seconds))
    assert 0 <= first < len(reference)
    assert second == edited.index_at(reference.time_of(first))
    assert first < pairing.count


@given(timings, timings)
def test_nothing_plays_past_the_shorter_clip_or_the_limit(reference, edited):
    pairing = Pairing(reference, edited)
    assert pairing.end == min(LIMIT, reference.duration, edited.duration)
    last = pairing.count - 1
    assert last == 0 or pairing.time_of(last) < pairing.end


@given(timings, st.integers(-50, 400))
def test_the_middle_of_a_frame_leads_back_to_it(reference, index):
    pairing = Pairing(reference, None)
    index = pairing.clamp(index)
    assert pairing.index_at(pairing.time_of(index)) == index


@given(st.sampled_from(RATES), st.integers(0, 400))
def test_clips_of_one_rate_show_the_same_frame(rate, index):
    pairing = Pairing(EvenTiming(rate, 5.28), EvenTiming(rate, 5.0))
    first, second = pairing.pair(index)
    assert first == second


@pytest.mark.parametrize(("rate", "count"), [(24, 120), (25, 125), (Fraction(30000, 1001), 150)])
def test_five_seconds_are_their_frames(rate, count):
    assert Pairing(EvenTiming(Fraction(rate), 5.28), None).count == count


def test_without_a_clip_there_is_nothing():
    pairing = Pairing()
    assert (pairing.count, pairing.end, pairing.index_at(3), pairing.time_of(3)) == (0, 0, 0, 0)


def test_an_edited_clip_alone_leads():
    pairing = Pairing(None, EvenTiming(Fraction(30), 2.0))
    assert (pairing.rate, pairing.count, pairing.pair(7)) == (30, 60, (7, 7))
