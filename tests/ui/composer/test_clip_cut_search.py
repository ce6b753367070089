"""Each part of a clip is looked through for cuts once."""

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.cut_search import BESIDE, CutSearch


def test_only_what_is_new_is_asked_for():
    search = CutSearch(3600)
    assert search.take(TimeRange(101, 106)) == [TimeRange(89.5, 120.5)]
    assert search.take(TimeRange(100, 104)) == []
    assert search.take(TimeRange(107, 112)) == [TimeRange(119.5, 130.5)]
    assert search.take(TimeRange(160, 165)) == [TimeRange(149.5, 180.5)]
    assert search.take(TimeRange(140, 145)) == [TimeRange(129.5, 150.5)]


def test_a_key_held_down_asks_seldom():
    search = CutSearch(3600)
    asks = [
        ask for frame in range(250) for ask in search.take(TimeRange(frame / 25, frame / 25 + 5))
    ]
    assert len(asks) <= 3


def test_the_clips_ends_are_the_end():
    assert CutSearch(8.0).take(TimeRange(0, 5)) == [TimeRange(0, 8.0)]


@given(st.lists(st.floats(0, 95), min_size=1, max_size=12))
def test_everything_around_every_range_was_asked_for_and_little_twice(starts):
    search = CutSearch(100.0)
    asked = []
    for start in starts:
        asked += search.take(TimeRange(start, start + 5))
    for start in starts:
        at = max(0.0, start - BESIDE)
        while at < min(100.0, start + 5 + BESIDE):
            assert any(part.start <= at <= part.end for part in asked)
            at += 0.25
    assert sum(part.length - 1.0 for part in asked) <= 100 + 1e-6
