"""The table of states: every pair, and what must hold of it."""

from dataclasses import FrozenInstanceError, fields
from itertools import product

import pytest

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import LIVE, POLLED, TRANSITIONS, Job, JobState, advance, evolve
from aleph_desktop.errors import BugError

S = JobState
EDIT = Edit(ClipSource(SourceKind.FILE, "/clips/rabbit.mp4"), "Make it night", "runway/gen4_aleph")
ENDED = frozenset({S.DONE, S.FAILED, S.CANCELLED, S.UNCONFIRMED})


def job(state: JobState = S.QUEUED, generation_id: str | None = None) -> Job:
    return Job("j", EDIT, created_at=1.0, state=state, generation_id=generation_id)


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_every_pair_is_an_edge_of_the_table_or_a_bug(before: JobState, after: JobState):
    if after in TRANSITIONS[before]:
        moved = advance(job(before), after, 7.0, status_word="w")
        assert (moved.state, moved.state_since, moved.status_word) == (after, 7.0, "w")
        assert (moved.id, moved.edit, moved.created_at) == ("j", EDIT, 1.0)
    else:
        with pytest.raises(BugError, match=f"from {before} to {after}"):
            advance(job(before), after, 7.0)


def test_the_table_has_every_state_and_no_loops():
    assert set(TRANSITIONS) == set(S)
    assert all(state not in after for state, after in TRANSITIONS.items())


def test_every_state_can_be_reached_and_every_live_one_can_end():
    def reached(start: JobState) -> set[JobState]:
        found, todo = {start}, [start]
        while todo:
            for after in TRANSITIONS[todo.pop()] - found:
                found.add(after)
                todo.append(after)
        return found

    assert reached(S.QUEUED) == set(S)
    for state in LIVE:
        assert {S.DONE, S.FAILED} <= reached(state)


def test_states_are_live_or_ended():
    assert set(S) == LIVE | ENDED
    assert not LIVE & ENDED
    assert POLLED <= LIVE
    assert {state for state in S if job(state).is_live} == LIVE


def test_only_a_submit_leads_to_the_service():
    """Never pay twice: what may have been accepted goes on, or ends; it is not sent again."""
    into_submitting = {state for state, after in TRANSITIONS.items() if S.SUBMITTING in after}
    assert into_submitting == {S.PREPARING}
    assert TRANSITIONS[S.UNCONFIRMED] == {S.WAITING, S.FAILED}
    for state in (S.WAITING, S.GENERATING, S.DOWNLOADING):
        assert not TRANSITIONS[state] & {S.QUEUED, S.PREPARING, S.SUBMITTING}


@pytest.mark.parametrize("state", list(S))
def test_what_the_user_may_do(state: JobState):
    assert job(state).can_cancel == (state in LIVE - {S.SUBMITTING})
    assert job(state).can_retry == (state in ENDED - {S.DONE})
    assert not job(state).can_check_again
    known = job(state, generation_id="g")
    may_look = {S.FAILED, S.CANCELLED, S.UNCONFIRMED, S.SUBMITTING}
    assert known.can_check_again == (state in may_look)
    assert known.retry_may_cost
    assert job(state).retry_may_cost == (state is S.UNCONFIRMED)


def test_evolve_changes_anything_but_the_identity_and_the_state():
    assert evolve(job(), status_word="queued").status_word == "queued"
    for name in ("id", "edit", "created_at", "state", "state_since"):
        with pytest.raises(BugError, match=name):
            evolve(job(), **{name: None})


def test_a_job_is_frozen():
    for field in fields(Job):
        with pytest.raises(FrozenInstanceError):
            setattr(job(), field.name, None)
