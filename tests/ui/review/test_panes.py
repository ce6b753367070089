from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from aleph_desktop.ui.review.panes import GAP, one_pane, two_panes

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
