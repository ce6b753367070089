import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage

from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.pair_view import PairView


@pytest.fixture
def view(qtbot, theme):
    view = PairView(theme)
    qtbot.addWidget(view)
    view.resize(1000, 400)
    return view


def level(view, at: QPoint) -> int:
    picture = view.grab().toImage()
    return picture.pixelColor(at * picture.devicePixelRatio()).green()


def test_a_clip_alone_has_one_pane(view, grey_reel):
    view.set_reference(grey_reel(), "Reference")
    left, right = view.panes()
    assert right is None
    assert level(view, left.center()) == 10


def test_both_sides_are_painted_as_told(view, grey_reel, read_pair):
    view.set_reference(grey_reel(), "Reference")
    view.set_edited(grey_reel(size=(72, 40)), "Edited")
    for pair in [(0, 0), (5, 5), (124, 124), (30, 60)]:
        view.show_pair(*pair)
        assert read_pair(view) == pair


def test_a_still_is_asked_for_once_in_just_its_pixels(view, grey_reel, read_pair):
    reel = grey_reel()
    view.set_reference(reel, "Reference")
    view.set_edited(grey_reel(), "Edited")
    view.show_pair(3, 3)
    read_pair(view)
    read_pair(view)
    left, _ = view.panes()
    scale = view.devicePixelRatioF()
    assert reel.asked == [(3, round(left.width() * scale), round(left.height() * scale))]


def test_without_a_result_the_right_side_is_the_reference_dimmed(view, grey_reel):
    view.set_reference(grey_reel(), "Reference")
    view.set_status("Generating")
    view.show_pair(120, 120)
    left, right = view.panes()
    assert level(view, left.center()) == 130
    corner = right.topLeft() + QPoint(4, 4)
    assert 30 < level(view, corner) < 65
    assert "Generating" in view.accessibleDescription()


def test_the_words_are_painted_over_it(view, grey_reel):
    view.set_reference(grey_reel(), "Reference")
    view.set_status("Failed · The prompt was refused\nSay it in other words. " * 3)
    _, right = view.panes()
    picture = view.grab(right).toImage()
    levels = {
        picture.pixelColor(x, y).green()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }
    assert max(levels) > 200


def test_the_players_picture_stands_in_until_the_reel_is_there(view, grey_reel):
    view.set_reference(None, "Reference")
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor(77, 77, 77))
    view.set_fallback_image(image)
    assert level(view, view.panes()[0].center()) == 77
    view.set_reference(grey_reel(), "Reference")
    view.set_fallback_image(image)
    assert level(view, view.panes()[0].center()) == 10


def test_a_clip_that_cant_be_stepped_through_keeps_the_players_picture(view):
    view.set_reference(None, "Reference")
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor(77, 77, 77))
    view.set_fallback_image(image)
    view.set_problem("reference", "Too long")
    assert level(view, view.panes()[0].center()) == 77


def test_a_problem_is_said_in_its_pane(view, grey_reel):
    view.set_reference(grey_reel(), "Reference")
    view.set_edited(None, "Edited")
    view.set_problem("edited", "The file is gone\nIt was moved or deleted.")
    assert "The file is gone" in view.accessibleDescription()
    left, _ = view.panes()
    assert level(view, left.center()) == 10


def test_nothing_of_the_old_clip_stays(view, grey_reel):
    view.set_reference(grey_reel(), "Reference")
    view.show_pair(100, 100)
    assert level(view, view.panes()[0].center()) == 110
    view.set_reference(None, "Reference")
    assert level(view, view.panes()[0].center()) < 40


@pytest.mark.parametrize("zooms", [(None, 2.0), (2.0, None), (None, 2.0, None), (2.0, None, 2.0)])
def test_the_picture_that_is_kept_is_the_last_one_seen(view, grey_reel, zooms):
    view.set_reference(grey_reel(), "Reference")
    for number, zoom in enumerate(zooms):
        view.set_look(Look(zoom=zoom))
        view.show_pair(3 if number != 1 else 100, 0)
        view.grab()
    seen = level(view, view.rect().center())
    view.let_go_reference(keep=True)
    assert level(view, view.rect().center()) == seen


def test_the_first_frame_stands_in_until_another_is_wanted(view, grey_reel):
    view.set_reference(None, "Reference")
    view.set_edited(None, "Edited")
    view.set_first("reference", grey_reel(frames=1))
    view.set_first("edited", grey_reel(frames=1))
    view.set_look(Look(Mode.FLIP))
    assert level(view, view.rect().center()) == 10
    view.show_pair(4, 4)
    left, right = view.panes()
    assert left != right, "with nothing to compare they lie side by side"
    assert level(view, left.center()) < 40
    view.set_reference(grey_reel(), "Reference")
    view.set_edited(grey_reel(), "Edited")
    assert level(view, view.rect().center()) == 14


def test_the_grid_shows_each_takes_own_frame_and_the_reference_while_it_is_held(view, grey_reel):
    view.set_reference(grey_reel(), "Reference")
    view.set_edited(grey_reel(), "Take 1")
    reels = [grey_reel(), grey_reel(), None, grey_reel(), grey_reel()]
    view.set_takes([(reel, f"Take {n}") for n, reel in enumerate(reels, 1)])
    view.set_look(Look(Mode.GRID))
    view.show_pair(5, 5)
    view.show_takes([10, 20, 0, 40])
    places = [spot.place.center() for spot in view.spots()]
    assert [level(view, at) for at in places[:2]] == [20, 30]
    assert level(view, places[2]) < 40, "it is on its way"
    assert level(view, places[3]) == 50
    assert len(places) == 4
    assert "Take 3" in view.accessibleDescription()
    view.set_look(Look(Mode.GRID, flipped=True))
    assert len(view.spots()) == 1
    assert level(view, view.rect().center()) == 15


def test_each_paint_tells_the_pair_it_has_shown(qtbot, view, grey_reel):
    view.set_reference(grey_reel(), "Reference")
    view.set_edited(grey_reel(), "Edited")
    view.show_pair(7, 9)
    with qtbot.waitSignal(view.painted) as told:
        view.grab()
    assert told.args == [7, 9]
