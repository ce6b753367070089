"""The words of a row. No Qt."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import LOOKING, Job, JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.ui.queue.job_ask import JobAsk
from aleph_desktop.ui.queue.job_row import describe, link_texts, money, sentence, tooltip
from aleph_desktop.ui.queue.state_line import SOFT_LIMIT, Bar


@pytest.mark.parametrize(
    ("state", "fields", "progress", "words"),
    [
        (JobState.QUEUED, {}, None, "Queued"),
        (JobState.PREPARING, {}, None, "Preparing…"),
        (JobState.PREPARING, {}, (40, 125), "Preparing · 40 of 125 frames"),
        (JobState.PREPARING, {}, (40, None), "Preparing · 40 frames"),
        (JobState.SUBMITTING, {}, None, "Submitting…"),
        (JobState.WAITING, {}, None, "Waiting at the service"),
        (JobState.WAITING, {"status_word": "queued"}, None, "Waiting at the service"),
        (JobState.WAITING, {"status_word": "warming_up"}, None, "Waiting · “warming_up”"),
        (JobState.DOWNLOADING, {}, None, "Downloading…"),
        (
            JobState.DOWNLOADING,
            {},
            (6_100_000, 9_400_000),
            "Downloading · 6.1 of 9.4 MB",
        ),
        (JobState.DOWNLOADING, {}, (6_100_000, None), "Downloading · 6.1 MB"),
        (JobState.DONE, {"generation_seconds": 202.0}, None, "Done · 3 min 22 s"),
        (JobState.DONE, {}, None, "Done"),
        (JobState.CANCELLED, {}, None, "Cancelled here"),
        (JobState.UNCONFIRMED, {}, None, "It may have been accepted"),
    ],
)
def test_state_line(make_job, state, fields, progress, words):
    assert describe(make_job(state, **fields), None, progress, 0.0).state == words


def test_every_state_has_words(every_state, now):
    for job in every_state:
        assert describe(job, None, None, now).state


def test_generating_says_about_how_long(make_job, now, outlook):
    job = make_job(JobState.GENERATING, submitted_at=now - 100)
    row = describe(job, outlook, None, now)
    assert row.state == "Generating · about 1 min 40 s left"
    assert row.bar == Bar(0.5, soft=True)


def test_generating_longer_than_usual(make_job, now, outlook):
    outlook.fraction, outlook.elapsed = 0.95, 250
    row = describe(make_job(JobState.GENERATING), outlook, None, now)
    assert row.state == "Generating · 4 min 10 s · taking long"


def test_generating_without_a_guess_says_how_long_it_runs(make_job, now):
    job = make_job(JobState.GENERATING, submitted_at=now - 250, status_word="upscaling")
    row = describe(job, None, None, now)
    assert row.state == "Generating · “upscaling” · 4 min 10 s"
    assert row.bar is None


@given(st.floats(-1, 5))
def test_soft_bar_never_reaches_the_end(fraction):
    edit = Edit(ClipSource(SourceKind.FILE, "/a.mp4"), "x", "m")
    job = Job(id="a", edit=edit, created_at=0.0, state=JobState.GENERATING)
    guess = SimpleNamespace(fraction=fraction, seconds_left=9.0, elapsed=9.0)
    bar = describe(job, guess, None, 10.0).bar
    assert bar is not None
    assert 0 <= bar.fraction <= SOFT_LIMIT < 1


def test_failed_says_why_and_what_to_do(make_job, now, failure):
    row = describe(make_job(JobState.FAILED, failure=failure), None, None, now)
    assert (row.state, row.detail) == ("Failed · Out of credits", "Top up.")
    assert row.links == (JobAsk.RETRY, JobAsk.EDIT_AGAIN)


def test_known_to_the_service_is_checked_again_before_it_is_paid_again(make_job, now, failure):
    timeout = replace(failure, kind=FailureKind.TIMEOUT)
    job = make_job(JobState.FAILED, failure=timeout, generation_id="gen")
    row = describe(job, None, None, now)
    assert row.links == (JobAsk.CHECK_AGAIN, JobAsk.EDIT_AGAIN)


def test_moderated_is_never_offered_as_it_is(make_job, now, failure):
    refused = replace(failure, kind=FailureKind.MODERATION)
    job = make_job(JobState.FAILED, failure=refused, generation_id="gen")
    assert describe(job, None, None, now).links == (JobAsk.EDIT_AGAIN,)


def test_unconfirmed_asks_and_names_the_cost(make_job, now, failure):
    job = make_job(JobState.UNCONFIRMED, client_request_id="ours", failure=failure)
    row = describe(job, None, None, now)
    assert (row.state, row.detail, row.cost) == ("It may have been accepted", "", "maybe charged")
    assert link_texts(job, row) == [
        (JobAsk.LOOK_AGAIN, "Look again"),
        (JobAsk.FORGET, "Forget"),
        (JobAsk.RETRY, "Submit again (may cost a second run)"),
    ]


def test_while_it_is_looked_up_there_is_nothing_to_ask(make_job, now, failure):
    job = make_job(
        JobState.UNCONFIRMED, client_request_id="ours", status_word=LOOKING, failure=failure
    )
    row = describe(job, None, None, now)
    assert (row.state, row.detail) == (
        "It may have been accepted",
        "Looking it up in the service's log…",
    )
    assert row.links == ()


def test_nothing_is_linked_while_it_lives(every_state, now):
    for job in every_state:
        assert bool(describe(job, None, None, now).links) == job.can_retry


def test_a_missing_result_can_be_fetched_again(make_job, now, failure):
    gone = replace(failure, kind=FailureKind.DISK, remedy="Put it back.")
    job = make_job(JobState.DONE, generation_id="gen", result_path="/r.mp4", failure=gone)
    row = describe(job, None, None, now)
    assert (row.state, row.ink, row.detail) == ("Done · its file is missing", "warning", "")
    assert link_texts(job, row) == [(JobAsk.FETCH_AGAIN, "Fetch again")]
    unknown = describe(replace(job, generation_id=None), None, None, now)
    assert (unknown.detail, unknown.links) == ("Put it back.", (JobAsk.EDIT_AGAIN,))


@pytest.mark.parametrize(
    ("state", "kind", "words", "ink"),
    [
        (JobState.WAITING, FailureKind.KEY, "Accepted · waits for a key", "warning"),
        (JobState.GENERATING, FailureKind.KEY, "Generating · waits for a key", "warning"),
        (JobState.GENERATING, FailureKind.CREDITS, "Generating · waits for credits", "warning"),
        (JobState.DOWNLOADING, FailureKind.KEY, "Downloading · waits for a key", "warning"),
        (JobState.DOWNLOADING, FailureKind.SPACE, "Paused: the disk is full", "warning"),
        (JobState.WAITING, FailureKind.NETWORK, "No answer · asking again", "accent"),
        (JobState.DOWNLOADING, FailureKind.NETWORK, "No answer · trying again", "accent"),
    ],
)
def test_trouble_on_its_way_is_no_failure(make_job, now, failure, state, kind, words, ink):
    trouble = replace(failure, kind=kind, title="No answer")
    row = describe(make_job(state, failure=trouble), None, None, now)
    assert (row.state, row.ink, row.links) == (words, ink, ())


def test_a_full_disk_says_how_full(make_job, now, failure):
    full = replace(failure, kind=FailureKind.SPACE, message="14 MB are free, it needs 120 MB.")
    row = describe(make_job(JobState.DOWNLOADING, failure=full), None, None, now)
    assert row.detail == "14 MB are free, it needs 120 MB."


def test_long_words_give_way_to_short_ones_that_fit(make_job, now):
    for kind in FailureKind:
        failure = Failure(kind, "t" * 60, "message", "r" * 60)
        row = describe(make_job(JobState.FAILED, failure=failure), None, None, now)
        assert row.state.startswith("Failed · ")
        assert len(row.state) <= 35
        # what to do about these is in the remedy alone
        specific = (FailureKind.INPUT, FailureKind.REFUSED, FailureKind.DISK)
        assert len(row.detail) <= 38 or kind in specific
        assert row.links


def test_a_failed_model_may_be_paid_twice(make_job, now, failure):
    job = make_job(
        JobState.FAILED, generation_id="gen", failure=replace(failure, kind=FailureKind.GENERATION)
    )
    row = describe(job, None, None, now)
    assert row.detail == ""  # the second link takes its line
    assert [text for _, text in link_texts(job, row)] == [
        "Edit again",
        "Submit again (may cost a second run)",
    ]


@pytest.mark.parametrize(
    ("state", "fields", "kind", "words"),
    [
        (JobState.QUEUED, {}, None, "—"),
        (JobState.GENERATING, {"generation_id": "gen"}, None, "—"),
        (JobState.FAILED, {}, FailureKind.NETWORK, "not charged"),
        (JobState.FAILED, {"generation_id": "gen"}, FailureKind.TIMEOUT, "maybe charged"),
        (JobState.FAILED, {"generation_id": "gen"}, FailureKind.GENERATION, "not billed"),
        (
            JobState.FAILED,
            {"generation_id": "gen", "generation_seconds": 200.0},
            FailureKind.DISK,
            "charged",
        ),
        (JobState.CANCELLED, {}, None, "not charged"),
        (JobState.CANCELLED, {"generation_id": "gen"}, None, "maybe charged"),
        (JobState.CANCELLED, {"cost_usd": Decimal("0.98")}, None, "$0.98"),
    ],
)
def test_whether_it_was_charged(make_job, now, failure, state, fields, kind, words):
    reason = None if kind is None else replace(failure, kind=kind)
    assert describe(make_job(state, failure=reason, **fields), None, None, now).cost == words


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        (None, "—"),
        (Decimal("0.98"), "$0.98"),
        (Decimal("0.975"), "$0.98"),
        (Decimal(12), "$12.00"),
        (Decimal("-0.5"), "$0.00"),
    ],
)
def test_money(usd, words):
    assert money(usd) == words


def test_facts(make_job, now):
    job = make_job(frame_size="1280:720", seed=None, prompt="one\n two", cost_usd=Decimal("0.98"))
    row = describe(job, None, None, now)
    assert (row.size, row.seed, row.cost, row.age) == ("1280×720", "random", "$0.98", "5 min ago")
    assert row.prompt == "one two"


def test_seed_zero_is_a_seed(make_job, now):
    assert describe(make_job(seed=0), None, None, now).seed == "0"


def test_age_is_since_it_ended(make_job, now):
    job = make_job(JobState.DONE, finished_at=now - 60)
    assert describe(job, None, None, now).age == "1 min ago"


def test_sentence_says_the_whole_row(make_job, now, failure):
    job = make_job(JobState.FAILED, failure=failure, cost_usd=Decimal("0.98"), prompt="Night.")
    assert sentence(job, describe(job, None, None, now)) == (
        "Night. Failed · Out of credits. The account is empty. Top up. bunny.mp4. "
        "matched, seed 7. cost $0.98. request id req-1. 5 min ago."
    )


def test_sentence_says_whether_it_was_charged(make_job, now):
    for state, words in (
        (JobState.UNCONFIRMED, "may have been charged"),
        (JobState.CANCELLED, "not charged"),
    ):
        job = make_job(state)
        assert f". {words}. " in sentence(job, describe(job, None, None, now))
    waits = make_job()
    assert "charged" not in sentence(waits, describe(waits, None, None, now))


def test_tooltip_has_what_the_row_has_not(make_job, failure, now):
    job = make_job(
        JobState.FAILED, failure=failure, generation_id="gen-1", finished_at=now, prompt="a\nb"
    )
    text = tooltip(job)
    assert text[0] == "a\nb"
    assert "Out of credits: The account is empty. Top up." in text
    assert "Generation id: gen-1" in text
    assert "Request id, for the service's support: req-1" in text
    assert "May have been charged." in text
    assert text[-1].startswith("Queued 2027-")
    assert "Ended 2027-" in text[-1]
