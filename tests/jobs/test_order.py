"""The order of those that wait."""

from dataclasses import replace

from fakes import edit
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.jobs.order import Move, in_order, moved

MOVES = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(list(Move))), max_size=12)


def waiting(positions: list[float]) -> dict[str, Job]:
    return {
        str(n): Job(str(n), edit(), created_at=float(n), position=position)
        for n, position in enumerate(positions)
    }


def names(jobs: dict[str, Job]) -> list[str]:
    return [job.id for job in in_order(jobs.values())]


@given(st.lists(st.sampled_from([1.0, 2.0, 3.0]), min_size=1, max_size=8), MOVES)
def test_each_move_does_what_it_says(positions, moves) -> None:
    jobs = waiting(positions)
    for number, move in moves:
        job_id = str(number % len(jobs))
        before = names(jobs)
        for changed, position in moved(jobs.values(), job_id, move).items():
            jobs[changed] = replace(jobs[changed], position=position)
        at = before.index(job_id)
        rest = [name for name in before if name != job_id]
        to = {
            Move.FIRST: 0,
            Move.SOONER: max(0, at - 1),
            Move.LATER: min(len(rest), at + 1),
            Move.LAST: len(rest),
        }[move]
        assert names(jobs) == [*rest[:to], job_id, *rest[to:]]


def test_only_those_that_wait_have_an_order() -> None:
    jobs = waiting([1.0, 2.0])
    jobs["0"] = replace(jobs["0"], state=JobState.DONE)
    assert names(jobs) == ["1"]
    assert moved(jobs.values(), "0", Move.LAST) == {}
    assert moved(jobs.values(), "not there", Move.FIRST) == {}
