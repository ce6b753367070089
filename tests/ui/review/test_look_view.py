"""Wipe, zoom, pan, region and readout by the mouse, on a real view."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton

from aleph_desktop.domain.region import Region
from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.pair_view import PairView

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot, theme, grey_reel):
    view = PairView(theme)
    qtbot.addWidget(view)
    view.resize(1000, 400)
    view.set_reference(grey_reel(), "Reference")
    view.set_edited(grey_reel(), "Edited")
    view.show_pair(5, 90)
    view.show()
    qtbot.waitExposed(view)
    return view


def drag(qtbot, view, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view, LEFT, pos=start)
    for part in (1, 2, 3):
        qtbot.mouseMove(view, start + (end - start) * (part / 3))
    qtbot.mouseRelease(view, LEFT, pos=end)


def wheel(view, at: QPoint, notches: int) -> None:
    none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    turn = QPoint(0, 120 * notches)
    place = view.mapToGlobal(at)
    event = QWheelEvent(
        QPointF(at), QPointF(place), QPoint(), turn, Qt.MouseButton.NoButton, none, phase, False
    )
    QApplication.sendEvent(view, event)


def level(view, at: QPoint) -> int:
    """Which frame a pixel is of."""
    picture = view.grab().toImage()
    return picture.pixelColor(at * picture.devicePixelRatio()).green() - 10


def test_the_wipe_follows_the_mouse_and_a_double_click_centres_it(qtbot, view):
    view.set_look(Look(Mode.WIPE))
    place = view.panes()[0]
    told = []
    view.look_changed.connect(told.append)
    middle = place.center()
    goal = QPoint(place.x() + place.width() // 4, middle.y())
    drag(qtbot, view, middle, goal)
    assert told[-1].wipe[0] == pytest.approx(0.25, abs=0.01)
    assert level(view, goal - QPoint(20, 60)) == 5
    assert level(view, goal + QPoint(20, 60)) == 90
    qtbot.mouseDClick(view, LEFT, pos=goal)
    assert told[-1].wipe == pytest.approx((0.5, 0.5), abs=0.01)


def test_the_wipe_turns_by_key(view):
    view.set_look(Look(Mode.WIPE))
    for _ in range(6):
        view.turn_wipe(15)
    assert view.look.angle == 90
    place = view.panes()[0]
    assert {level(view, place.center() + QPoint(0, dy)) for dy in (-40, 40)} == {5, 90}
    view.turn_wipe(-360)
    assert view.look.angle == 90


def test_the_wheel_zooms_both_sides_alike_and_a_drag_pans(qtbot, view):
    wheel(view, view.panes()[0].center(), 8)
    zoomed = view.look
    assert zoomed.zoom is not None
    spots = view.spots()
    assert spots[0].port.frame.size() == spots[1].port.frame.size()
    before = view.look.centre
    at = view.panes()[0].center()
    drag(qtbot, view, at, at + QPoint(-60, 0))
    assert view.look.centre[0] > before[0]
    shares = [spot.port.share_at(spot.port.cell.center()) for spot in view.spots()]
    assert shares[0] == pytest.approx(shares[1], abs=0.01)
    wheel(view, at, -30)
    assert view.look.zoom is None


@pytest.mark.parametrize("mode", [Mode.SIDE, Mode.WIPE, Mode.OVERLAY, Mode.DIFFERENCE])
def test_a_rectangle_is_drawn_in_every_mode(qtbot, view, mode):
    view.set_look(Look(mode))
    told = []
    view.region_drawn.connect(told.append)
    view.set_drawing(True)
    place = view.panes()[1]
    part = QPoint(place.width() // 4, place.height() // 4)
    drag(qtbot, view, place.topLeft() + part, place.topLeft() + 3 * part)
    assert told == [pytest.approx(Region(0.25, 0.25, 0.75, 0.75), abs=0.02)]
    drag(qtbot, view, place.center(), place.center() + QPoint(40, 40))
    assert len(told) == 1, "one drag draws, the next one doesn't"


def test_escape_ends_drawing_and_a_click_takes_the_rectangle_away(qtbot, view):
    told, drawing = [], []
    view.region_drawn.connect(told.append)
    view.drawing_changed.connect(drawing.append)
    view.set_drawing(True)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert drawing == [True, False]
    view.set_drawing(True)
    qtbot.mouseClick(view, LEFT, pos=view.panes()[0].center())
    assert told == [None]


def test_the_pixel_under_the_mouse_is_told_for_both(qtbot, view):
    view.set_look(Look(Mode.FLIP))
    at = view.panes()[0].center()
    qtbot.mouseMove(view, at)
    view.mouse = QPointF(at)
    words = view._readout()
    assert "x   31 y   17" in words
    assert "Reference  15  15  15" in words
    assert "Edited 100 100 100" in words
    view.set_readout(False)
    assert view._readout() == ""


@pytest.mark.parametrize("width", [674, 1000])
@pytest.mark.parametrize(
    "look", [Look(zoom=16.0), Look(Mode.WIPE), Look(Mode.FLIP), Look(Mode.OVERLAY, zoom=16.0)]
)
def test_no_button_lies_on_the_figures(view, look, width):
    view.resize(width, 400)
    view.set_look(look)
    view.mouse = QPointF(view.panes()[0].center())
    view.grab()
    figures = view._read_at
    assert view.rect().contains(figures)
    assert figures.height() > 10
    buttons = [b for b in view.findChildren(QToolButton) if not b.isHidden()]
    assert buttons
    assert not any(button.geometry().intersects(figures) for button in buttons)


def test_the_comparison_is_what_is_seen(view, grey_reel):
    view.set_look(Look(Mode.WIPE, wipe=(0.5, 0.5)))
    picture = view.comparison_image()
    place = view.panes()[0]
    assert picture.size() == place.size() * view.devicePixelRatioF()
    levels = [picture.pixelColor(x, 20).green() - 10 for x in (10, picture.width() - 10)]
    assert levels == [5, 90]


def test_what_differs_is_as_bright_as_the_difference(view, grey_reel):
    view.show_pair(10, 15)
    middle = view.panes()[0].center()
    for gain in (1, 2, 4, 8, 16):
        view.set_look(Look(Mode.DIFFERENCE, gain=gain))
        assert level(view, middle) + 10 == 5 * gain
    view.set_look(Look(Mode.OVERLAY, opacity=0.5))
    view.show_pair(0, 100)
    assert abs(level(view, middle) - 50) <= 1


def test_another_rate_is_no_matter(view, grey_reel):
    view.set_edited(grey_reel(60, Fraction(12), (80, 40)), "Edited")
    view.set_look(Look(Mode.WIPE, wipe=(0.0, 0.5)))
    view.show_pair(3, 7)
    assert level(view, view.panes()[0].center()) == 7
