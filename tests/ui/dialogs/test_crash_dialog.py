"""The report can be read, copied, and is not sent anywhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from aleph_desktop.ui.dialogs.crash_dialog import CrashDialog


def button(dialog: CrashDialog, words: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words)


def test_it_is_copied_as_it_is_shown(qapp, qtbot) -> None:
    dialog = CrashDialog("The app made a mistake, and went on.", "line 1\nline 2\n")
    qtbot.addWidget(dialog)
    dialog.open()
    QTest.keyClicks(dialog._report, "typed")
    QTest.mouseClick(button(dialog, "Copy report"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "line 1\nline 2\n"
    dialog.show_words("The app made 2 mistakes, and went on.")
    assert dialog._words.text() == "The app made 2 mistakes, and went on."


def test_its_buttons(qapp, qtbot) -> None:
    dialog = CrashDialog("words", "report")
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.folder_wanted):
        QTest.mouseClick(button(dialog, "Open log folder"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.finished):
        QTest.mouseClick(button(dialog, "Close"), Qt.MouseButton.LeftButton)
