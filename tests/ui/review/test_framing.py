"""How the draft's picture is put into what is sent, drawn on it and dragged."""

import pytest
from PySide6.QtCore import QPoint, Qt

from aleph_desktop.domain.framing import Framing, Shape, place
from aleph_desktop.domain.time_range import TimeRange

WIDE, PORTRAIT, FRAME = (1280, 720), (720, 1280), (1280, 720)


@pytest.fixture
def show(room, wanted, grey_reel, make_info):
    """A clip of one bright colour, and its framing."""

    def show(source, framing, frame=FRAME, movable=True):
        room.show_clip("/clip.mp4", "clip.mp4", make_info(size=source), TimeRange(0.0, 5.0))
        room.set_reel(wanted[-1][0], "reference", grey_reel(size=source))
        room.go_to(120)  # level 130
        placement = place(source, frame, framing, 1920)
        room.set_framing(placement, movable)
        return placement

    return show


def levels(room, y=None):
    """The painted levels across the middle of the view, or down it."""
    picture = room.view.grab().toImage()
    if y is None:
        return [
            picture.pixelColor(x, picture.height() // 2).green() for x in range(picture.width())
        ]
    return [picture.pixelColor(picture.width() // 2, y).green() for y in range(picture.height())]


def shape_of(room):
    pane = room.view.panes()[0]
    return pane.width() / pane.height()


def test_bars_are_drawn_as_they_will_be_sent(room, show):
    show(PORTRAIT, Framing(Shape.FIT))
    assert shape_of(room) == pytest.approx(16 / 9, abs=0.02)
    pane = room.view.panes()[0]
    across = levels(room)
    bright = [x for x, level in enumerate(across) if level == 130]
    assert len(bright) == pytest.approx(pane.height() * 9 / 16, abs=3)
    assert bright == list(range(bright[0], bright[-1] + 1))
    assert across[pane.left() + 4] == 0
    assert across[pane.left()] > 100, "a line around the whole frame"
    middle = (bright[0] + bright[-1]) / 2
    assert middle == pytest.approx(pane.center().x(), abs=2)


@pytest.mark.parametrize("position", [0.0, 0.5, 1.0])
def test_outside_of_the_crop_it_is_dimmed(room, show, position):
    show(WIDE, Framing(Shape.FILL, position), frame=(720, 720))
    pane = room.view.panes()[0]
    assert shape_of(room) == pytest.approx(16 / 9, abs=0.02), "the whole picture is seen"
    across = levels(room)[pane.left() : pane.right() + 1]
    bright = [x for x, level in enumerate(across) if level == 130]
    dim = [x for x, level in enumerate(across) if 20 < level < 80]
    assert len(bright) == pytest.approx(pane.height(), abs=5)
    assert len(dim) == pytest.approx(pane.width() - pane.height(), abs=5)
    assert bright[0] == pytest.approx(position * (pane.width() - pane.height()), abs=4)


def test_the_crop_is_dragged(qtbot, room, show):
    show(WIDE, Framing(Shape.FILL, 0.5), frame=(720, 720))
    pane = room.view.panes()[0]
    moved = []
    room.framing_moved.connect(moved.append)
    handle = room.view.childAt(pane.center())
    assert handle.cursor().shape() is Qt.CursorShape.OpenHandCursor
    start = QPoint(pane.width() // 2, pane.height() // 2)
    slack = pane.width() - pane.height()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.1, 0.25):
        qtbot.mouseMove(handle, start + QPoint(round(share * slack), 0))
        assert moved[-1] == pytest.approx(0.5 + share, abs=0.01)
    qtbot.mouseMove(handle, start - QPoint(pane.width(), 0))
    assert moved[-1] == 0.0
    qtbot.mouseMove(handle, start + QPoint(pane.width(), 0))
    assert moved[-1] == 1.0
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start)
    before = len(moved)
    qtbot.mouseMove(handle, start)
    assert len(moved) == before


def test_a_tall_pictures_crop_is_dragged_up_and_down(qtbot, room, show):
    show(PORTRAIT, Framing(Shape.FILL, 0.0))
    pane = room.view.panes()[0]
    handle = room.view.childAt(pane.center())
    slack = pane.height() - pane.width() * 9 / 16
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    with qtbot.waitSignal(room.framing_moved) as told:
        qtbot.mouseMove(handle, QPoint(40, 5 + round(slack / 2)))
    assert told.args[0] == pytest.approx(0.5, abs=0.02)


def test_a_drag_goes_on_from_where_the_crop_is_put(qtbot, room, show):
    """As the composer does it: told, it shows the new place."""
    show(WIDE, Framing(Shape.FILL, 0.0), frame=(720, 720))
    pane = room.view.panes()[0]

    def put(position):
        room.set_framing(place(WIDE, (720, 720), Framing(Shape.FILL, position), 1920), True)

    room.framing_moved.connect(put)
    handle = room.view.childAt(pane.center())
    slack = pane.width() - pane.height()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    for step in range(1, 6):
        qtbot.mouseMove(handle, QPoint(10 + round(step * slack / 10), 10))
    across = levels(room)[pane.left() : pane.right() + 1]
    assert across.index(130) == pytest.approx(slack / 2, abs=4)


def test_what_isnt_movable_cant_be_dragged(room, show):
    show(WIDE, Framing(Shape.FILL), frame=(720, 720), movable=False)
    assert room.view.childAt(room.view.panes()[0].center()) is None


def test_the_same_shape_and_none_draw_nothing(room, show, make_job, bring, numbers):
    show(WIDE, Framing(Shape.FILL))
    pane = room.view.panes()[0]
    assert set(levels(room)[pane.left() : pane.right() + 1]) == {130}
    show(WIDE, Framing(Shape.FILL), frame=(720, 720))
    room.set_framing(None, True)
    assert set(levels(room)[pane.left() : pane.right() + 1]) == {130}


def test_a_job_has_no_framing(room, show, make_job, wanted, grey_reel):
    placement = show(WIDE, Framing(Shape.FILL), frame=(720, 720))
    room.show_job(make_job())
    room.set_reel(wanted[-1][0], "reference", grey_reel())
    room.set_framing(placement, True)  # late
    room.go_to(120)
    pane = room.view.panes()[0]
    assert set(levels(room)[pane.left() : pane.right() + 1]) == {130}
    assert room.view.childAt(pane.center()) is None
