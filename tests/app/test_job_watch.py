"""What counts as going on by itself."""

from dataclasses import replace

import pytest

from aleph_desktop.app.job_watch import JobWatch
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import LOOKING, Job, JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.jobs.hold import Hold

JOB = Job("j1", Edit(ClipSource(SourceKind.FILE, "/a.mp4"), "rain", "m"), 0.0)
NO_CREDITS = Failure(FailureKind.CREDITS, "No credits", "There are none.", "Buy some.")


class Awake:
    active = False

    def update(self, active: bool) -> None:
        self.active = active


class Notifier:
    def __init__(self) -> None:
        self.ended: list[JobState] = []
        self.active: tuple[int, str] = (0, "")

    def job_ended(self, job: Job) -> None:
        self.ended.append(job.state)

    def set_active(self, active: int, reason: str = "") -> None:
        self.active = (active, reason)


@pytest.fixture
def awake() -> Awake:
    return Awake()


@pytest.fixture
def notifier() -> Notifier:
    return Notifier()


@pytest.fixture
def watch(awake, notifier) -> JobWatch:
    return JobWatch(awake, notifier, keep_awake=True)


def put(watch: JobWatch, state: JobState, **fields: object) -> None:
    watch.job_changed(replace(JOB, state=state, **fields))


def test_awake_from_the_first_job_to_the_end_of_the_last(watch, awake, notifier) -> None:
    put(watch, JobState.QUEUED)
    assert awake.active
    put(watch, JobState.GENERATING, id="j2")
    put(watch, JobState.DONE)
    assert awake.active
    assert notifier.active == (1, "")
    put(watch, JobState.FAILED, id="j2")
    assert not awake.active
    assert notifier.active == (0, "")
    assert notifier.ended == [JobState.DONE, JobState.FAILED]


def test_ended_is_told_once_and_only_of_what_ran_here(watch, notifier) -> None:
    put(watch, JobState.DONE, id="ended in an earlier run")
    put(watch, JobState.GENERATING)
    put(watch, JobState.DONE)
    put(watch, JobState.DONE, failure=NO_CREDITS)  # its file was found missing
    assert notifier.ended == [JobState.DONE]


def test_a_lost_answer_that_is_looked_up_goes_on(watch, awake, notifier) -> None:
    put(watch, JobState.SUBMITTING)
    put(watch, JobState.UNCONFIRMED, status_word=LOOKING)
    assert awake.active
    assert notifier.ended == []
    put(watch, JobState.UNCONFIRMED)
    assert not awake.active
    assert notifier.ended == [JobState.UNCONFIRMED]


def test_what_waits_for_the_user_keeps_nobody_awake(watch, awake, notifier) -> None:
    put(watch, JobState.QUEUED)
    watch.hold_changed(Hold(by_user=True))
    assert not awake.active
    assert notifier.active == (0, "")
    watch.hold_changed(Hold(failure=NO_CREDITS))
    assert not awake.active
    assert notifier.active == (0, str(NO_CREDITS))
    watch.hold_changed(Hold())
    assert awake.active
    put(watch, JobState.QUEUED, held=True)
    assert not awake.active


@pytest.mark.parametrize("kind", [FailureKind.NETWORK, FailureKind.SPACE])
def test_what_mends_itself_is_waited_for(watch, awake, kind) -> None:
    put(watch, JobState.QUEUED)
    watch.hold_changed(Hold(failure=replace(NO_CREDITS, kind=kind)))
    assert awake.active
    watch.hold_changed(Hold(by_user=True, failure=replace(NO_CREDITS, kind=kind)))
    assert not awake.active


def test_a_hold_that_keeps_no_job_back_is_no_news(watch, notifier) -> None:
    put(watch, JobState.GENERATING)
    watch.hold_changed(Hold(failure=NO_CREDITS))
    assert notifier.active == (1, "")


def test_the_setting(watch, awake, notifier) -> None:
    put(watch, JobState.GENERATING)
    watch.allow(keep_awake=False)
    assert not awake.active
    watch.allow(keep_awake=True)
    assert awake.active
    watch.stop()
    assert not awake.active


def test_who_is_where_when_the_app_is_closed(watch) -> None:
    for number, state in enumerate(
        (JobState.QUEUED, JobState.PREPARING, JobState.SUBMITTING, JobState.DOWNLOADING)
    ):
        put(watch, state, id=str(number))
    assert watch.at_service_and_here() == (2, 2)
    watch.job_removed("0")
    assert watch.at_service_and_here() == (2, 1)
