"""Many clips, one prompt, one button; nothing without a prompt."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aleph_desktop.ui.dialogs.batch_dialog import BatchDialog
from aleph_desktop.ui.dialogs.batch_words import batch_words
from aleph_desktop.ui.theme import Theme


@pytest.fixture
def make(qapp, qtbot):
    Theme(qapp, "dark")
    window = QWidget()
    qtbot.addWidget(window)

    def made(prompt: str) -> tuple[BatchDialog, list[str]]:
        names = [f"{n}.mp4" for n in range(12)]
        words = batch_words(names, [], free=False, frame_size=None, seed=None)
        dialog = BatchDialog(words, prompt, 1000, window)
        dialog.show()
        asked: list[str] = []
        dialog.queue_wanted.connect(asked.append)
        return dialog, asked

    return made


def test_without_a_prompt_nothing_can_be_queued(make, qtbot) -> None:
    dialog, asked = make("")
    assert not dialog._queue.isEnabled()
    assert dialog._hint.text() == "Write what should change first."
    qtbot.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
    assert asked == []
    qtbot.keyClicks(dialog._prompt, " night ")
    assert dialog._hint.text() == "12 runs, each charged by the service."
    qtbot.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
    assert asked == ["night"]
    assert dialog.result() == BatchDialog.DialogCode.Accepted


def test_a_double_click_asks_once(make, qtbot) -> None:
    dialog, asked = make("night")
    qtbot.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
    dialog._queue.click()
    assert asked == ["night"]


def test_escape_queues_nothing(make, qtbot) -> None:
    dialog, asked = make("night")
    qtbot.keyClick(dialog._prompt, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert asked == []


def test_a_prompt_that_is_too_long_says_by_how_much(make) -> None:
    dialog, _ = make("x" * 1003)
    assert not dialog._queue.isEnabled()
    assert "3 characters too long" in dialog._hint.text()
