"""Zoom and pan, as geometry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QSize, QSizeF

from aleph_desktop.ui.review.viewport import Viewport, next_zoom

cells = st.builds(
    QRect, st.integers(0, 50), st.integers(0, 50), st.integers(50, 1500), st.integers(50, 900)
)
sizes = st.builds(QSizeF, st.floats(20, 8000), st.floats(20, 8000))
shares = st.tuples(st.floats(0, 1), st.floats(0, 1))
scales = st.sampled_from([1.0, 1.25, 1.5, 2.0])


@given(cells, sizes, shares, scales)
def test_no_gap_that_the_picture_could_fill(cell, size, centre, scale):
    port = Viewport.zoomed(cell, size, centre, scale)
    for low, high, begin, end in (
        (port.frame.left(), port.frame.right(), cell.x(), cell.x() + cell.width()),
        (port.frame.top(), port.frame.bottom(), cell.y(), cell.y() + cell.height()),
    ):
        pixel = 1 / scale
        if high - low >= end - begin:
            assert low <= begin + pixel
            assert high >= end - pixel
        else:
            assert low >= begin - pixel
            assert high <= end + pixel


@given(cells, sizes, shares, scales)
def test_it_begins_on_a_device_pixel(cell, size, centre, scale):
    port = Viewport.zoomed(cell, size, centre, scale)
    for begin in (port.frame.x(), port.frame.y()):
        assert begin * scale == pytest.approx(round(begin * scale), abs=1e-6)


@given(cells, sizes, shares, shares)
def test_a_share_of_the_picture_and_its_point_are_one(cell, size, centre, share):
    port = Viewport.zoomed(cell, size, centre, 1.0)
    back = port.share_at(port.point_of(share))
    assert back == pytest.approx(share, abs=1e-6)


@given(cells, st.floats(1.2, 6), shares, st.sampled_from([1.5, 2.0, 3.0]))
def test_what_is_under_the_mouse_stays_there(cell, times, share, more):
    """As far as the picture still fills its cell."""
    size = QSizeF(cell.width() * times, cell.height() * times)
    before = Viewport.zoomed(cell, size, share, 1.0)
    at = QPointF(cell.center())
    under = before.share_at(at)
    after_size = size * more
    after = Viewport(before.cell, before.frame)
    centre = Viewport.zoomed(cell, after_size, under, 1.0).centre_with(under, at)
    after = Viewport.zoomed(cell, after_size, centre, 1.0)
    assert after.share_at(at) == pytest.approx(under, abs=2 / min(size.width(), size.height()))


@given(cells, sizes, shares)
def test_the_source_lies_in_the_picture(cell, size, centre):
    port = Viewport.zoomed(cell, size, centre, 1.0)
    source = port.source(QSize(640, 360))
    assert source.left() >= -1e-6
    assert source.top() >= -1e-6
    assert source.right() <= 640 + 1e-6
    assert source.bottom() <= 360 + 1e-6


@given(st.floats(0.03, 30), st.floats(0.03, 4))
def test_zooming_in_then_out_ends_fitted_and_never_misses_one_to_one(zoom, fit):
    seen, at = [], zoom
    for _ in range(30):
        at = next_zoom(at, 1, fit)
        seen.append(at)
    assert all(b >= a for a, b in zip([zoom, *seen], seen, strict=False))
    assert seen[-1] == 32
    if zoom < 0.98:  # what is nearer counts as it
        assert 1.0 in seen
    down: float | None = 32.0
    for _ in range(60):
        down = next_zoom(down, -1, fit) if down is not None else None
    assert down is None
