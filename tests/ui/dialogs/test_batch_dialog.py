"""Many clips, one prompt, one button; nothing without a prompt."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget

from aleph_desktop.domain.framing import UNCHANGED
from aleph_desktop.domain.price import Price
from aleph_desktop.ui.dialogs.batch_dialog import BatchDialog
from aleph_desktop.ui.dialogs.batch_words import batch_words
from aleph_desktop.ui.theme import Theme


@pytest.fixture
def make(qapp, qtbot):
    Theme(qapp, "dark")
    window = QWidget()
    qtbot.addWidget(window)

    def made(prompt: str, price: Price | None = None, takes: int = 1, refused=()):
        names = [f"{n}.mp4" for n in range(12)]
        words = batch_words(
            names,
            refused,
            free=False,
            frame_size=None,
            seed=None,
            price=price,
            references=1,
            clip_seconds=5.0,
            framing=UNCHANGED,
        )
        dialog = BatchDialog(words, prompt, 1000, takes, window)
        dialog.show()
        asked: list[tuple[str, int]] = []
        dialog.queue_wanted.connect(lambda prompt, takes: asked.append((prompt, takes)))
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
    assert asked == [("night", 1)]
    assert dialog.result() == BatchDialog.DialogCode.Accepted


def test_a_double_click_asks_once(make, qtbot) -> None:
    dialog, asked = make("night")
    qtbot.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog._queue, Qt.MouseButton.LeftButton)
    dialog._queue.click()
    assert asked == [("night", 1)]


def test_escape_queues_nothing(make, qtbot) -> None:
    dialog, asked = make("night")
    qtbot.keyClick(dialog._prompt, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert asked == []


def test_a_prompt_that_is_too_long_says_by_how_much(make) -> None:
    dialog, _ = make("x" * 1003)
    assert not dialog._queue.isEnabled()
    assert "3 characters too long" in dialog._hint.text()


def test_takes_and_price_are_said_before_anything_is_queued(make, qtbot) -> None:
    dialog, asked = make("night", Price(Decimal("0.98")))
    assert dialog._hint.text() == "12 runs: 12 × $0.98 = $11.76."
    dialog._takes.set_takes(2)
    assert dialog._hint.text() == "12 clips × 2 takes = 24 runs: 24 × $0.98 = $23.52."
    assert dialog._queue.text() == "Queue 24 runs"
    dialog._queue.click()
    assert asked == [("night", 2)]


def test_everything_that_can_t_be_used_is_listed(make) -> None:
    refused = [(f"{n}.txt", "not a kind of clip that this app knows") for n in range(200)]
    dialog, _ = make("night", refused=refused)
    shown = dialog.findChild(QListWidget)
    assert shown.count() == 200
    assert shown.height() < 200
    assert "199.txt" in shown.item(199).text()
