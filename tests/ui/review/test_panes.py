from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from aleph_desktop.ui.review.panes import GAP, MARGIN, cells, many_panes, one_pane, two_panes

areas = st.builds(QSize, st.integers(240, 3000), st.integers(120, 2000))
shapes = st.builds(QSize, st.integers(100, 4000), st.integers(100, 4000))


@given(areas, shapes, shapes)
def test_pictures_keep_their_shape_inside_the_view_and_apart(area, left, right):
    assume(0.3 < left.width() / left.height() < 3)
    assume(0.3 < right.width() / right.height() < 3)
    panes = two_panes(area, left, right)
    for pane, shape in zip(panes, (left, right), strict=True):
        assert QRect(0, 0, area.width(), area.height()).contains(pane)
        # even pixels: up to two are cut from each side
        assert abs(pane.width() - pane.height() * shape.width() / shape.height()) <= 10
    assert not panes[0].intersects(panes[1])


def test_landscape_goes_beside_in_a_wide_view_and_over_in_a_tall_one():
    wide = QSize(1280, 720)
    left, right = two_panes(QSize(1090, 440), wide, wide)
    assert right.x() == left.x() + left.width() + GAP
    assert left.y() == right.y()
    top, bottom = two_panes(QSize(500, 900), wide, wide)
    assert bottom.y() == top.y() + top.height() + GAP
    assert top.x() == bottom.x()


def test_one_picture_has_the_view_for_itself():
    pane = one_pane(QSize(1090, 440), QSize(1280, 720))
    assert pane.height() == 420
    assert abs(pane.center().x() - 545) <= 1


@given(areas, st.lists(shapes, min_size=1, max_size=4))
def test_many_pictures_lie_apart_each_with_room_of_its_own_to_grow(area, pictures):
    assume(all(0.3 < shape.width() / shape.height() < 3 for shape in pictures))
    places = many_panes(area, pictures)
    rooms = cells(area, places)
    assert len(places) == len(rooms) == len(pictures)
    for rects in (places, rooms):
        assert all(QRect(0, 0, area.width(), area.height()).contains(rect) for rect in rects)
        assert not any(a.intersects(b) for a, b in combinations(rects, 2))


def test_four_takes_are_two_and_two_in_a_room_of_their_shape():
    wide = QSize(1280, 720)
    places = many_panes(QSize(1280 + 2 * MARGIN, 720 + 2 * MARGIN), [wide] * 4)
    assert places[1].x() == places[0].x() + places[0].width() + GAP
    assert places[2].y() == places[0].y() + places[0].height() + GAP
    assert places[3].topLeft().x() == places[1].x()
