"""The image references: shown, added, replaced, removed, missing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from aleph_desktop.ui.composer.reference_picture import TILE, picture
from aleph_desktop.ui.composer.reference_tray import ReferenceTray
from aleph_desktop.ui.theme import Theme

WEB = "https://images.example.com/moon.png?token=secret"


@pytest.fixture
def image(tmp_path):
    """`image(name, colour)` makes a picture, 200×100."""

    def make(name: str, colour: str = "red", width: int = 200, height: int = 100) -> str:
        path = str(tmp_path / name)
        made = QImage(width, height, QImage.Format.Format_RGB32)
        made.fill(QColor(colour))
        assert made.save(path)
        return path

    return make


@pytest.fixture
def tray(qapp, qtbot):
    made = ReferenceTray(Theme(qapp, "dark"))
    qtbot.addWidget(made)
    made.resize(320, 90)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


@pytest.fixture
def changes(tray):
    found: list[tuple[str, ...]] = []
    tray.changed.connect(lambda: found.append(tray.references))
    return found


def words(tray: ReferenceTray) -> str:
    return tray._message.text() if tray._message.isVisible() else ""


def test_another_replaces_the_one_that_the_model_takes_and_says_so(tray, changes, image) -> None:
    moon, sun = image("moon.png"), image("sun.jpg")
    tray.add_reference(moon)
    assert words(tray) == ""
    tray.add_reference(sun)
    assert tray.references == (sun,)
    assert words(tray) == "In place of moon.png: the model takes one image."
    assert changes == [(moon,), (sun,)]
    tray.add_reference(sun)
    assert words(tray) == ""  # it is the same


def test_a_model_that_takes_more_keeps_them_up_to_its_limit(tray, image) -> None:
    paths = [image(f"{number}.png") for number in range(4)]
    tray.set_limit(3)
    for path in paths:
        tray.add_reference(path)
    assert tray.references == (paths[0], paths[1], paths[3])
    assert words(tray) == "In place of 2.png: the model takes 3 images."


def test_our_own_copies_have_names_for_nobody(tray, image, tmp_path) -> None:
    ours = image(f"{'18e3727e' * 4}.png")
    tray.add_reference(ours)
    assert "18e3" not in tray._shelf._tiles[0].toolTip()
    tray.add_reference(image("sun.jpg"))
    assert words(tray) == "In place of the former image: the model takes one image."
    tray.set_references((str(tmp_path / f"{'0a' * 16}.jpg"),))
    assert words(tray).startswith("An image is not there any more.")


def test_too_many_are_shown_and_said_not_dropped(tray, image) -> None:
    paths = (image("a.png"), image("b.png"))
    tray.set_references(paths)
    assert tray.references == paths
    assert not tray.is_usable
    assert words(tray) == "The model takes 1 of these 2: remove some."
    tray.set_limit(2)
    assert tray.is_usable
    assert words(tray) == ""


def test_a_model_without_references_has_no_tray(tray) -> None:
    tray.set_limit(0)
    assert not tray.isVisible()
    tray.set_limit(1)
    assert tray.isVisible()


def test_a_file_that_is_gone_is_named(tray, image, tmp_path) -> None:
    tray.set_references((str(tmp_path / "gone.png"),))
    tile = tray._shelf._tiles[0]
    assert tile.words == "missing"
    assert not tray.is_usable
    assert words(tray).startswith("gone.png is not there any more.")
    tray.set_references((image("here.png"),))
    assert tray.is_usable
    assert words(tray) == ""


def test_one_on_the_web_shows_its_host_and_no_secret(tray) -> None:
    tray.set_references((WEB,))
    tile = tray._shelf._tiles[0]
    assert tray.is_usable
    assert tile.words == "images.example.com"
    assert "secret" not in tile.toolTip() + tile.accessibleName()
    tray.set_references(("https://[broken",))
    assert tray._shelf._tiles[0].words == "the web"


def test_a_file_that_is_no_picture_says_so(tray, tmp_path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("no picture")
    tray.set_references((str(path),))
    assert tray._shelf._tiles[0].words == "no picture"
    tray.grab()


def test_the_cross_removes_and_the_rest_of_the_tile_does_not(tray, image, qtbot, changes) -> None:
    path = image("moon.png")
    tray.set_references((path,))
    tile = tray._shelf._tiles[0]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(4, 30))
    assert tray.references == (path,)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=tile.cross.center())
    assert tray.references == ()
    assert changes == [(path,), ()]


def test_the_cross_shows_with_the_focus(tray, image) -> None:
    tray.set_references((image("moon.png", "red"),))
    tile = tray._shelf._tiles[0]
    middle = tile.cross.center()
    before = tile.grab().toImage()
    assert QColor(before.pixel(middle)) == QColor("red")
    tile.setFocus()
    assert QColor(tile.grab().toImage().pixel(middle)) != QColor("red")


def test_del_removes_and_the_focus_stays_in_the_tray(tray, image, qtbot) -> None:
    tray.set_limit(2)
    one, two = image("1.png"), image("2.png")
    tray.set_references((one, two))
    tray._shelf._tiles[0].setFocus()
    qtbot.keyClick(tray._shelf._tiles[0], Qt.Key.Key_Delete)
    assert tray.references == (two,)
    assert tray._shelf._tiles[0].hasFocus()
    qtbot.keyClick(tray._shelf._tiles[0], Qt.Key.Key_Backspace)
    assert tray.references == ()
    assert tray._shelf._add.hasFocus()


def test_the_three_ways_to_add_one(tray, qtbot) -> None:
    menu = tray._shelf._menu
    for action, signal in zip(
        menu.actions(),
        (tray.file_wanted, tray.paste_wanted, tray.library_wanted),
        strict=True,
    ):
        with qtbot.waitSignal(signal):
            action.trigger()
    assert tray._library.isVisible()
    tray._library.close()


def test_a_problem_is_said_until_the_references_change(tray, image) -> None:
    tray.show_problem("moon.psd is no picture that the model takes.")
    assert words(tray) == "moon.psd is no picture that the model takes."
    assert tray._message.property("role") == "error"
    tray.add_reference(image("moon.png"))
    assert words(tray) == ""


def test_many_wrap_into_rows(tray, image) -> None:
    tray.set_limit(7)
    tray.set_references(tuple(image(f"{number}.png") for number in range(7)))
    places = [tile.geometry() for tile in tray._shelf._tiles] + [tray._shelf._add.geometry()]
    assert all(tray._shelf.rect().contains(place) for place in places)
    assert not any(
        one.intersects(two) for number, one in enumerate(places) for two in places[:number]
    )


# The library


@pytest.fixture
def library(tray, image):
    paths = [image(f"{number}.png") for number in range(3)]
    tray.library_wanted.connect(lambda: tray.set_library(paths))
    tray._on_library()
    yield tray._library
    tray._library.close()


def test_the_library_shows_what_it_has_one_by_one(library, qtbot) -> None:
    qtbot.waitUntil(lambda: not library._loading.isActive())
    assert len(library.paths) == 3
    icons = [library._images.item(row).icon().isNull() for row in range(3)]
    assert icons == [False] * 3


def test_a_click_or_enter_takes_one(tray, library, qtbot) -> None:
    second = library._images.item(1)
    place = library._images.visualItemRect(second).center()
    qtbot.mouseClick(library._images.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert tray.references == (library.paths[1],)
    assert not library.isVisible()
    tray._on_library()
    qtbot.keyClick(library._images, Qt.Key.Key_Home)
    qtbot.keyClick(library._images, Qt.Key.Key_Return)
    assert tray.references == (library.paths[0],)


def test_del_asks_to_remove_and_escape_closes(tray, library, qtbot) -> None:
    with qtbot.waitSignal(tray.library_removal_wanted) as asked:
        qtbot.keyClick(library._images, Qt.Key.Key_Delete)
    assert asked.args == [library.paths[0]]
    tray.set_library(library.paths[1:])
    assert len(library.paths) == 2
    qtbot.keyClick(library._images, Qt.Key.Key_Escape)
    assert not library.isVisible()


def test_an_empty_library_says_what_will_be_there(tray, library) -> None:
    tray.set_library(())
    assert library._nothing.isVisible()
    assert not library._remove.isVisible()


@pytest.mark.parametrize(("width", "height"), [(2000, 100), (100, 2000), (30, 20), (52, 40)])
@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_a_picture_fills_its_tile_whatever_its_shape(image, name, width, height) -> None:
    made = picture(image(name, "blue", width, height), TILE, 2.0)
    assert made.size() == TILE * 2
    assert made.devicePixelRatio() == 2
    corner = QColor(made.pixel(1, 1))
    assert corner.blue() > 250
    assert corner.red() < 5
