"""When a waiting job is begun, in words."""

import pytest

from aleph_desktop.domain.job import BUSY
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.queue.turn import Turn, ordinal, queued


def held_by(kind, by_user=False):
    return Hold(by_user=by_user, failure=Failure(kind, "title", "message"))


@pytest.mark.parametrize(
    ("place", "words"),
    [(None, "Queued"), (1, "Queued · next"), (2, "Queued · 2nd in line"),
     (3, "Queued · 3rd in line"), (12, "Queued · 12th in line")],
)  # fmt: skip
def test_a_place_in_line(make_job, place, words):
    assert queued(make_job(), Turn(place)) == words


@pytest.mark.parametrize(
    ("hold", "words"),
    [
        (Hold(by_user=True), "Queued, next · paused"),
        (held_by(FailureKind.KEY), "Queued, next · waits for a key"),
        (held_by(FailureKind.CREDITS), "Queued, next · waits for credits"),
        (held_by(FailureKind.NETWORK), "Queued, next · no connection"),
        (held_by(FailureKind.SPACE), "Queued, next · no disk space"),
        (held_by(FailureKind.KEY, by_user=True), "Queued, next · paused"),
    ],
)
def test_a_hold_says_what_it_waits_for(make_job, hold, words):
    assert queued(make_job(), Turn(1, hold)) == words


def test_places_are_told_while_the_queue_is_paused(make_job):
    assert queued(make_job(), Turn(3, Hold(by_user=True))) == "Queued, 3rd · paused"


def test_one_that_is_kept_back_is_paused_whatever_the_queue_does(make_job):
    job = make_job(held=True)
    assert queued(job, Turn()) == "Paused"
    assert queued(job, Turn(None, Hold(by_user=True))) == "Paused"


def test_a_busy_service(make_job):
    assert queued(make_job(status_word=BUSY), Turn(1)) == "Queued · the service is busy"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (22, "22nd"), (103, "103rd"), (111, "111th")],
)  # fmt: skip
def test_ordinals(number, words):
    assert ordinal(number) == words
