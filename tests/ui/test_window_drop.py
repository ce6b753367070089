"""What the window answers to a drag: always a copy, and nothing to its own results."""

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy

from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.theme import Theme

COPY, MOVE, LINK = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction, Qt.DropAction.LinkAction
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, qapp):
    theme = Theme(qapp, "dark")
    made = MainWindow(theme.tokens)
    qtbot.addWidget(made)
    made.fill(theme)
    return made


@pytest.fixture
def clip():
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/clips/a b%25 ü#1.mp4")])
    return data


@pytest.mark.parametrize("proposed", [COPY, MOVE, LINK])
def test_it_is_a_copy_whatever_is_proposed(window, clip, proposed):
    given = QSignalSpy(window.clips_given)
    enter = QDragEnterEvent(QPoint(9, 9), COPY | MOVE | LINK, clip, LEFT, NO_KEY)
    enter.setDropAction(proposed)
    drop = QDropEvent(QPointF(9, 9), COPY | MOVE | LINK, clip, LEFT, NO_KEY)
    drop.setDropAction(proposed)
    window.dragEnterEvent(enter)
    window.dropEvent(drop)
    assert [(event.isAccepted(), event.dropAction()) for event in (enter, drop)] == [
        (True, COPY),
        (True, COPY),
    ]
    assert (given.count(), given.at(0)[0]) == (1, ["/clips/a b%25 ü#1.mp4"])


class OwnDrag(QDragEnterEvent):
    """One that began in this program."""

    def source(self):
        return QObject()


def test_its_own_result_is_no_new_clip(window, clip):
    enter = OwnDrag(QPoint(9, 9), COPY, clip, LEFT, NO_KEY)
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()
