"""The banner says why the queue stands still, for as long as it does."""

import pytest
from PySide6.QtCore import Qt

from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.hold_banner import HoldBanner

CREDITS = Failure(
    FailureKind.CREDITS, "The account has no credits left", "The service said no.", "Top up."
)
KEY = Failure(FailureKind.KEY, "The service refused the key", "It is not valid.", "Check it.")


@pytest.fixture
def banner(qtbot):
    made = HoldBanner()
    qtbot.addWidget(made)
    return made


def pressed(banner, qtbot) -> str:
    heard = []
    banner.resume_wanted.connect(lambda: heard.append("resume"))
    banner.key_wanted.connect(lambda: heard.append("key"))
    qtbot.mouseClick(banner._button, Qt.MouseButton.LeftButton)
    return ", ".join(heard)


def test_paused_by_the_user(banner, qtbot) -> None:
    banner.set_hold(Hold(by_user=True))
    assert banner.isVisible()
    assert banner._title.text() == "The queue is paused"
    assert "nothing new is sent" in banner._words.text()
    assert pressed(banner, qtbot) == "resume"


@pytest.mark.parametrize("by_user", [False, True])
def test_no_credits_says_what_to_do(banner, qtbot, by_user) -> None:
    banner.set_hold(Hold(by_user, CREDITS))
    assert banner._title.text() == "⚠ The account has no credits left"
    assert "Top up." in banner._words.text()
    assert pressed(banner, qtbot) == "resume"


def test_a_refused_key_is_entered_anew(banner, qtbot) -> None:
    banner.set_hold(Hold(failure=KEY))
    assert banner._button.text() == "Enter key…"
    assert pressed(banner, qtbot) == "key"


def test_it_goes_when_the_hold_ends(banner) -> None:
    banner.set_hold(Hold(failure=KEY))
    banner.set_hold(Hold(by_user=True))
    assert banner._button.text() == "Resume"
    banner.set_hold(Hold())
    assert not banner.isVisible()
