from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.timecode import read_timecode, timecode


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


@pytest.mark.parametrize(
    ("frame", "rate", "text"),
    [  # 29.97: 1,800 frames are a minute and two numbers; 17,982 are ten minutes
        (1799, Fraction(30000, 1001), "00:00:59;29"),
        (1800, Fraction(30000, 1001), "00:01:00;02"),
        (17981, Fraction(30000, 1001), "00:09:59;29"),
        (17982, Fraction(30000, 1001), "00:10:00;00"),
        (107892, Fraction(30000, 1001), "01:00:00;00"),
        (3600, Fraction(60000, 1001), "00:01:00;04"),
        (59, Fraction(25), "00:00:02:09"),
    ],
)
def test_drop_frame_leaves_numbers_out_not_frames(frame, rate, text):
    assert timecode(frame, rate, drop=True) == text
    assert read_timecode(text, rate) == frame


@given(st.integers(0, 10**7), st.sampled_from([Fraction(30000, 1001), Fraction(60000, 1001)]))
def test_each_frame_has_a_drop_frame_number_of_its_own(frame, rate):
    assert read_timecode(timecode(frame, rate, drop=True), rate) == frame


def test_a_number_that_is_left_out_is_no_frame():
    with pytest.raises(ValueError, match="leaves “00:01:00;01” out"):
        read_timecode("00:01:00;01", Fraction(30000, 1001))


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("2:09", 59),
        ("00:00:02:09", 59),
        ("1:00:00:00", 90_000),
        ("1:00;05", 1505),
        ("2.36", 59),
        ("2.36 s", 59),
        ("0", 0),
    ],
)
def test_what_is_typed_is_read(text, frame):
    assert read_timecode(text, Fraction(25)) == frame


@pytest.mark.parametrize(
    ("text", "rate", "words"),
    [
        ("00:00:01:99", Fraction(24), "there is no frame 99 at 24 fps"),
        ("1:24", Fraction(24000, 1001), "there is no frame 24 at 23.98 fps"),
        ("1:60:00", Fraction(25), "a minute has no second 60"),
        ("1:60:00:00", Fraction(25), "an hour has no minute 60"),
        ("soon", Fraction(25), "“soon” is no time"),
        ("9" * 400, Fraction(25), "is no time"),
    ],
)
def test_a_time_that_no_clock_shows_is_refused(text, rate, words):
    with pytest.raises(ValueError, match=words):
        read_timecode(text, rate)


@pytest.mark.parametrize(("text", "frame"), [("75:10", 1885), ("90:00:00", 135_000)])
def test_the_first_number_may_be_large(text, frame):
    assert read_timecode(text, Fraction(25)) == frame


RATES = st.sampled_from([Fraction(24000, 1001), Fraction(25), Fraction(60)])


@given(st.integers(0, 2_000_000), RATES)
def test_a_timecode_is_read_as_it_was_written(frame, rate):
    assert read_timecode(timecode(frame, rate), rate) == frame


@given(st.text(max_size=12))
def test_anything_else_is_refused(text):
    with suppress(ValueError):
        assert read_timecode(text, Fraction(25)) >= 0
