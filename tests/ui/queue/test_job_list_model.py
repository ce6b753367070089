"""The model: order, filter, counts, and rows that come and go one at a time."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import LIVE, LOOKING, Job, JobState
from aleph_desktop.domain.review import Mark, Note, Review
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.queue.job_group import JobGroup
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
        JobGroup.STARRED: 0,
        JobGroup.FAILED: 2,
    }


def test_what_is_looked_up_has_not_failed(checked, make_job):
    job = make_job(JobState.UNCONFIRMED, status_word=LOOKING)
    checked.set_filter(JobGroup.ACTIVE, "")
    checked.put(job)
    assert rows(checked) == [job.id]
    assert checked.counts()[JobGroup.ACTIVE] == 1
    assert checked.counts()[JobGroup.FAILED] == 0
    counted = QSignalSpy(checked.counts_changed)
    checked.put(replace(job, status_word=""))  # not found: left to the user
    assert rows(checked) == []
    assert checked.counts()[JobGroup.ACTIVE] == 0
    assert checked.counts()[JobGroup.FAILED] == 1
    assert counted.count() == 1


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
    assert "Queued · next. bunny.mp4" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None


def test_no_job_without_a_row(checked):
    assert checked.job_at(QModelIndex()) is None
    assert checked.job("nobody") is None
    assert not checked.index_of("nobody").isValid()


class TestLine:
    """Positions: rows move, and places in line are told anew."""

    @pytest.fixture
    def waiting(self, checked, make_job):
        """Top to bottom: a, b, c wait; the one that runs was queued before them."""
        jobs = [make_job(id=name, position=9.0 - i) for i, name in enumerate("abc")]
        checked.set_jobs([*jobs, make_job(JobState.GENERATING, id="runs", position=1.0)])
        return {job.id: job for job in jobs}

    def states(self, model):
        return [
            model.row_of(model.job_at(model.index(row))).state.removeprefix("Queued · ")
            for row in range(3)
        ]

    def test_the_least_position_is_next_and_lowest(self, checked, waiting):
        assert rows(checked) == ["a", "b", "c", "runs"]
        assert self.states(checked) == ["3rd in line", "2nd in line", "next"]

    def test_a_job_without_a_position_stands_by_its_age(self, checked, make_job):
        checked.set_jobs([make_job(id="old", position=0.0), make_job(id="moved", position=5.0)])
        assert rows(checked) == ["old", "moved"]

    def test_a_moved_job_is_a_moved_row(self, checked, waiting):
        moved, reset = QSignalSpy(checked.rowsMoved), QSignalSpy(checked.modelReset)
        removed = QSignalSpy(checked.rowsRemoved)
        kept = QPersistentModelIndex(checked.index_of("a"))
        checked.put(replace(waiting["a"], position=6.5))
        assert rows(checked) == ["b", "c", "a", "runs"]
        assert self.states(checked) == ["3rd in line", "2nd in line", "next"]
        assert kept.row() == checked.index_of("a").row() == 2
        assert (moved.count(), removed.count(), reset.count()) == (1, 0, 0)
        checked.put(replace(waiting["a"], position=10.0))
        assert rows(checked) == ["a", "b", "c", "runs"]
        assert moved.count() == 2

    def test_a_position_that_changes_no_order_moves_no_row(self, checked, waiting):
        moved = QSignalSpy(checked.rowsMoved)
        checked.put(replace(waiting["b"], position=8.5))
        assert rows(checked) == ["a", "b", "c", "runs"]
        assert moved.count() == 0

    def test_those_behind_move_up_and_are_painted_anew(self, checked, waiting):
        changed = QSignalSpy(checked.dataChanged)
        checked.put(replace(waiting["c"], state=JobState.PREPARING))
        assert self.states(checked)[:2] == ["2nd in line", "next"]
        told = [(changed.at(i)[0].row(), changed.at(i)[1].row()) for i in range(changed.count())]
        assert told == [(2, 2), (0, 1)]

    def test_one_more_at_the_end_changes_no_other(self, checked, waiting, make_job):
        changed = QSignalSpy(checked.dataChanged)
        checked.put(make_job(id="new", position=20.0))
        assert rows(checked)[0] == "new"
        told = [(changed.at(i)[0].row(), changed.at(i)[1].row()) for i in range(changed.count())]
        assert told == [(0, 0)]

    def test_one_that_is_kept_back_leaves_the_line(self, checked, waiting):
        checked.put(replace(waiting["c"], held=True))
        assert self.states(checked) == ["2nd in line", "next", "Paused"]
        checked.take("b")
        assert checked.row_of(waiting["a"]).state == "Queued · next"

    def test_a_filter_hides_rows_not_places(self, checked, waiting):
        checked.put(replace(waiting["b"], edit=replace(waiting["b"].edit, prompt="rain")))
        checked.set_filter(JobGroup.ALL, "night")
        assert rows(checked) == ["a", "c", "runs"]
        assert checked.row_of(waiting["a"]).state == "Queued · 3rd in line"
        changed = QSignalSpy(checked.dataChanged)
        checked.take("b")
        assert checked.row_of(waiting["a"]).state == "Queued · 2nd in line"
        assert (changed.at(0)[0].row(), changed.at(0)[1].row()) == (0, 0)

    def test_the_queues_hold_is_told_to_those_that_wait(self, checked, waiting):
        changed = QSignalSpy(checked.dataChanged)
        checked.set_hold(Hold(by_user=True))
        assert self.states(checked) == [
            "Queued, 3rd · paused",
            "Queued, 2nd · paused",
            "Queued, next · paused",
        ]
        assert changed.count() == 1
        assert (changed.at(0)[0].row(), changed.at(0)[1].row()) == (0, 2)
        checked.set_hold(Hold(by_user=True))
        assert changed.count() == 1
        checked.set_hold(Hold())
        assert self.states(checked)[2] == "next"


SHOWN = {
    JobGroup.ALL: set(JobState),
    JobGroup.ACTIVE: LIVE,
    JobGroup.DONE: {JobState.DONE},
    JobGroup.FAILED: {JobState.FAILED, JobState.UNCONFIRMED},
}


def is_shown(job, group):
    if group is JobGroup.STARRED:
        return job.review.mark is Mark.STAR
    if group is not JobGroup.ALL and job.is_looked_up:
        return group is JobGroup.ACTIVE
    return job.state in SHOWN[group]


ids = st.integers(0, 12)
status_words = st.sampled_from(["", LOOKING])
states = st.sampled_from(JobState)
words = st.sampled_from(["night", "rain", "night rain", "night flicker", "starred", ""])
reviews = st.sampled_from(
    [
        Review(),
        Review(Mark.REJECT),
        Review(Mark.STAR),
        Review(Mark.STAR, (Note(1.0, 1.0, "A Flicker"),)),
    ]
)


positions = st.integers(0, 6)


def told(job):
    """What the text filter finds it by."""
    marks = {Mark.NONE: "", Mark.STAR: "starred", Mark.REJECT: "rejected"}
    notes = [note.text.lower() for note in job.review.notes]
    return " ".join((job.edit.prompt, marks[job.review.mark], *notes))


def job_for(number, state, prompt, position, status_word, review):
    edit = Edit(ClipSource(SourceKind.FILE, "/clips/a.mp4"), prompt, "m")
    # equal times for neighbours: the id decides. Some are takes of a shot, in another order
    return Job(
        id=f"{number:02}",
        shot="" if number > 8 else f"{number % 3:02}",
        take=1 if number > 8 else 3 - number // 3,
        edit=edit,
        created_at=float(number // 2),
        state=state,
        position=float(position),
        status_word=status_word,
        review=review,
    )


class AnySequence(RuleBasedStateMachine):
    """Whatever happens in whatever order, the rows are what filter, sort and group give."""

    @initialize()
    def start(self):
        self.model = JobListModel(now=lambda: 100.0)
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Warning
        )
        self.jobs = {}
        self.group, self.text = JobGroup.ALL, ""
        self.folded = set()
        # what a view would believe, from the signals alone
        self.believed = []
        self.model.rowsInserted.connect(self.on_inserted)
        self.model.rowsRemoved.connect(self.on_removed)
        self.model.dataChanged.connect(self.on_changed)
        self.model.rowsMoved.connect(self.on_moved)
        self.model.modelReset.connect(self.on_reset)

    def row(self, row):
        index = self.model.index(row)
        job, shot = self.model.job_at(index), self.model.shot_at(index)
        assert (job is None) is not (shot is None)
        words = self.model.row_of_shot(shot) if job is None else self.model.row_of(job)
        return (shot.id if job is None else job), words

    def on_inserted(self, _parent, first, last):
        self.believed[first:first] = [self.row(row) for row in range(first, last + 1)]

    def on_removed(self, _parent, first, last):
        del self.believed[first : last + 1]

    def on_changed(self, first, last, _roles):
        for row in range(first.row(), last.row() + 1):
            self.believed[row] = self.row(row)

    def on_moved(self, _parent, first, last, _target, before):
        moved = self.believed[first : last + 1]
        del self.believed[first : last + 1]
        at = before - len(moved) if before > first else before
        self.believed[at:at] = moved

    def on_reset(self):
        self.believed = [self.row(row) for row in range(self.model.rowCount())]

    @rule(
        number=ids,
        state=states,
        prompt=words,
        position=positions,
        word=status_words,
        review=reviews,
    )
    def put(self, number, state, prompt, position, word, review):
        job = job_for(number, state, prompt, position, word, review)
        self.jobs[job.id] = job
        self.model.put(job)

    @rule(number=ids, review=reviews)
    def review(self, number, review):
        job = self.jobs.get(f"{number:02}")
        if job is not None:
            self.jobs[job.id] = replace(job, review=review)
            self.model.put(self.jobs[job.id])

    @rule(number=ids)
    def take(self, number):
        self.jobs.pop(f"{number:02}", None)
        self.model.take(f"{number:02}")

    @rule(group=st.sampled_from(JobGroup), text=words)
    def filter(self, group, text):
        self.group, self.text = group, text
        self.model.set_filter(group, text)

    @rule(shot=st.sampled_from(["00", "01", "02"]), folded=st.booleans())
    def fold(self, shot, folded):
        takes = [job for job in self.jobs.values() if job.shot == shot]
        if takes:  # else there is nothing to fold
            (self.folded.add if folded else self.folded.discard)(shot)
        self.model.set_folded(shot, folded)

    @rule(by_user=st.booleans())
    def hold(self, by_user):
        self.model.set_hold(Hold(by_user=by_user))

    @rule(number=ids)
    def progress(self, number):
        self.model.set_progress(f"{number:02}", 1, 2)

    @rule(chosen=st.dictionaries(ids, st.tuples(states, words, positions, status_words, reviews)))
    def set_jobs(self, chosen):
        jobs = [job_for(number, *rest) for number, rest in chosen.items()]
        self.jobs = {job.id: job for job in jobs}
        self.model.set_jobs(jobs)

    def blocks(self):
        """The takes of each shot, and each job that is alone, top to bottom."""

        def place(job):
            return (-(job.position or job.created_at), -job.created_at, job.id)

        blocks = {}
        for job in sorted(self.jobs.values(), key=lambda job: (job.take, job.created_at, job.id)):
            blocks.setdefault(job.shot or f"alone {job.id}", []).append(job)
        return sorted(blocks.values(), key=lambda block: place(block[0]))

    @invariant()
    def as_expected(self):
        if not hasattr(self, "model"):
            return
        expected = []
        for block in self.blocks():
            shown = [
                job
                for job in block
                if is_shown(job, self.group)
                and all(word in told(job) for word in self.text.split())
            ]
            if len(block) > 1 and shown:
                expected.append(block[0].shot)
            if len(block) == 1 or block[0].shot not in self.folded:
                expected += shown
        found = [self.row(r) for r in range(self.model.rowCount())]
        assert [what for what, _ in found] == expected
        assert self.believed == found
        for row, what in enumerate(expected):
            is_shot = isinstance(what, str)
            find = self.model.index_of_shot if is_shot else self.model.index_of
            assert find(what if is_shot else what.id).row() == row
        for group, count in self.model.counts().items():
            assert count == sum(is_shown(j, group) for j in self.jobs.values())


def test_any_sequence(qapp):
    AnySequence.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
    AnySequence.TestCase().runTest()
