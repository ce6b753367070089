"""What is said of a clip on the web, and what can be done about it."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.url_report import UrlReport, UrlStep
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.ui.composer.url_card import UrlCard, url_facts
from aleph_desktop.ui.theme import Theme

URL = "https://example.com/a.mp4"
INFO = ClipInfo(1280, 720, Fraction(25), 12.0, 0, "mov,mp4", "h264", "yuv420p", has_audio=True)


@pytest.fixture
def card(qapp, qtbot):
    Theme(qapp, "dark")
    made = UrlCard()
    qtbot.addWidget(made)
    made.resize(300, 130)
    made.show()
    return made


def steps(card: UrlCard) -> list[UrlStep]:
    return [step for step, button in card._steps.items() if button.isVisible()]


def test_a_good_url_says_that_its_start_counts_and_how_to_choose(card) -> None:
    card.show_report(UrlReport(URL, info=INFO, notes=("Its length isn't known.",)), 5)
    assert "first 5 s count. To choose a part, download it." in card._words.text()
    assert "Its length isn't known." in card._words.text()
    assert not card._problem.isVisible()
    assert steps(card) == [UrlStep.FETCH]


def test_of_a_short_one_all_counts(card) -> None:
    card.show_report(UrlReport(URL, info=replace(INFO, duration=5.0)), 5)
    assert "All of it counts" in card._words.text()
    assert steps(card) == []


def test_a_problem_has_its_remedy_and_a_button_for_each_step(card, qtbot) -> None:
    wanted = []
    card.step_wanted.connect(wanted.append)
    offered = (UrlStep.USE_TARGET, UrlStep.FETCH)
    card.show_report(UrlReport(URL, "It leads elsewhere.", "Use that address.", offered), 5)
    assert card._problem.text() == "It leads elsewhere."
    assert card._words.text() == "Use that address."
    assert steps(card) == list(offered)
    for step in offered:
        qtbot.mouseClick(card._steps[step], Qt.MouseButton.LeftButton)
    assert wanted == ["use_target", "fetch"]
    card.show_report(UrlReport(URL, "It is private.", "", (UrlStep.LOOK_ANYWAY,)), 5)
    assert steps(card) == [UrlStep.LOOK_ANYWAY]
    assert not card._words.isVisible()


def test_a_download_shows_its_bytes_and_can_be_cancelled(card, qtbot) -> None:
    card.show_report(UrlReport(URL), 5)
    card.show_progress(3_000_000, 12_000_000)
    assert "3.0 MB of 12.0 MB" in card._words.text()
    assert card._progress.value() * 4 == card._progress.maximum()
    assert steps(card) == []
    card.show_progress(3_000_000, None)
    assert not card._progress.isVisible()  # a bar shows something real
    with qtbot.waitSignal(card.cancel_wanted):
        qtbot.mouseClick(card._cancel, Qt.MouseButton.LeftButton)
    card.show_words("")
    assert not card._cancel.isVisible()


def test_a_step_that_failed_can_be_tried_again(card) -> None:
    failure = Failure(FailureKind.NETWORK, "Stopped", "The line broke.", "Try again.")
    card.show_failure(failure, UrlReport(URL, "It is too large.", "", (UrlStep.FETCH,)))
    assert (card._problem.text(), card._words.text()) == ("The line broke.", "Try again.")
    assert steps(card) == [UrlStep.FETCH]
    card.show_failure(failure, UrlReport(URL))
    assert "The service can still fetch it itself." in card._words.text()
    assert steps(card) == [UrlStep.FETCH]
    card.show_failure(failure, None)
    assert steps(card) == []


def test_facts_are_what_is_known() -> None:
    assert url_facts(UrlReport(URL)) == ""
    assert url_facts(UrlReport(URL, mime_type="video/mp4", size=9_400_000)) == "video/mp4 · 9.4 MB"
    known = UrlReport(URL, mime_type="video/mp4", size=9_400_000, info=INFO)
    assert url_facts(known) == "1280×720 · 25 fps · 12.0 s · 9.4 MB"
