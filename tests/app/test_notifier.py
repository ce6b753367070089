"""Notifications: one a batch, with the count, and only for who looks elsewhere."""

import time
from collections import Counter
from dataclasses import replace

import pytest

from aleph_desktop.app.bus_notices import BusNotices
from aleph_desktop.app.notifier import Notifier, batch_words, farewell_words
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.settings.paths import APP_ID

JOB = Job("j1", Edit(ClipSource(SourceKind.FILE, "/a.mp4"), "rain", "m"), 0.0)


class Board:
    def __init__(self) -> None:
        self.shown: list[str] = []

    def show(self, words: str) -> None:
        self.shown.append(words)


class Eyes:
    """Whether the user looks at the window, and how often it was pointed at."""

    def __init__(self) -> None:
        self.here = False
        self.alerts = 0

    def look(self) -> bool:
        return self.here

    def alert(self) -> None:
        self.alerts += 1


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


@pytest.fixture
def notifier(qapp, board, eyes) -> Notifier:
    return Notifier(board, eyes.look, eyes.alert)


def end(notifier: Notifier, *states: JobState) -> None:
    for number, state in enumerate(states, start=1):
        notifier.job_ended(replace(JOB, state=state))
        notifier.set_active(len(states) - number)


def test_one_for_a_batch_of_fifty(notifier, board, eyes, qtbot) -> None:
    end(notifier, *[JobState.DONE] * 49, JobState.FAILED)
    qtbot.waitUntil(lambda: bool(board.shown))
    assert board.shown == ["49 jobs are done, 1 failed."]
    assert eyes.alerts == 1


def test_none_for_who_sees_the_window(notifier, board, eyes, qtbot) -> None:
    eyes.here = True
    end(notifier, JobState.DONE)
    qtbot.wait(30)
    eyes.here = False
    notifier.set_active(0)
    qtbot.wait(30)
    assert board.shown == []


def test_what_the_user_cancelled_is_no_news(notifier, board, qtbot) -> None:
    end(notifier, JobState.CANCELLED)
    qtbot.wait(30)
    assert board.shown == []


def test_the_next_comes_later_and_tells_of_all(notifier, board, eyes, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("aleph_desktop.app.notifier.SPACING", 0.4)
    end(notifier, JobState.DONE)
    qtbot.waitUntil(lambda: bool(board.shown))
    began = time.monotonic()
    end(notifier, JobState.DONE)
    end(notifier, JobState.DONE, JobState.UNCONFIRMED)
    qtbot.waitUntil(lambda: len(board.shown) > 1)
    assert time.monotonic() - began > 0.3
    assert board.shown[1:] == ["2 jobs are done, 1 may need you."]


def test_a_batch_that_begins_meanwhile_is_waited_for(notifier, board, qtbot) -> None:
    end(notifier, JobState.DONE)
    notifier.set_active(1)
    qtbot.wait(30)
    assert board.shown == []
    end(notifier, JobState.DONE)
    qtbot.waitUntil(lambda: bool(board.shown))
    assert board.shown == ["2 jobs are done."]


def test_why_the_queue_rests_is_said_once(notifier, board, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("aleph_desktop.app.notifier.SPACING", 0.0)
    notifier.set_active(1)
    notifier.set_active(0, "No credits are left.")
    qtbot.waitUntil(lambda: bool(board.shown))
    notifier.set_active(0, "No credits are left.")
    qtbot.wait(30)
    assert board.shown == ["No credits are left."]
    notifier.set_active(1)
    notifier.set_active(0, "No credits are left.")
    qtbot.waitUntil(lambda: len(board.shown) == 2)


def test_after_the_end_nothing_is_said(notifier, board, qtbot) -> None:
    end(notifier, JobState.DONE)
    notifier.stop()
    qtbot.wait(30)
    assert board.shown == []


@pytest.mark.parametrize(
    ("done", "failed", "asked", "words"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, "1 job is done."),
        (3, 1, 0, "3 jobs are done, 1 failed."),
        (0, 2, 0, "2 jobs failed."),
        (0, 0, 1, "1 job may need you."),
        (1200, 2, 3, "1,200 jobs are done, 2 failed, 3 may need you."),
    ],
)
def test_words_of_a_batch(done, failed, asked, words) -> None:
    ended = {JobState.DONE: done, JobState.FAILED: failed, JobState.UNCONFIRMED: asked}
    assert batch_words(Counter(ended), "") == words


@pytest.mark.parametrize(
    ("at_service", "here", "words"),
    [
        (0, 0, ""),
        (2, 0, "2 jobs go on at the service. They are picked up at the next start."),
        (1, 0, "1 job goes on at the service. It is picked up at the next start."),
        (0, 1, "1 job waits here. It is picked up at the next start."),
        (1, 3, "1 job goes on at the service, 3 wait here. They are picked up at the next start."),
    ],
)
def test_words_of_a_farewell(at_service, here, words) -> None:
    assert farewell_words(at_service, here) == words


def test_a_notification_reaches_the_desktop_and_its_click_comes_back(desktop, qapp, qtbot) -> None:
    notices = BusNotices()
    clicks: list[str] = []
    notices.clicked.connect(clicks.append)
    notices.show("3 jobs are done.")
    desktop.until(lambda: desktop.named("Notify"))
    desktop.click(1, "first")
    qtbot.waitUntil(lambda: clicks == ["first"])
    notices.show("1 job failed.")
    desktop.until(lambda: len(desktop.named("Notify")) == 2)
    first, second = desktop.named("Notify")
    assert (first[0], first[1], first[4]) == ("aleph_desktop", 0, "3 jobs are done.")
    assert dict(first[6])["desktop-entry"] == ("s", APP_ID)  # its icon stands beside the words
    assert (second[1], second[4]) == (1, "1 job failed.")  # in the place of the first
    desktop.click(77, "another program's")
    desktop.click(2, "second")
    qtbot.waitUntil(lambda: clicks == ["first", "second"])
    notices.close(5)
    assert len(desktop.named("Notify")) == 2


def test_the_last_word_is_out_when_it_is_closed(desktop, qapp) -> None:
    notices = BusNotices()
    notices.show("2 jobs go on at the service.")
    notices.close(5)
    desktop.until(lambda: desktop.named("Notify"))


@pytest.mark.parametrize("world", ["no_bus", "deaf_desktop"])
def test_where_nobody_answers_nobody_waits(world, request, qapp) -> None:
    request.getfixturevalue(world)
    notices = BusNotices()
    began = time.monotonic()
    notices.show("3 jobs are done.")
    notices.close(0.3)
    assert time.monotonic() - began < 0.5
