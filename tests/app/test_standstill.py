"""Which jobs a run without a window waits for, and what it ends with."""

import pytest

from aleph_desktop.app.exit_code import code_of, worst_code
from aleph_desktop.app.standstill import obstacle, rests, waits_for_user
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import LOOKING, Job, JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.jobs.hold import Hold

S, K = JobState, FailureKind
EDIT = Edit(ClipSource(SourceKind.FILE, "/a.mp4"), "rain", "m")


def job(state: JobState, own: FailureKind | None = None, **fields: object) -> Job:
    failure = None if own is None else Failure(own, "own", "")
    return Job("a", EDIT, 0.0, state=state, failure=failure, **fields)


def hold(kind: FailureKind | None, *, by_user: bool = False) -> Hold:
    return Hold(by_user, None if kind is None else Failure(kind, "all", ""))


@pytest.mark.parametrize(
    ("state", "own", "held", "title"),
    [
        (S.QUEUED, None, K.KEY, "all"),
        (S.PREPARING, None, K.SPACE, "all"),
        (S.QUEUED, None, None, None),
        (S.SUBMITTING, None, K.KEY, None),  # its answer comes, whatever it is
        (S.WAITING, K.KEY, K.KEY, "all"),
        (S.GENERATING, None, K.CREDITS, None),  # the next submit costs; this one's polls don't
        (S.GENERATING, K.CREDITS, K.CREDITS, "all"),
        (S.GENERATING, None, K.SPACE, None),  # the room is missing for others
        (S.GENERATING, None, K.NETWORK, None),  # its next look tells
        (S.GENERATING, K.NETWORK, K.NETWORK, "all"),
        (S.GENERATING, K.NETWORK, None, None),
        (S.DOWNLOADING, None, K.NETWORK, None),  # from another host
        (S.DOWNLOADING, K.NETWORK, None, None),
        (S.DOWNLOADING, K.SPACE, None, "own"),
        (S.DOWNLOADING, K.KEY, K.KEY, "own"),
        (S.DONE, None, K.KEY, None),
        (S.UNCONFIRMED, K.NETWORK, K.KEY, None),
    ],
)
def test_what_is_in_the_way(state, own, held, title) -> None:
    found = obstacle(job(state, own), hold(held))
    assert (found and found.title) == title
    settled = state in (S.DONE, S.UNCONFIRMED)
    assert rests(job(state, own), hold(held)) is (settled or title is not None)


def test_a_look_up_is_waited_for() -> None:
    looked_up = job(S.UNCONFIRMED, K.NETWORK, status_word=LOOKING)
    assert not rests(looked_up, hold(None))
    assert rests(looked_up, hold(K.KEY))


def test_what_the_user_keeps_back_is_no_failure() -> None:
    held = job(S.QUEUED, held=True)
    assert waits_for_user(held, hold(K.KEY))
    assert obstacle(held, hold(K.KEY)) is None
    assert waits_for_user(job(S.QUEUED), hold(None, by_user=True))
    assert not rests(job(S.WAITING), hold(None, by_user=True))


def test_every_failure_has_a_code() -> None:
    assert {code_of(kind) for kind in FailureKind} == {1, 2, 3, 4, 5}


def test_the_worst_counts() -> None:
    assert worst_code([]) == 0
    assert worst_code([K.MODERATION, K.SPACE]) == 2
    assert worst_code([K.MODERATION, K.NETWORK, K.INPUT]) == 5
    assert worst_code([K.NETWORK, K.KEY]) == 3
    assert worst_code([K.OURS, K.KEY]) == 1
