"""A picture in a frame of another shape: nothing distorted, nothing outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.framing import Framing, Rect, Shape, is_same_shape, place

LONG_SIDE = 1920
sides = st.integers(16, 8192)
frames = st.sampled_from(
    [(1280, 720), (720, 1280), (1104, 832), (832, 1104), (960, 960), (1584, 672), (640, 480)]
)


@given(st.tuples(sides, sides), frames, st.sampled_from(Shape), st.floats(0, 1))
def test_what_is_placed_lies_inside_and_keeps_its_shape(source, frame, shape, position):
    placed = place(source, frame, Framing(shape, position), LONG_SIDE)
    crop, picture = placed.crop, placed.picture
    assert crop.x >= 0
    assert crop.x + crop.width <= source[0]
    assert crop.y >= 0
    assert crop.y + crop.height <= source[1]
    assert picture.x >= 0
    assert picture.x + picture.width <= placed.size[0]
    assert picture.y >= 0
    assert picture.y + picture.height <= placed.size[1]
    assert all(side % 2 == 0 for side in (*placed.size, *picture))
    assert max(placed.size) <= LONG_SIDE
    assert not (placed.is_cropped and placed.has_bars)
    # rounding to whole and even pixels apart, nothing is stretched
    wide = crop.width * picture.height - picture.width * crop.height
    assert abs(wide) <= 2 * (crop.width + crop.height + picture.width + picture.height)


def test_a_picture_of_the_same_shape_is_left_alone():
    placed = place((1280, 720), (848, 480), Framing(), LONG_SIDE)
    assert (placed.size, placed.is_cropped, placed.has_bars) == ((1280, 720), False, False)
    assert place((3840, 2160), (1280, 720), Framing(), LONG_SIDE).size == (1920, 1080)


def test_fit_adds_bars_on_both_sides():
    placed = place((1080, 1920), (1280, 720), Framing(), LONG_SIDE)
    assert placed.size == (1280, 720)
    assert placed.picture == Rect(438, 0, 404, 720)
    assert placed.has_bars
    assert not placed.is_cropped


@pytest.mark.parametrize(("position", "y"), [(0.0, 0), (0.5, 656), (1.0, 1312)])
def test_fill_cuts_a_part_that_can_be_moved(position, y):
    placed = place((1080, 1920), (1280, 720), Framing(Shape.FILL, position), LONG_SIDE)
    assert placed.crop == Rect(0, y, 1080, 608)
    assert placed.is_cropped
    assert not placed.has_bars


def test_shapes_within_one_percent_are_one():
    assert is_same_shape((640, 272), (1584, 672))
    assert not is_same_shape((1280, 720), (1104, 832))
