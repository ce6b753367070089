"""A frame that is on screen is given away as an image reference."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QEnterEvent, QImage
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.time_range import TimeRange

NAME = "Use this frame as image reference"


@pytest.fixture
def buttons(room):
    return {
        b.accessibleName().removeprefix(f"{NAME}: "): b
        for b in room.findChildren(QToolButton)
        if b.accessibleName().startswith(NAME)
    }


@pytest.fixture
def use(qtbot, room, buttons):
    def use(side):
        with qtbot.waitSignal(room.use_frame_wanted) as told:
            qtbot.mouseClick(buttons[side], Qt.MouseButton.LeftButton)
        return told.args

    return use


@pytest.fixture
def shown_job(room, bring, make_job, twelve, numbered_clip):
    job = make_job(
        sent_path=numbered_clip(frames=125), result_path=numbered_clip(Fraction(24), frames=120)
    )
    source = ClipSource(SourceKind.FILE, twelve)
    job = replace(job, edit=replace(job.edit, source=source, span=TimeRange(4.2, 9.2)))
    room.show_job(job)
    bring()
    return job


def test_of_a_draft_it_is_the_middle_of_the_frame_in_the_file(
    room, bring, use, buttons, make_info, twelve
):
    assert not buttons["reference"].isVisible()
    room.show_clip(twelve, "clip.mp4", make_info(), TimeRange(4.2, 9.2))
    bring()
    room.step(10)
    assert use("reference") == [twelve, pytest.approx(4.62)]
    assert not buttons["edited"].isVisible()
    still = QImage(16, 9, QImage.Format.Format_RGB32)
    still.fill(QColor("red"))
    room.show_still(still, 2.0)
    assert use("reference") == [twelve, pytest.approx(2.02)]


def test_of_a_job_it_is_the_file_of_that_side(qtbot, room, bring, use, shown_job, twelve):
    room.go_to(50)
    assert use("reference") == [shown_job.sent_path, pytest.approx(2.02)]
    assert use("edited") == [shown_job.result_path, pytest.approx(48.5 / 24)]
    room._head.bar.takes.original_wanted.emit(True)
    assert use("reference")[0] == shown_job.sent_path, "it is still the copy that is seen"
    bring()
    assert use("reference") == [twelve, pytest.approx(6.22)]


def test_it_is_there_for_the_keyboard_and_seen_when_it_has_the_focus(
    qtbot, room, buttons, shown_job
):
    button = buttons["edited"]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    QApplication.sendEvent(room.view, QEvent(QEvent.Type.Leave))
    unseen = button.grab().toImage()
    room.activateWindow()
    qtbot.waitUntil(room.isActiveWindow)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    assert button.grab().toImage() != unseen
    with qtbot.waitSignal(room.use_frame_wanted) as told:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert told.args[0] == shown_job.result_path


def test_it_is_seen_while_the_mouse_is_over_the_pictures(room, buttons, shown_job):
    QApplication.sendEvent(room.view, QEvent(QEvent.Type.Leave))
    unseen = room.view.grab().toImage()
    at = QPointF(5, 5)
    QApplication.sendEvent(room.view, QEnterEvent(at, at, at))
    assert room.view.grab().toImage() != unseen
    QApplication.sendEvent(room.view, QEvent(QEvent.Type.Leave))
    assert room.view.grab().toImage() == unseen


def test_it_lies_inside_its_picture(room, bring, buttons, make_info, numbered_clip):
    path = numbered_clip(frames=10, size=(90, 160))
    room.show_clip(path, "clip.mp4", make_info(0.4, size=(90, 160)), TimeRange(0.0, 0.4))
    bring()
    for height in (900, 550, 260):
        room.resize(700, height)
        assert room.view.panes()[0].contains(buttons["reference"].geometry())
        assert buttons["reference"].isVisible()


@pytest.mark.parametrize("side", [0, 1])
def test_a_pictures_menu_offers_it(qtbot, room, shown_job, side):
    place = room.view.panes()[side].center()
    menu = open_menu(room, place)
    assert [action.text() for action in menu.actions()] == [NAME]
    with qtbot.waitSignal(room.use_frame_wanted) as told:
        menu.actions()[0].trigger()
    assert told.args[0] == (shown_job.sent_path, shown_job.result_path)[side]
    menu.close()


def test_without_a_picture_there_is_nothing_to_use(room, buttons, make_job):
    room.show_job(make_job())
    assert open_menu(room, QPoint(100, 100)) is None
    assert not any(button.isVisible() for button in buttons.values())


def open_menu(room, at):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, room.view.mapToGlobal(at))
    QApplication.sendEvent(room.view, event)
    return room.view.findChild(QMenu)
