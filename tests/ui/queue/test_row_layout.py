"""The parts of a row never overlap, at any width and in any font."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT, TextWidths, lay_out

INTER = TextWidths(220, 280, 136, 44, 72)  # a usual font at 13 pixels

fonts = st.builds(
    TextWidths,
    state_least=st.integers(180, 260),
    state_most=st.integers(260, 330),
    size_and_seed=st.integers(110, 170),
    cost=st.integers(35, 60),
    age=st.integers(55, 90),
)


@given(st.integers(480, 2600), fonts)
def test_parts_stand_side_by_side(width, font):
    layout = lay_out(width, font)
    parts = [*layout.tiles, layout.prompt, layout.state, *(c.rect for c in layout.facts)]
    assert all(part.width() > 0 for part in parts)
    assert all(p.top() >= 0 and p.bottom() < ROW_HEIGHT for p in parts)
    for left, right in pairwise(parts):
        assert left.right() < right.left()
    assert parts[-1].right() < width


@given(st.integers(560, 1600), fonts)
def test_the_words_of_state_keep_their_width(width, font):
    assert lay_out(width, font).state.width() >= font.state_least


def shown(width):
    return {f for c in lay_out(width, INTER).facts for line in c.lines for f in line}


def test_wide_shows_everything_in_columns():
    layout = lay_out(1090, INTER)
    assert len(layout.facts) == 3
    assert len(layout.tiles) == 2


def test_facts_give_way_as_it_gets_narrow():
    assert shown(1090) == shown(860) == {"size", "seed", "cost", "age"}
    assert shown(676) == {"age", "cost"}
    assert shown(560) == set()
