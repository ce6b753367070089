"""What may be asked for a job, and for several."""

from dataclasses import replace

import pytest

from aleph_desktop.domain.job import LOOKING, JobState
from aleph_desktop.errors import FailureKind
from aleph_desktop.ui.queue.job_ask import (
    FOR_MANY,
    JobAsk,
    ask_text,
    ask_text_for_some,
    askable,
    may_ask,
)

IN_LINE = {JobAsk.HOLD_BACK, JobAsk.RUN_NEXT, JobAsk.RUN_SOONER, JobAsk.RUN_LATER}
ALWAYS = {JobAsk.EDIT_AGAIN, JobAsk.COPY_ID}


def asks(job):
    return {ask for ask in JobAsk if may_ask(job, ask)} - ALWAYS


@pytest.fixture
def known(make_job):
    """Makes a job that has all ids, as every job has its own."""

    def make(state, **fields):
        return make_job(state, **({"client_request_id": "ours"} | fields))

    return make


def test_a_waiting_job(known):
    assert asks(known(JobState.QUEUED)) == {*IN_LINE, JobAsk.CANCEL}
    assert asks(known(JobState.QUEUED, held=True)) == {JobAsk.RELEASE, JobAsk.CANCEL}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (JobState.PREPARING, {JobAsk.CANCEL}),
        (JobState.SUBMITTING, set()),
        (JobState.WAITING, {JobAsk.CANCEL}),
        (JobState.GENERATING, {JobAsk.CANCEL}),
        (JobState.DOWNLOADING, {JobAsk.CANCEL}),
        (JobState.FAILED, {JobAsk.RETRY, JobAsk.REMOVE}),
        (JobState.CANCELLED, {JobAsk.RETRY, JobAsk.REMOVE}),
    ],
)
def test_on_its_way_or_ended(known, state, expected):
    assert asks(known(state)) == expected


def test_a_result_can_be_shown_and_binned_while_it_is_there(known, failure):
    done = known(JobState.DONE, result_path="/r.mp4", generation_id="gen")
    assert asks(done) == {JobAsk.REVEAL, JobAsk.REMOVE, JobAsk.BIN}
    missing = replace(done, failure=replace(failure, kind=FailureKind.DISK))
    assert asks(missing) == {JobAsk.FETCH_AGAIN, JobAsk.REMOVE}
    assert asks(replace(missing, generation_id=None)) == {JobAsk.REMOVE}


def test_nothing_is_asked_for_an_unconfirmed_job_before_its_look_up_has_ended(known):
    job = known(JobState.UNCONFIRMED, status_word=LOOKING)
    assert asks(job) == set()
    assert asks(replace(job, status_word="")) == {
        JobAsk.LOOK_AGAIN,
        JobAsk.RETRY,
        JobAsk.FORGET,
        JobAsk.REMOVE,
    }


def test_one_at_a_time_may_cost(known, failure):
    moderated = replace(failure, kind=FailureKind.MODERATION)
    free = [known(JobState.FAILED), known(JobState.CANCELLED)]
    dear = [
        known(JobState.FAILED, generation_id="gen"),
        known(JobState.UNCONFIRMED),
        known(JobState.FAILED, failure=moderated),  # nor is this one sent again by the way
    ]
    assert askable([*free, *dear], JobAsk.RETRY) == free
    for job in dear:
        assert askable([job], JobAsk.RETRY) == [job]


def test_several_are_asked_for_where_that_has_one_meaning(known):
    waiting = [known(JobState.QUEUED) for _ in range(3)]
    for ask in JobAsk:
        found = askable(waiting, ask)
        assert found == (waiting if ask in {JobAsk.HOLD_BACK, JobAsk.CANCEL} else [])


def test_nobody_is_asked_for_nothing():
    assert all(askable([], ask) == [] for ask in JobAsk)


def test_the_id_that_is_copied_has_its_name(known):
    unsure = known(JobState.UNCONFIRMED)
    assert ask_text(unsure, JobAsk.COPY_ID) == "Copy client request id"
    found = replace(unsure, generation_id="gen")
    assert ask_text(found, JobAsk.COPY_ID) == "Copy generation id"


def test_every_ask_has_words(known):
    job = known(JobState.QUEUED)
    assert len({ask_text(job, ask) for ask in JobAsk}) == len(JobAsk)
    assert all("3 jobs" in ask_text_for_some(3, ask) for ask in FOR_MANY)
    assert ask_text_for_some(1, JobAsk.CHECK_AGAIN) == "Check 1 job again"
