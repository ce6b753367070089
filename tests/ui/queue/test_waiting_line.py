"""The line of waiting jobs: places, and who has a new one."""

from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.ui.queue.waiting_line import WaitingLine

EDIT = Edit(ClipSource(SourceKind.FILE, "/clips/a.mp4"), "night", "m")

jobs = st.builds(
    lambda number, position, state, held: Job(
        id=str(number), edit=EDIT, created_at=number, position=position, state=state, held=held
    ),
    st.integers(0, 6),
    st.sampled_from([1.0, 2.0, 3.0]),
    st.sampled_from([JobState.QUEUED, JobState.QUEUED, JobState.PREPARING]),
    st.booleans(),
)


def in_line(by_id):
    """Plainly, as the jobs are begun."""
    waiting = [j for j in by_id.values() if j.state is JobState.QUEUED and not j.held]
    return sorted(waiting, key=lambda j: (j.position, j.created_at, j.id))


@given(st.lists(jobs, unique_by=lambda j: j.id), st.lists(st.tuples(jobs, st.booleans())))
def test_places_are_what_a_plain_sort_gives(first, changes):
    by_id = {job.id: job for job in first}
    line = WaitingLine(first)
    for job, goes in changes:
        before = {j.id: place for place, j in enumerate(in_line(by_id), 1)}
        old = by_id.pop(job.id, None)
        if not goes:
            by_id[job.id] = job
        ends = line.change(old, None if goes else job)
        expected = in_line(by_id)
        assert [line.place(j) for j in expected] == list(range(1, len(expected) + 1))
        # whoever has another place is between the two ends
        others = [j for place, j in enumerate(expected, 1) if before.get(j.id) != place]
        if others:
            told = expected[expected.index(ends[0]) : expected.index(ends[1]) + 1]
            assert all(j in told for j in others)
    expected = in_line(by_id)
    assert line.ends() == ((expected[0], expected[-1]) if expected else None)


def test_who_is_not_in_line_has_no_place(make_job):
    held, runs, waits = make_job(held=True), make_job(JobState.PREPARING), make_job()
    line = WaitingLine([held, runs, waits])
    assert [line.place(job) for job in (held, runs, waits)] == [None, None, 1]


def test_one_at_the_end_of_the_line_changes_no_other(make_job):
    line = WaitingLine([make_job(position=1.0), make_job(position=2.0)])
    last = make_job(position=3.0)
    assert line.change(None, last) == (last, last)
