"""Sizes: turned, square, fitted, even."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.shape import even, fitted, shown_size, within_long_side, within_pixels

sides = st.integers(1, 9000)
sizes = st.tuples(sides, sides)


def test_shown_size_turns_after_the_pixels_are_square():
    assert shown_size(1440, 1080, Fraction(4, 3), 0) == (1920, 1080)
    assert shown_size(1920, 1080, None, 90) == (1080, 1920)
    assert shown_size(720, 576, Fraction(64, 45), 270) == (576, 1024)
    assert shown_size(640, 480, Fraction(0), 180) == (640, 480)


@given(sizes, sizes)
def test_fitted_touches_its_box_and_never_leaves_it(size, box):
    width, height = fitted(size, box)
    assert 1 <= width <= box[0]
    assert 1 <= height <= box[1]
    assert width == box[0] or height == box[1]


@given(sizes, st.integers(2, 4000))
def test_a_long_side_is_kept_or_met(size, limit):
    made = within_long_side(size, limit)
    assert max(made) <= max(limit, 2)
    assert made[0] % 2 == made[1] % 2 == 0
    if max(size) <= limit:
        assert made == even(size)


@given(sizes, st.integers(100, 3_000_000))
def test_pixels_stay_under_the_limit(size, limit):
    width, height = within_pixels(size, limit)
    assert width % 2 == height % 2 == 0
    assert width * height <= max(limit, 2 * width, 2 * height)
