"""The model: order, filter, counts, and rows that come and go one at a time."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.ui.queue.job_group import GROUP_STATES, JobGroup
from aleph_desktop.ui.queue.job_list_model import JobListModel


def rows(model):
    return [model.job_at(model.index(row)).id for row in range(model.rowCount())]


@pytest.fixture
def checked(model):
    """The model under Qt's own eyes: what it finds is a warning, and warnings fail a test."""
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    assert tester.model() is model
    return model


def test_newest_first(checked, make_job):
    jobs = [make_job() for _ in range(3)]
    checked.set_jobs(jobs[::-1])
    assert rows(checked) == ["job0", "job1", "job2"]


def test_put_finds_its_place(checked, make_job):
    jobs = [make_job() for _ in range(3)]
    for job in (jobs[1], jobs[2], jobs[0]):
        checked.put(job)
    assert rows(checked) == ["job0", "job1", "job2"]


def test_a_change_touches_one_row_only(checked, every_state):
    checked.set_jobs(every_state)
    changed, reset = QSignalSpy(checked.dataChanged), QSignalSpy(checked.modelReset)
    checked.put(replace(every_state[3], cost_usd=Decimal("0.98")))
    assert changed.count() == 1
    assert changed.at(0)[0].row() == changed.at(0)[1].row() == 3
    assert reset.count() == 0
    assert checked.job_at(checked.index(3)).cost_usd == Decimal("0.98")


def test_a_job_that_no_longer_matches_leaves(checked, every_state):
    checked.set_jobs(every_state)
    checked.set_filter(JobGroup.ACTIVE, "")
    before = checked.rowCount()
    removed = QSignalSpy(checked.rowsRemoved)
    checked.put(replace(every_state[0], state=JobState.DONE))
    assert checked.rowCount() == before - 1
    assert removed.count() == 1
    assert checked.job(every_state[0].id) is not None
    assert not checked.index_of(every_state[0].id).isValid()


def test_groups(checked, every_state):
    checked.set_jobs(every_state)
    shown = {}
    for group in JobGroup:
        checked.set_filter(group, "")
        shown[group] = {checked.job_at(checked.index(r)).state for r in range(checked.rowCount())}
    assert shown[JobGroup.ALL] == set(JobState)
    assert shown[JobGroup.DONE] == {JobState.DONE}
    assert shown[JobGroup.FAILED] == {JobState.FAILED, JobState.UNCONFIRMED}
    assert JobState.CANCELLED not in shown[JobGroup.ACTIVE] | shown[JobGroup.FAILED]
    assert checked.counts() == {
        JobGroup.ALL: 10,
        JobGroup.ACTIVE: 6,
        JobGroup.DONE: 1,
        JobGroup.FAILED: 2,
    }


@pytest.mark.parametrize(
    "text", ["MOON", "moon  night", "taxi", "91827", "gen-x", "req-x", "my-id", "night taxi 918"]
)
def test_text_finds(checked, make_job, text):
    checked.put(make_job())
    checked.put(
        make_job(
            prompt="Moonlit night", clip="Taxi.mov", seed=91827, id="my-id",
            generation_id="gen-x", request_id="req-x",
        )
    )  # fmt: skip
    checked.set_filter(JobGroup.ALL, text)
    assert rows(checked) == ["my-id"]


def test_take_and_take_again(checked, every_state):
    checked.set_jobs(every_state)
    checked.take(every_state[4].id)
    checked.take(every_state[4].id)
    assert every_state[4].id not in rows(checked)
    assert checked.counts()[JobGroup.ALL] == 9


def test_progress_is_of_the_state(checked, make_job):
    job = make_job(JobState.PREPARING)
    checked.put(job)
    checked.set_progress(job.id, 40, 125)
    checked.set_progress("unknown", 1, 2)
    assert checked.row_of(job).state == "Preparing · 40 of 125 frames"
    later = replace(job, state=JobState.DOWNLOADING)
    checked.put(later)
    assert checked.row_of(later).state == "Downloading…"


def test_roles(checked, make_job):
    checked.put(make_job(prompt="<b>bold</b>"))
    index = checked.index(0)
    assert index.data() == "<b>bold</b>"
    assert "<p>&lt;b&gt;bold&lt;/b&gt;</p>" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "Queued. bunny.mp4" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None


def test_no_job_without_a_row(checked):
    assert checked.job_at(QModelIndex()) is None
    assert checked.job("nobody") is None
    assert not checked.index_of("nobody").isValid()


ids = st.integers(0, 12)
states = st.sampled_from(JobState)
words = st.sampled_from(["night", "rain", "night rain", ""])


def job_for(number, state, prompt):
    edit = Edit(ClipSource(SourceKind.FILE, "/clips/a.mp4"), prompt, "m")
    # equal times for neighbours: the id decides
    return Job(id=f"{number:02}", edit=edit, created_at=float(number // 2), state=state)


class AnySequence(RuleBasedStateMachine):
    """Whatever happens in whatever order, the rows are what a plain filter and sort would give."""

    @initialize()
    def start(self):
        self.model = JobListModel()
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.jobs = {}
        self.group, self.text = JobGroup.ALL, ""
        # what a view would believe, from the signals alone
        self.believed = 0
        self.model.rowsInserted.connect(self.on_inserted)
        self.model.rowsRemoved.connect(self.on_removed)
        self.model.modelReset.connect(self.on_reset)

    def on_inserted(self, _parent, first, last):
        self.believed += last - first + 1

    def on_removed(self, _parent, first, last):
        self.believed -= last - first + 1

    def on_reset(self):
        self.believed = self.model.rowCount()

    @rule(number=ids, state=states, prompt=words)
    def put(self, number, state, prompt):
        job = job_for(number, state, prompt)
        self.jobs[job.id] = job
        self.model.put(job)

    @rule(number=ids)
    def take(self, number):
        self.jobs.pop(f"{number:02}", None)
        self.model.take(f"{number:02}")

    @rule(group=st.sampled_from(JobGroup), text=words)
    def filter(self, group, text):
        self.group, self.text = group, text
        self.model.set_filter(group, text)

    @rule(number=ids)
    def progress(self, number):
        self.model.set_progress(f"{number:02}", 1, 2)

    @rule(chosen=st.dictionaries(ids, st.tuples(states, words)))
    def set_jobs(self, chosen):
        jobs = [job_for(number, *rest) for number, rest in chosen.items()]
        self.jobs = {job.id: job for job in jobs}
        self.model.set_jobs(jobs)

    @invariant()
    def as_expected(self):
        if not hasattr(self, "model"):
            return
        expected = sorted(
            (
                job
                for job in self.jobs.values()
                if job.state in GROUP_STATES[self.group]
                and all(word in job.edit.prompt for word in self.text.split())
            ),
            key=lambda job: (-job.created_at, job.id),
        )
        assert [self.model.job_at(self.model.index(r)) for r in range(self.model.rowCount())] == (
            expected
        )
        assert self.believed == len(expected)
        assert [self.model.index_of(job.id).row() for job in expected] == list(range(len(expected)))
        for group, count in self.model.counts().items():
            assert count == sum(j.state in GROUP_STATES[group] for j in self.jobs.values())


def test_any_sequence(qapp):
    AnySequence.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
    AnySequence.TestCase().runTest()
