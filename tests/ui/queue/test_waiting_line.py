"""The line of waiting jobs: places, and who has a new one."""

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.jobs.order import in_order
from aleph_desktop.ui.queue.waiting_line import WaitingLine, standing

EDIT = Edit(ClipSource(SourceKind.FILE, "/clips/a.mp4"), "night", "m")

jobs = st.builds(
    lambda number, position, state, held: Job(
        id=str(number), edit=EDIT, created_at=number, position=position, state=state, held=held
    ),
    st.integers(0, 6),
    st.sampled_from([0.0, 1.0, 2.0, 3.0]),
    st.sampled_from([JobState.QUEUED, JobState.QUEUED, JobState.PREPARING]),
    st.booleans(),
)


def in_line(by_id):
    """Plainly: from the last to the next."""
    waiting = [j for j in by_id.values() if j.state is JobState.QUEUED and not j.held]
    return sorted(waiting, key=standing)


def places(by_id):
    return {job.id: place for place, job in enumerate(reversed(in_line(by_id)), 1)}


@given(st.lists(jobs, unique_by=lambda j: j.id), st.lists(st.tuples(jobs, st.booleans())))
def test_places_are_what_a_plain_sort_gives(first, changes):
    by_id = {job.id: job for job in first}
    line = WaitingLine(first)
    for job, goes in changes:
        before = places(by_id)
        old = by_id.pop(job.id, None)
        if not goes:
            by_id[job.id] = job
        ends = line.change(old, None if goes else job)
        expected, now = in_line(by_id), places(by_id)
        assert {j.id: line.place(j) for j in expected} == now
        # whoever has another place is told
        others = [standing(j) for j in expected if before.get(j.id) != now[j.id]]
        assert not others or ends[0] <= others[0] <= others[-1] <= ends[1]
    expected = [standing(job) for job in in_line(by_id)]
    assert line.ends() == ((expected[0], expected[-1]) if expected else None)


def test_the_line_is_the_one_in_which_jobs_are_begun():
    waiting = [
        Job(id=str(number), edit=EDIT, created_at=100.0 + number, position=100.0 + number * 7 % 5)
        for number in range(5)
    ]
    line = WaitingLine(waiting)
    assert [line.place(job) for job in in_order(waiting)] == [1, 2, 3, 4, 5]


def test_who_is_not_in_line_has_no_place(make_job):
    held, runs, waits = make_job(held=True), make_job(JobState.PREPARING), make_job()
    line = WaitingLine([held, runs, waits])
    assert [line.place(job) for job in (held, runs, waits, make_job())] == [None, None, 1, None]


def test_one_at_the_end_of_the_line_changes_no_other(make_job):
    line = WaitingLine([make_job(position=1.0), make_job(position=2.0)])
    last = make_job(position=3.0)
    assert line.change(None, last) == (standing(last), standing(last))
