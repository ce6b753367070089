"""The row of all that is set and said about a comparison, in the room that there is."""

from itertools import pairwise

import pytest

from aleph_desktop.domain.review import Mark
from aleph_desktop.ui.review.compare_bar import CompareBar
from aleph_desktop.ui.review.take_bar import TakeChoice

TAKES = [TakeChoice(str(number), f"Take {number}", True, Mark.NONE) for number in (1, 2)]


@pytest.fixture
def bar(qtbot, theme):
    bar = CompareBar()
    qtbot.addWidget(bar)
    bar.show()
    qtbot.waitExposed(bar)
    bar.takes.set_takes(TAKES, "2", "")
    qtbot.waitUntil(
        lambda: bar.width() > bar.modes.sizeHint().width() + bar.takes.sizeHint().width()
    )
    return bar


def test_the_takes_give_way_first_then_the_modes(bar):
    full = bar.width()
    modes, takes = bar.modes, bar.takes
    bar.set_room(full - 1)
    assert (modes.width(), takes.width()) == (
        modes.sizeHint().width(),
        takes.minimumSizeHint().width(),
    )
    bar.set_room(bar.width() - 1)
    assert modes.width() == modes.minimumSizeHint().width()
    assert bar.width() == bar.least_width
    bar.set_room(full)
    assert bar.width() == full


@pytest.mark.parametrize("less", [0, 1, 200, 400])
def test_nothing_stands_on_another_and_there_is_no_hole(bar, less):
    bar.set_room(bar.width() - less)
    parts = sorted(
        (part.geometry() for part in (bar.modes, bar.takes, bar.notes, bar.sync)),
        key=lambda place: place.x(),
    )
    gaps = [b.x() - a.x() - a.width() for a, b in pairwise(parts)]
    assert gaps == [6, 6, 6]
    assert (parts[0].x(), parts[-1].right()) == (0, bar.width() - 1)


def test_without_takes_their_room_is_free(qtbot, bar):
    bar.takes.set_takes([], "", "")
    rest = bar.modes.sizeHint().width() + bar.notes.width() + bar.sync.width()
    qtbot.waitUntil(lambda: bar.width() == rest + 2 * 6)


def test_it_has_a_place_beside_the_title_in_a_small_window(bar):
    assert bar.least_width <= 670 - 2 * 14 - 6 - 40  # margins, a gap, a little of the title
