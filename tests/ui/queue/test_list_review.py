"""What the editor thinks of takes, in the list: star, rejection, notes; filter, words and menu."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit

from aleph_desktop.domain.job import RUN_AGAIN, JobState
from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review
from aleph_desktop.ui.queue.job_group import JobGroup
from aleph_desktop.ui.queue.job_row import describe, sentence, tooltip
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT
from aleph_desktop.ui.queue.shot import Shot, describe_shot, shot_sentence, shot_tooltip

STAR, REJECT = Review(Mark.STAR), Review(Mark.REJECT)
NOTES = (Note(1.0, 1.0, "The left  wing flickers"), Note(2.04, 3.2, "Face is <another> one"))
WIDTHS = [480, 560, 676, 1090]


@pytest.fixture
def done(make_job):
    """`done(review, **fields)`: a finished job."""
    return lambda review=UNREVIEWED, **fields: make_job(
        JobState.DONE, result_path="/r.mp4", review=review, **fields
    )


@pytest.fixture
def takes(done, now):
    """`takes(*reviews)`: the finished takes of one shot."""
    return lambda *reviews: tuple(
        done(review, id=f"s{i or ''}", shot="s", take=i + 1, created_at=now - 300 + i / 1000)
        for i, review in enumerate(reviews)
    )


def row_image(panel, row):
    """One row as it is on the screen."""
    view = panel._view
    return view.viewport().grab(view.visualRect(panel._model.index(row))).toImage()


def differing(one, other):
    """The columns of pixels in which two pictures of a row differ, and the lines."""
    spots = {
        (x, y)
        for x in range(one.width())
        for y in range(one.height())
        if one.pixel(x, y) != other.pixel(x, y)
    }
    return {x for x, _ in spots}, {y for _, y in spots}


def segment(panel, group):
    return panel._header._buttons[group]


class TestWords:
    def test_the_row_counts_notes(self, done, now):
        rows = [describe(done(Review(notes=NOTES[:n])), None, None, now) for n in range(3)]
        assert [row.notes for row in rows] == ["", "1 note", "2 notes"]

    def test_it_is_heard(self, done, now):
        job = done(Review(Mark.STAR, NOTES))
        assert ". Starred, 2 notes. " in sentence(job, describe(job, None, None, now))
        job = done(REJECT)
        assert ". Rejected. " in sentence(job, describe(job, None, None, now))
        job = done()
        said = sentence(job, describe(job, None, None, now))
        assert not {"Starred", "Rejected", "note"} & set(said.replace(".", "").split())

    def test_the_tooltip_has_the_notes(self, done):
        lines = tooltip(done(Review(Mark.REJECT, NOTES)))
        assert lines[2:5] == [
            "Rejected.",
            "1.00 s: The left wing flickers",
            "2.04–3.20 s: Face is <another> one",
        ]

    def test_a_tooltip_has_an_end(self, done):
        notes = tuple(Note(float(n), float(n), "word " * 500) for n in range(100))
        lines = tooltip(done(Review(notes=notes)))
        assert "And 92 more." in lines
        assert max(map(len, lines)) < 320

    def test_a_prompts_brackets_stay_in_the_notes_too(self, model, done):
        model.put(done(Review(notes=NOTES)))
        tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
        assert "Face is &lt;another&gt; one" in tip


class TestShots:
    @pytest.mark.parametrize(
        ("reviews", "mark"),
        [
            ((STAR, REJECT), Mark.STAR),
            ((UNREVIEWED, STAR), Mark.STAR),
            ((REJECT, REJECT), Mark.REJECT),
            ((REJECT, UNREVIEWED), Mark.NONE),
            ((UNREVIEWED, UNREVIEWED), Mark.NONE),
        ],
    )
    def test_a_folded_shot_has_the_best_mark(self, takes, now, reviews, mark):
        folded = Shot("s", takes(*reviews), is_folded=True)
        assert describe_shot(folded, now).mark is mark
        # the takes say it themselves
        assert describe_shot(replace(folded, is_folded=False), now).mark is Mark.NONE

    def test_a_take_that_was_run_again_does_not_count(self, takes, now):
        first, second = takes(UNREVIEWED, REJECT)
        shot = Shot("s", (replace(first, status_word=RUN_AGAIN), second), is_folded=True)
        assert describe_shot(shot, now).mark is Mark.REJECT

    def test_it_has_the_notes_of_all(self, takes, now):
        shot = Shot("s", takes(Review(Mark.STAR, NOTES), Review(notes=NOTES[:1])), is_folded=True)
        row = describe_shot(shot, now)
        assert row.notes == "3 notes"
        assert ". Starred, 3 notes. " in shot_sentence(shot, row)
        lines = shot_tooltip(shot, row)
        assert "Take 1: Starred." in lines
        assert "Take 2: 1.00 s: The left wing flickers" in lines
        unfolded = replace(shot, is_folded=False)
        assert describe_shot(unfolded, now).notes == ""
        assert not [line for line in shot_tooltip(unfolded, row) if line.startswith("Take")]

    def test_a_star_is_painted_when_it_is_folded(self, panel, model, theme, takes):
        model.set_jobs(takes(UNREVIEWED, STAR))
        without = row_image(panel, 0)
        model.set_folded("s", True)
        with_star = row_image(panel, 0)
        model.put(takes(UNREVIEWED, UNREVIEWED)[1])
        assert row_image(panel, 0) != with_star
        assert without != with_star


class TestPaint:
    @pytest.mark.parametrize("choice", ["dark", "light"])
    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("review", [STAR, Review(Mark.STAR, NOTES), Review(notes=NOTES)])
    def test_a_mark_moves_nothing_else(self, panel, model, theme, done, choice, width, review):
        """It stands after the state's words, on their line: all other pixels are as they were."""
        theme.set_choice(choice)
        panel.resize(width, 700)
        job = done()
        model.put(job)
        row_image(panel, 0)  # asks for the pictures
        before = row_image(panel, 0)
        model.put(replace(job, review=review))
        after = row_image(panel, 0)
        theme.set_choice("dark")
        assert after.size() == before.size()
        columns, lines = differing(before, after)
        state = panel._delegate._layout(panel._view.viewport().width()).state
        assert columns
        assert state.left() + 40 < min(columns) <= max(columns) <= state.right()
        assert ROW_HEIGHT // 2 - 12 < min(lines) <= max(lines) < ROW_HEIGHT // 2 + 12

    def test_the_star_has_its_colour(self, panel, model, theme, done):
        job = done(STAR)
        model.put(job)
        image = row_image(panel, 0)
        block = panel._delegate._block(
            job, model.row_of(job), panel._delegate._layout(panel._view.viewport().width()).state
        )
        middle = ROW_HEIGHT // 2
        assert image.pixelColor(block.remark.star + 6, middle).name() == theme.tokens.warning

    @pytest.mark.parametrize("width", WIDTHS)
    def test_what_was_rejected_steps_back_and_says_so(self, panel, model, done, width):
        panel.resize(width, 700)
        job = done(Review(Mark.REJECT, NOTES[:1]))
        model.put(job)
        row_image(panel, 0)
        dimmed = row_image(panel, 0)
        layout = panel._delegate._layout(panel._view.viewport().width())
        block = panel._delegate._block(job, model.row_of(job), layout.state)
        assert block.remark.words == "Rejected · 1 note"
        at = layout.tiles[0].center()
        assert dimmed.pixelColor(at).name() != "#208020"
        model.put(replace(job, review=UNREVIEWED))
        assert row_image(panel, 0).pixelColor(at).name() == "#208020"

    @pytest.mark.parametrize("width", WIDTHS)
    def test_long_words_share_the_room(self, panel, model, make_job, failure, width):
        notes = tuple(Note(float(n), float(n), "x") for n in range(88))
        panel.resize(width, 700)
        job = make_job(
            JobState.UNCONFIRMED, client_request_id="x", failure=failure,
            review=Review(Mark.REJECT, notes),
        )  # fmt: skip
        model.put(job)
        rect = panel._delegate._layout(panel._view.viewport().width()).state
        block = panel._delegate._block(job, model.row_of(job), rect)
        small = panel._delegate._small.metrics
        assert block.remark.words.startswith("Rejected")
        assert block.remark.x + small.horizontalAdvance(block.remark.words) <= rect.right() + 1
        assert block.words.startswith("It may")


class TestFilter:
    def test_the_star_shows_the_starred(self, panel, model, done):
        model.set_jobs([done(STAR), done(), done(REJECT), done(Review(Mark.STAR, NOTES))])
        button = segment(panel, JobGroup.STARRED)
        assert button.text() == "★ 2"
        assert button.accessibleName() == "Show starred jobs: 2"
        button.click()
        assert [model.job_at(model.index(row)).id for row in range(2)] == ["job0", "job3"]
        assert model.rowCount() == 2

    def test_a_star_that_goes_leaves_the_filter_and_keeps_what_is_shown(self, panel, model, done):
        jobs = [done(STAR), done(STAR)]
        model.set_jobs(jobs)
        segment(panel, JobGroup.STARRED).click()
        panel.select("job0")
        told = QSignalSpy(panel.job_selected)
        model.put(replace(jobs[0], review=UNREVIEWED))
        assert segment(panel, JobGroup.STARRED).text() == "★ 1"
        assert model.rowCount() == 1
        assert told.count() == 0
        assert panel.selected_ids() == []
        model.put(jobs[0])
        assert panel.selected_ids() == ["job0"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("wing", ["job0"]),
            ("FLICKERS wing", ["job0"]),
            ("starred", ["job0", "job1"]),
            ("rejected", ["job2"]),
            ("starred night", ["job0", "job1"]),
            ("starred rejected", []),
        ],
    )
    def test_words_find_notes_and_marks(self, panel, model, done, text, found):
        model.set_jobs([done(Review(Mark.STAR, NOTES)), done(STAR), done(REJECT), done()])
        panel.findChild(QLineEdit).setText(text)
        ids = [model.job_at(model.index(row)).id for row in range(model.rowCount())]
        assert ids == found

    def test_a_note_that_goes_is_not_found(self, panel, model, done):
        job = done(Review(notes=NOTES))
        model.put(job)
        panel.findChild(QLineEdit).setText("wing")
        model.put(replace(job, review=UNREVIEWED))
        assert model.rowCount() == 0

    def test_no_starred_job_is_said(self, panel, model, done):
        model.put(done())
        segment(panel, JobGroup.STARRED).click()
        assert panel._pages.currentWidget() is panel._no_match
        words = panel._no_match.findChildren(type(panel._header._heading))
        assert "There is no starred job." in [label.text() for label in words]

    def test_the_button_is_there_where_there_is_room(self, panel, model, done):
        model.put(done(STAR))
        button = segment(panel, JobGroup.STARRED)
        assert button.isVisible()
        panel.resize(480, 700)
        assert not button.isVisible()  # "starred" in the field does the same

    @pytest.mark.parametrize("width", [*WIDTHS, 600, 640])
    def test_while_it_is_on_it_can_be_seen(self, panel, model, done, width):
        model.set_jobs([done(STAR) for _ in range(12)])
        segment(panel, JobGroup.STARRED).click()
        panel.resize(width, 700)
        header = panel._header
        shown = [b for b in header._buttons.values() if b.isVisible()]
        assert len(shown) == len(JobGroup)
        assert all(button.width() >= button.minimumWidth() for button in shown)
        edges = [b.mapTo(header, QPoint(0, 0)).x() for b in shown]
        assert edges == sorted(edges)
        field, filters = header._field, header._filters
        assert filters.geometry().right() < field.geometry().left()
        assert shown[-1].geometry().right() < filters.width()
        assert field.width() >= 54
        assert header._queue.geometry().right() < header.width()
        header.clear_filter()
        assert header.group() is JobGroup.ALL


class TestMenu:
    def action(self, panel, words):
        menu = panel.menu()
        return next(a for a in menu.actions() if a.text().split("\t")[0] == words)

    @pytest.fixture
    def marked(self, panel):
        """What was asked for, in order."""
        asked = []
        panel.marked.connect(lambda *args: asked.append(args))
        return asked

    @pytest.mark.parametrize(
        ("words", "before", "after"),
        [
            ("Star", UNREVIEWED, Mark.STAR),
            ("Star", REJECT, Mark.STAR),
            ("Star", STAR, Mark.NONE),
            ("Reject", UNREVIEWED, Mark.REJECT),
            ("Reject", STAR, Mark.REJECT),
            ("Reject", REJECT, Mark.NONE),
        ],
    )
    def test_it_toggles(self, panel, model, done, marked, words, before, after):
        model.put(done(before))
        panel.select("job0")
        asked = QSignalSpy(panel.asked)
        action = self.action(panel, words)
        assert action.isCheckable()
        assert action.isChecked() is (after is Mark.NONE)
        action.trigger()
        assert marked == [("job0", after)]
        assert isinstance(marked[0][1], Mark)
        assert asked.count() == 0

    def test_of_several_those_without_get_it(self, panel, model, done, make_job, marked):
        model.set_jobs([done(STAR), done(), done(REJECT), make_job(JobState.GENERATING)])
        panel._view.selectAll()
        action = self.action(panel, "Star 3 jobs")
        assert not action.isChecked()
        action.trigger()
        assert marked == [("job1", Mark.STAR), ("job2", Mark.STAR)]

    def test_where_all_have_it_all_lose_it(self, panel, model, done, marked):
        model.set_jobs([done(STAR), done(STAR)])
        panel._view.selectAll()
        action = self.action(panel, "Star 2 jobs")
        assert action.isChecked()
        action.trigger()
        assert marked == [("job0", Mark.NONE), ("job1", Mark.NONE)]

    def test_a_shots_row_is_for_its_takes(self, panel, model, takes, marked):
        model.set_jobs(takes(UNREVIEWED, STAR))
        panel._view.select_row(model.index_of_shot("s"))
        panel.mark(Mark.REJECT)
        assert marked == [("s", Mark.REJECT), ("s1", Mark.REJECT)]

    def test_what_has_no_result_is_not_judged(self, panel, model, every_state, marked):
        model.set_jobs(every_state)
        for job in every_state:
            panel.select(job.id)
            assert panel.may_mark_any() is (job.state is JobState.DONE)
            panel.mark(Mark.STAR)
        assert [job_id for job_id, _ in marked] == ["job6"]

    def test_a_mark_can_be_taken_back_in_any_state(self, panel, model, make_job, marked):
        model.put(make_job(JobState.DOWNLOADING, review=STAR))
        panel.select("job0")
        panel.mark(Mark.STAR)
        assert marked == [("job0", Mark.NONE)]

    def test_nothing_selected_marks_nothing(self, panel, model, done, marked):
        model.put(done())
        assert not panel.may_mark_any()
        panel.mark(Mark.STAR)
        assert marked == []
