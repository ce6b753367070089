"""The window never is larger than its screen, nor beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QScrollArea

from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.screen_fit import inside, least_size
from aleph_desktop.ui.theme import Theme


@pytest.mark.parametrize(
    ("room", "least"),
    [
        ((1440, 900), (900, 600)),
        ((720, 450), (720, 450)),  # 1440×900 with QT_SCALE_FACTOR=2
        ((1920, 500), (900, 500)),
        ((320, 200), (640, 400)),
    ],
)
def test_the_least_size_gives_way_to_the_screen(room, least):
    assert least_size(QSize(*room)) == QSize(*least)


places, lengths = st.integers(-3000, 3000), st.integers(1, 4000)
rects = st.builds(QRect, places, places, lengths, lengths)


@given(rects, rects)
def test_a_window_comes_to_lie_on_the_screen(window, room):
    placed = inside(window, room)
    assert room.contains(placed)
    assert placed.size() == window.size().boundedTo(room.size())
    assert not room.contains(window) or placed == window


def test_what_a_small_window_has_no_room_for_is_scrolled_to(qtbot, qapp):
    theme = Theme(qapp, "dark")
    window = MainWindow(theme.tokens)
    qtbot.addWidget(window)
    window.fill(theme)
    with qtbot.waitExposed(window):
        window.show()
    window.setMinimumSize(640, 400)  # as on a small screen
    scroll = window.findChild(QScrollArea, "places")
    for size, is_cut in ((QSize(900, 600), False), (QSize(720, 450), True)):
        window.resize(size)
        qtbot.waitUntil(lambda size=size: window.size() == size)
        bar = scroll.horizontalScrollBar()
        qtbot.waitUntil(lambda bar=bar, is_cut=is_cut: bar.isVisible() is is_cut)
    scroll.ensureWidgetVisible(window.composer._generate)
    button = window.composer._generate
    corner = button.mapTo(scroll.viewport(), button.rect().bottomLeft())
    assert scroll.viewport().rect().contains(corner)
