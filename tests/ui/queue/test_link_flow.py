"""Links on their lines."""

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.ui.queue.link_flow import flow


def test_they_stand_side_by_side():
    assert flow([30, 40], 10, 100, 1) == [(0, 0), (0, 40)]


def test_they_go_on_in_the_next_line():
    assert flow([30, 40, 90], 10, 100, 2) == [(0, 0), (0, 40), (1, 0)]


def test_what_has_no_room_is_left_out_with_all_after_it():
    assert flow([30, 90, 20], 10, 100, 1) == [(0, 0)]
    assert flow([30, 140, 20], 10, 100, 2) == [(0, 0)]


def test_the_first_has_a_place_however_long_it_is():
    assert flow([500, 20], 10, 100, 2) == [(0, 0), (1, 0)]


@given(st.lists(st.integers(1, 150)), st.integers(1, 20), st.integers(50, 200), st.integers(1, 3))
def test_none_overlaps_another(widths, gap, room, lines):
    spots = flow(widths, gap, room, lines)
    assert bool(spots) == bool(widths)
    ends = {}
    for spot, width in zip(spots, widths, strict=False):
        assert spot.line < lines
        assert spot.x >= ends.get(spot.line, 0)
        assert spot.x == 0 or spot.x + width <= room
        ends[spot.line] = spot.x + width + gap
