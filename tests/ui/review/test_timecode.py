from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.ui.review.timecode import timecode


@pytest.mark.parametrize(
    ("frame", "rate", "text"),
    [
        (59, Fraction(25), "00:00:02:09"),
        (125, Fraction(25), "00:00:05:00"),
        (30, Fraction(30000, 1001), "00:00:01:00"),
        (59, Fraction(60000, 1001), "00:00:00:59"),
        (24, Fraction(24000, 1001), "00:00:01:00"),
        (25 * 3600 + 25 * 60, Fraction(25), "01:01:00:00"),
        (7, Fraction(1, 3), "00:00:07:00"),
    ],
)
def test_frames_are_counted_in_the_nominal_rate(frame, rate, text):
    assert timecode(frame, rate) == text


@given(st.integers(0, 10**6), st.sampled_from([24, 25, 30, 50, 60]))
def test_it_counts_every_frame_once(frame, base):
    hours, minutes, seconds, frames = map(int, timecode(frame, Fraction(base)).split(":"))
    assert frames < base
    assert ((hours * 60 + minutes) * 60 + seconds) * base + frames == frame
