"""The offset of the edited clip, in frames."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSpinBox

from aleph_desktop.ui.review.sync_box import SyncBox


@pytest.fixture
def box(qtbot, theme):
    box = SyncBox()
    qtbot.addWidget(box)
    box.show()
    qtbot.waitExposed(box)
    return box


@pytest.fixture
def told(box):
    seen = []
    box.offset_changed.connect(seen.append)
    return seen


def open_box(qtbot, box):
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    spin = box.findChild(QSpinBox)
    qtbot.waitExposed(spin.window())
    return spin


def test_a_number_is_told_when_it_is_whole(qtbot, box, told):
    spin = open_box(qtbot, box)
    assert spin.hasFocus()
    qtbot.keyClicks(spin, "12")
    assert told == []
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert told == [12]
    assert box.accessibleName() == "The edited clip starts 12 frames later"


def test_frame_by_frame(qtbot, box, told):
    spin = open_box(qtbot, box)
    qtbot.keyClick(spin, Qt.Key.Key_Down)
    assert told == [-1]
    assert box.toolTip() == "The edited clip starts 1 frame earlier"


def test_what_is_told_is_not_told_back_and_reset_is(qtbot, box, told):
    box.set_offset(-3)
    assert box.offset == -3
    assert told == []
    open_box(qtbot, box)
    reset = box.findChild(QPushButton)
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert told == [0]
    assert box.accessibleName() == "Sync"
    assert not reset.isVisible()


def test_esc_closes_it(qtbot, box):
    spin = open_box(qtbot, box)
    qtbot.keyClick(spin, Qt.Key.Key_Escape)
    assert not spin.isVisible()
