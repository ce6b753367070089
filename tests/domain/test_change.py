"""Where a change stands out."""

import itertools
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.change import (
    full_height,
    next_peak,
    peaks,
    percent,
    previous_peak,
    scaled,
    worst_frame,
)

RATE = Fraction(25)
changes_of = st.lists(st.floats(0, 1, allow_nan=False), max_size=200)


def test_one_flickering_frame_is_found():
    changes = [0.1] * 125
    changes[73] = 0.2
    assert peaks(changes, RATE) == (73,)


def test_a_steady_change_has_no_peak():
    assert peaks([0.4] * 125, RATE) == ()
    assert peaks([0.0] * 125, RATE) == ()
    assert peaks([0.3 + 0.0001 * (number % 7) for number in range(125)], RATE) == ()


@pytest.mark.parametrize("frame", [0, 124])
def test_the_first_and_the_last_frame_can_flicker(frame):
    changes = [0.02] * 125
    changes[frame] = 0.2
    assert peaks(changes, RATE) == (frame,)


@given(st.integers(), st.floats(0, 0.1))
def test_noise_has_no_peak_and_a_flicker_in_it_has(seed, noise):
    random = Random(seed)  # not Hypothesis's own, which isn't even
    changes = [0.1 + noise * random.random() for _ in range(125)]
    assert peaks(changes, RATE) == ()
    changes[73] = 1.0
    assert 73 in peaks(changes, RATE)


def test_what_is_nothing_beside_the_greatest_is_no_peak():
    changes = [0.003] * 125
    changes[41], changes[73] = 0.006, 0.24
    assert peaks(changes, RATE) == (73,)
    changes[73] = 0.003
    assert peaks(changes, RATE) == (41,)


def test_what_comes_and_stays_stands_out():
    changes = [0.01] * 73 + [0.25] * 40 + [0.249] * 12
    assert peaks(changes, RATE) == (73,)


def test_a_peak_on_the_way_down_is_measured_from_the_dip_before_it():
    changes = [0.5 - 0.004 * number for number in range(100)]
    changes[50] += 0.1
    assert peaks(changes, RATE) == (0, 50)
    changes[50] -= 0.09
    assert peaks(changes, RATE) == (0,)


def test_what_comes_and_goes_has_one():
    rise = [abs(60 - number) for number in range(125)]
    assert peaks([(65 - away) / 100 for away in rise], RATE) == (60,)


@given(changes_of, st.sampled_from([Fraction(24), RATE, Fraction(60000, 1001)]))
def test_peaks_are_in_order_few_and_apart(changes, rate):
    found = peaks(changes, rate)
    assert list(found) == sorted(set(found))
    assert len(found) <= 12
    assert all(0 <= index < len(changes) for index in found)
    assert all(b - a >= rate / 4 for a, b in itertools.pairwise(found))


@given(changes_of, st.integers(-5, 300))
def test_the_neighbours_are_the_nearest_on_their_side(changes, index):
    found = peaks(changes, RATE)
    assert next_peak(found, index) == min((p for p in found if p > index), default=None)
    assert previous_peak(found, index) == max((p for p in found if p < index), default=None)


@given(changes_of)
def test_it_is_drawn_inside_its_height_and_little_stays_little(changes):
    assert full_height(changes) >= 0.05
    drawn = scaled(changes)
    assert len(drawn) == len(changes)
    assert all(0 <= height <= 1 for height in drawn)


def test_the_worst_frame():
    assert worst_frame([0.1, 0.3, 0.3]) == 1
    assert worst_frame([0.0, 0.0]) is None
    assert worst_frame([]) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [(0, "0 %"), (0.0001, "under 0.1 %"), (0.0123, "1.2 %"), (0.183, "18 %"), (1, "100 %")],
)
def test_a_change_in_words(change, words):
    assert percent(change) == words
