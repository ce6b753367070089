"""The button that stands for the result's file: a click shows it, a drag takes it along."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from aleph_desktop.ui.review.file_button import FileButton

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot):
    button = FileButton("Reveal")
    qtbot.addWidget(button)
    button.resize(80, 30)
    with qtbot.waitExposed(button):
        button.show()
    return button, QSignalSpy(button.clicked), QSignalSpy(button.drag_wanted)


def test_a_click(qtbot):
    button, clicks, drags = shown(qtbot)
    QTest.mouseClick(button, LEFT)
    assert (clicks.count(), drags.count()) == (1, 0)


def test_a_trembling_hand_clicks(qtbot):
    button, clicks, drags = shown(qtbot)
    QTest.mousePress(button, LEFT, pos=QPoint(20, 10))
    QTest.mouseMove(button, QPoint(20 + QApplication.startDragDistance() - 1, 10))
    QTest.mouseRelease(button, LEFT, pos=QPoint(22, 10))
    assert (clicks.count(), drags.count()) == (1, 0)


def test_a_drag_is_told_once_and_is_no_click(qtbot):
    button, clicks, drags = shown(qtbot)
    QTest.mousePress(button, LEFT, pos=QPoint(20, 10))
    for x in (40, 60, 79):
        QTest.mouseMove(button, QPoint(x, 10))
    QTest.mouseRelease(button, LEFT, pos=QPoint(60, 10))
    assert (clicks.count(), drags.count()) == (0, 1)
