"""Takes in the list: together beneath their shot's row, and folded into it."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit

from aleph_desktop.domain.job import RUN_AGAIN, JobState
from aleph_desktop.ui.queue.job_ask import JobAsk
from aleph_desktop.ui.queue.job_group import JobGroup
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT
from aleph_desktop.ui.queue.shot import Shot, describe_shot

DONE, FAILED, GENERATING = JobState.DONE, JobState.FAILED, JobState.GENERATING


@pytest.fixture
def make_shot(make_job, now):
    """`make_shot(name, *states)`: its takes, made together; each shot older than the one before."""
    made = []

    def make(name, *states, **fields):
        made.append(name)
        at = now - 300 - 60 * len(made)
        return [
            make_job(
                state,
                id=name if i == 0 else f"{name}{i + 1}",
                shot=name,
                take=i + 1,
                seed=100 + i,
                created_at=at + i / 1000,
                position=at + i / 1000,
                **fields,
            )
            for i, state in enumerate(states)
        ]

    return make


@pytest.fixture
def checked(model):
    """The model under Qt's own eyes: what it finds is a warning, and warnings fail a test."""
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return model


def rows(model):
    """Ids; a shot's row in brackets."""
    indexes = [model.index(row) for row in range(model.rowCount())]
    return [
        f"[{shot.id}]" if (shot := model.shot_at(index)) else model.job_at(index).id
        for index in indexes
    ]


def told(spy):
    return [None if (job := spy.at(i)[0]) is None else job.id for i in range(spy.count())]


class TestOrder:
    def test_takes_stand_in_order_beneath_their_shot(self, checked, make_shot, make_job, now):
        new, old = make_shot("new", DONE, DONE, DONE), make_shot("old", DONE, DONE)
        alone = make_job(id="alone", created_at=now - 390)
        checked.set_jobs([*old[::-1], alone, *new[::-1]])
        assert rows(checked) == ["[new]", "new", "new2", "new3", "alone", "[old]", "old", "old2"]
        assert [job.id for job in checked.jobs()] == [
            row for row in rows(checked) if not row.startswith("[")
        ]

    def test_one_by_one_they_come_to_the_same(self, checked, make_shot):
        new, old = make_shot("new", DONE, DONE, DONE), make_shot("old", DONE, DONE)
        for job in (new[2], old[1], new[0], old[0], new[1]):
            checked.put(job)
        assert rows(checked) == ["[new]", "new", "new2", "new3", "[old]", "old", "old2"]

    def test_a_take_that_is_left_alone_is_a_job_like_any(self, checked, make_shot):
        first, second = make_shot("s", DONE, DONE)
        checked.set_jobs([first, second])
        checked.take("s")
        assert rows(checked) == ["s2"]
        row = checked.row_of(second)
        assert (row.prompt, row.clip, row.seed) == ("Make it night", "Take 2 · bunny.mp4", "101")
        checked.put(first)  # undone
        assert rows(checked) == ["[s]", "s", "s2"]

    def test_a_take_that_is_run_again_stands_beneath_the_first_try(self, checked, make_shot, now):
        jobs = make_shot("s", FAILED, DONE)
        checked.set_jobs(jobs)
        checked.put(replace(jobs[0], id="again", created_at=now, position=now))
        assert rows(checked) == ["[s]", "s", "again", "s2"]

    def test_a_take_that_is_moved_in_the_queue_stays(self, checked, make_shot, now):
        one, two = (
            make_shot("one", *[JobState.QUEUED] * 2),
            make_shot("two", *[JobState.QUEUED] * 2),
        )
        checked.set_jobs([*one, *two])
        before = rows(checked)
        checked.put(replace(one[1], position=1.0))
        assert rows(checked) == before
        assert checked.row_of(checked.job("one2")).state == "Queued · next"
        assert checked.row_of(checked.job("two")).state == "Queued · 2nd in line"

    def test_a_shot_goes_with_its_first_take(self, checked, make_shot, now):
        one, two = (
            make_shot("one", *[JobState.QUEUED] * 2),
            make_shot("two", *[JobState.QUEUED] * 2),
        )
        checked.set_jobs([*one, *two])
        moved, reset = QSignalSpy(checked.rowsMoved), QSignalSpy(checked.modelReset)
        for take in one:
            checked.put(replace(take, position=take.position - 1000))
        assert rows(checked) == ["[two]", "two", "two2", "[one]", "one", "one2"]
        assert (moved.count(), reset.count()) == (1, 0)
        for take in one:
            checked.put(take)
        assert rows(checked) == ["[one]", "one", "one2", "[two]", "two", "two2"]

    def test_all_that_wait_are_told_when_the_line_moves_up(self, checked, make_shot):
        one, two = (
            make_shot("one", *[JobState.QUEUED] * 2),
            make_shot("two", *[JobState.QUEUED] * 2),
        )
        checked.set_jobs([*one, *two])
        changed = QSignalSpy(checked.dataChanged)
        checked.put(replace(two[0], state=JobState.PREPARING))
        touched = {
            row
            for i in range(changed.count())
            for row in range(changed.at(i)[0].row(), changed.at(i)[1].row() + 1)
        }
        assert touched == set(range(6))


class TestFilter:
    def test_a_shot_shows_when_one_of_its_takes_does(self, checked, make_shot):
        checked.set_jobs([*make_shot("a", DONE, FAILED), *make_shot("b", DONE, DONE)])
        checked.set_filter(JobGroup.FAILED, "")
        assert rows(checked) == ["[a]", "a2"]
        checked.set_filter(JobGroup.ALL, "100")  # a seed
        assert rows(checked) == ["[a]", "a", "[b]", "b"]
        checked.set_filter(JobGroup.ACTIVE, "")
        assert rows(checked) == []

    def test_takes_come_and_go_through_it(self, checked, make_shot):
        jobs = make_shot("s", GENERATING, GENERATING)
        checked.set_filter(JobGroup.DONE, "")
        checked.set_jobs(jobs)
        for job in jobs[::-1]:
            checked.put(replace(job, state=DONE))
        assert rows(checked) == ["[s]", "s", "s2"]
        for job in jobs:
            checked.put(job)
        assert rows(checked) == []

    def test_jobs_are_counted_not_shots(self, checked, make_shot):
        checked.set_jobs(make_shot("s", DONE, FAILED, GENERATING))
        assert list(checked.counts().values()) == [3, 1, 1, 0, 1]


class TestFolding:
    def test_folded_takes_have_no_rows(self, checked, make_shot):
        jobs = [*make_shot("a", DONE, GENERATING), *make_shot("b", DONE, DONE)]
        checked.set_jobs(jobs)
        reset = QSignalSpy(checked.modelReset)
        checked.set_folded("a", True)
        assert rows(checked) == ["[a]", "[b]", "b", "b2"]
        assert not checked.index_of("a2").isValid()
        checked.put(replace(jobs[1], state=DONE))
        assert checked.row_of_shot(checked.shot_at(checked.index(0))).state == "2 of 2 done"
        checked.set_folded("a", False)
        assert rows(checked) == ["[a]", "a", "a2", "[b]", "b", "b2"]
        assert reset.count() == 0

    def test_it_is_remembered(self, checked, make_shot):
        jobs = make_shot("s", DONE, DONE)
        checked.set_jobs(jobs)
        checked.set_folded("s", True)
        checked.set_filter(JobGroup.DONE, "")
        checked.set_jobs(jobs)
        assert rows(checked) == ["[s]"]
        checked.take("s")
        assert rows(checked) == ["s2"]
        checked.put(jobs[0])
        assert rows(checked) == ["[s]"]


class TestWords:
    def shot_row(self, takes, now, **fields):
        return describe_shot(Shot("s", tuple(takes), **fields), now)

    def test_a_shot_tells_how_far_all_are(self, make_shot, now):
        takes = make_shot(
            "s", DONE, FAILED, GENERATING, JobState.WAITING, JobState.QUEUED, JobState.CANCELLED
        )
        row = self.shot_row(takes, now)
        assert row.prompt == "Make it night"
        assert row.clip == "bunny.mp4"
        assert row.state == "1 of 6 done"
        assert row.detail.replace("\N{NO-BREAK SPACE}", " ") == (
            "1 failed · 2 generating · 1 queued · 1 cancelled"
        )
        assert row.ink == "bad"
        assert not row.links

    def test_its_cost_is_that_of_all(self, make_shot, now):
        takes = make_shot("s", DONE, DONE, GENERATING)
        assert self.shot_row(takes, now).cost == "—"
        paid = [replace(take, cost_usd=Decimal("0.98")) for take in takes[:2]]
        assert self.shot_row([*paid, takes[2]], now).cost == "$1.96"

    def test_a_take_that_was_run_again_counts_once(self, make_shot, now):
        takes = make_shot("s", FAILED, DONE)
        tries = [replace(takes[0], status_word=RUN_AGAIN), replace(takes[0], id="a", state=DONE)]
        row = self.shot_row([*tries, takes[1]], now)
        assert (row.state, row.detail, row.ink) == ("2 of 2 done", "", "ok")

    def test_what_waits_for_the_user_says_so(self, make_shot, now, failure):
        held = make_shot("s", JobState.QUEUED, JobState.QUEUED, held=True)
        assert self.shot_row(held, now).detail.split() == ["2", "paused"]
        gone = make_shot("s", DONE, DONE, failure=failure)
        assert self.shot_row(gone, now).detail.split() == ["2", "files", "missing"]
        assert self.shot_row(gone, now).ink == "warning"

    def test_a_take_tells_its_number_and_seed(self, checked, make_shot):
        jobs = make_shot("s", DONE, DONE)
        checked.set_jobs(jobs)
        row = checked.row_of(jobs[1])
        assert (row.prompt, row.clip, row.seed) == ("Take 2", "seed 101", "")

    def test_those_who_hear_it(self, checked, make_shot):
        checked.set_jobs(make_shot("s", DONE, JobState.QUEUED))
        role = Qt.ItemDataRole.AccessibleTextRole
        assert checked.index(0).data(role) == (
            "Make it night. Shot with 2 takes, unfolded. 1 of 2 done. 1 queued. bunny.mp4. "
            "matched. 5 min ago."
        )
        assert checked.index(2).data(role).startswith("Take 2. Queued · next. seed 101. matched. ")
        checked.set_folded("s", True)
        assert "2 takes, folded" in checked.index(0).data(role)
        assert checked.index(0).data() == "Make it night"
        assert "<p>2 takes · 1 of 2 done" in checked.index(0).data(Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def spy(panel):
    return QSignalSpy(panel.job_selected)


def select_shot(panel, shot_id):
    panel._view.select_row(panel._model.index_of_shot(shot_id))


class TestSelection:
    def test_a_shot_is_all_its_takes_and_shows_the_first_finished(self, panel, make_shot, spy):
        panel._model.set_jobs(make_shot("s", GENERATING, DONE, DONE))
        select_shot(panel, "s")
        assert panel.selected_ids() == ["s", "s2", "s3"]
        assert told(spy) == ["s2"]

    def test_none_finished_shows_the_first(self, panel, model, make_shot, spy):
        jobs = make_shot("s", GENERATING, GENERATING, GENERATING)
        model.set_jobs(jobs)
        select_shot(panel, "s")
        model.put(replace(jobs[2], state=DONE))
        model.put(replace(jobs[0], state=DONE))  # the third stays on the screen
        assert told(spy) == ["s", "s3"]

    def test_all_rows_are_each_job_once(self, panel, model, make_shot):
        model.set_jobs([*make_shot("a", DONE, DONE), *make_shot("b", DONE)])
        panel._view.selectAll()
        assert panel.selected_ids() == ["a", "a2", "b"]

    def test_a_filtered_shot_is_the_takes_that_show(self, qtbot, panel, model, make_shot):
        model.set_jobs(make_shot("s", FAILED, DONE, FAILED))
        panel.findChild(QLineEdit).setText("102")
        select_shot(panel, "s")
        with qtbot.waitSignal(panel.asked, timeout=1000) as caught:
            qtbot.keyClick(panel._view, Qt.Key.Key_Delete)
        assert caught.args == ["remove", ["s3"]]

    def test_the_menu_is_for_all_of_them(self, panel, model, make_shot):
        model.set_jobs(make_shot("s", *[JobState.QUEUED] * 3))
        select_shot(panel, "s")
        texts = [a.text().split("\t")[0] for a in panel.menu().actions() if a.isEnabled()]
        assert {"Cancel 3 jobs", "Pause 3 jobs", "Run 3 jobs next"} <= set(texts)
        spy = QSignalSpy(panel.asked)
        panel.ask(JobAsk.RUN_NEXT)
        panel.ask(JobAsk.RUN_LATER)  # one at a time
        assert [spy.at(i) for i in range(spy.count())] == [["run_next", ["s", "s2", "s3"]]]

    def test_takes_of_two_shots_dont_move_together(self, panel, model, make_shot):
        queued = [JobState.QUEUED] * 2
        model.set_jobs([*make_shot("a", *queued), *make_shot("b", *queued)])
        panel._view.selectAll()
        assert not panel.may_ask_any(JobAsk.RUN_NEXT)

    def test_a_filter_keeps_the_shot_selected(self, panel, model, make_shot, spy):
        model.set_jobs([*make_shot("a", DONE, FAILED), *make_shot("b", DONE)])
        select_shot(panel, "a")
        field = panel.findChild(QLineEdit)
        for text in ("night", "zzz", ""):
            field.setText(text)
        assert panel.selected_ids() == ["a", "a2"]
        assert model.shot_at(panel._view.currentIndex()).id == "a"
        assert told(spy) == ["a"]

    def test_the_last_take_inherits_the_selection(self, panel, model, make_shot, spy):
        model.set_jobs([*make_shot("a", DONE), *make_shot("s", DONE, DONE)])
        select_shot(panel, "s")
        model.take("s")
        assert panel.selected_ids() == ["s2"]
        assert told(spy) == ["s", "s2"]

    def test_a_shot_that_leaves_the_filter_hands_its_selection_to_none(
        self, panel, model, make_shot, spy
    ):
        jobs = make_shot("s", GENERATING, GENERATING)
        model.set_jobs([*make_shot("a", GENERATING), *jobs])
        panel._header._buttons[JobGroup.ACTIVE].click()
        select_shot(panel, "s")
        for job in jobs:
            model.put(replace(job, state=DONE))
        assert panel.selected_ids() == []
        panel._header._buttons[JobGroup.ALL].click()
        assert panel.selected_ids() == ["s", "s2"]

    def test_a_folded_take_is_found(self, panel, model, make_shot):
        model.set_jobs(make_shot("s", DONE, DONE))
        model.set_folded("s", True)
        panel.show_new("s2")
        assert panel.selected_ids() == ["s2"]
        assert rows(model) == ["[s]", "s", "s2"]

    def test_a_first_take_is_seen_with_its_prompt(self, panel, model, make_shot, make_job):
        model.set_jobs([make_job() for _ in range(50)])
        panel.resize(680, 300)
        panel._view.verticalScrollBar().setValue(20 * ROW_HEIGHT)
        for job in make_shot("s", *[JobState.QUEUED] * 8):
            model.put(replace(job, position=job.position + 1000))
        panel.show_new("s")
        seen = panel._view.viewport().rect()
        for index in (model.index_of_shot("s"), model.index_of("s")):
            assert seen.contains(panel._view.visualRect(index))

    def test_folding_takes_the_selection_to_the_shot(self, panel, model, make_shot, spy):
        model.set_jobs(make_shot("s", DONE, DONE))
        panel.select("s2")
        panel._view.toggle_fold(model.shot_at(model.index(0)))
        assert panel.selected_ids() == ["s", "s2"]
        assert told(spy) == ["s2"]  # it is as good as the first

    def test_folding_another_leaves_it(self, panel, model, make_shot, spy):
        model.set_jobs([*make_shot("a", DONE, DONE), *make_shot("b", DONE, DONE)])
        panel.select("b2")
        panel._view.toggle_fold(model.shot_at(model.index(0)))
        assert panel.selected_ids() == ["b2"]
        assert told(spy) == ["b2"]

    def test_a_moved_shot_is_followed(self, panel, model, make_shot, make_job, now):
        queued = [JobState.QUEUED] * 2
        jobs = make_shot("s", *queued)
        model.set_jobs([*jobs, *(make_job(created_at=now - 5000 - i) for i in range(40))])
        select_shot(panel, "s")
        for job in jobs:
            model.put(replace(job, position=job.position - 5000 + 300))
        index = model.index_of_shot("s")
        assert index.row() > 5
        assert panel._view.viewport().rect().contains(panel._view.visualRect(index))


def sign_position(panel, shot_id):
    """Where the fold sign is, found as a user would: by looking over the row."""
    view = panel._view
    index = panel._model.index_of_shot(shot_id)
    rect = view.visualRect(index)
    for x in range(rect.left(), rect.right(), 3):
        at = QPoint(x, rect.center().y())
        if view._is_on_fold(index, at):
            return at + QPoint(6, 0)
    raise AssertionError("no sign")


class TestMouseAndKeys:
    @pytest.mark.parametrize("width", [480, 680, 1092])
    def test_a_click_on_the_sign_folds_and_selects_nothing(
        self, qtbot, panel, model, make_shot, spy, width
    ):
        model.set_jobs(make_shot("s", DONE, DONE))
        panel.resize(width, 300)
        at = sign_position(panel, "s")
        for expected in (["[s]"], ["[s]", "s", "s2"]):
            qtbot.mouseClick(panel._view.viewport(), Qt.MouseButton.LeftButton, pos=at)
            assert rows(model) == expected
        qtbot.mouseDClick(panel._view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert rows(model) == ["[s]"]
        assert spy.count() == 0

    def test_a_click_beside_it_selects(self, qtbot, panel, model, make_shot):
        model.set_jobs(make_shot("s", DONE, DONE))
        at = QPoint(300, ROW_HEIGHT // 2)
        qtbot.mouseClick(panel._view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert panel.selected_ids() == ["s", "s2"]
        assert len(rows(model)) == 3

    def test_left_right_and_return(self, qtbot, panel, model, make_shot):
        model.set_jobs(make_shot("s", DONE, DONE))
        select_shot(panel, "s")
        view, unfolded = panel._view, ["[s]", "s", "s2"]
        with qtbot.assertNotEmitted(panel.activated):
            for key, expected in (
                (Qt.Key.Key_Left, ["[s]"]),
                (Qt.Key.Key_Left, ["[s]"]),
                (Qt.Key.Key_Right, unfolded),
                (Qt.Key.Key_Return, ["[s]"]),
                (Qt.Key.Key_Return, unfolded),
                (Qt.Key.Key_Right, unfolded),
            ):
                qtbot.keyClick(view, key)
                assert rows(model) == expected
        assert panel.selected_ids() == ["s"]

    def test_the_players_keys_are_taken_on_a_shots_row_only(self, qtbot, panel, model, make_shot):
        model.set_jobs(make_shot("s", DONE, DONE))
        shortcut = QShortcut(QKeySequence("Left"), panel)
        stepped = QSignalSpy(shortcut.activated)
        panel.activateWindow()
        panel._view.setFocus()
        qtbot.waitUntil(panel._view.hasFocus)
        panel.select("s2")
        qtbot.keyClick(panel._view, Qt.Key.Key_Left)
        assert stepped.count() == 1
        select_shot(panel, "s")
        qtbot.keyClick(panel._view, Qt.Key.Key_Left)
        assert stepped.count() == 1
        assert rows(model) == ["[s]"]

    def test_ten_frames_are_the_players_always(self, panel, model, make_shot):
        model.set_jobs(make_shot("s", DONE, DONE))
        select_shot(panel, "s")
        accepted = []
        for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Left, modifier)
            event.ignore()
            QApplication.sendEvent(panel._view, event)
            accepted.append(event.isAccepted())
        assert accepted == [True, False]

    def test_walking_through_them(self, qtbot, panel, model, make_shot, spy):
        model.set_jobs(make_shot("s", DONE, FAILED))
        select_shot(panel, "s")
        for _ in range(2):
            qtbot.keyClick(panel._view, Qt.Key.Key_Down)
        assert panel.selected_ids() == ["s2"]
        assert told(spy) == ["s", "s2"]


class TestPaint:
    def image(self, panel, row):
        view = panel._view
        return view.viewport().grab(view.visualRect(panel._model.index(row))).toImage()

    @pytest.mark.parametrize("choice", ["dark", "light"])
    @pytest.mark.parametrize("width", [480, 680, 1092])
    def test_every_row_is_its_own(self, panel, model, theme, make_shot, choice, width):
        theme.set_choice(choice)
        model.set_jobs(make_shot("s", DONE, DONE, FAILED, JobState.QUEUED))
        panel.resize(width, 700)
        images = [self.image(panel, row) for row in range(5)]
        assert all(a != b for a, b in pairwise(images))
        assert {image.height() for image in images} == {ROW_HEIGHT * images[0].devicePixelRatio()}
        model.set_folded("s", True)
        assert self.image(panel, 0) != images[0]
        theme.set_choice("dark")

    def test_the_clip_is_pictured_once(self, panel, model, make_shot):
        model.set_jobs(make_shot("s", DONE, DONE, result_path="/r.mp4"))
        for row in range(2):
            self.image(panel, row)  # asks for the pictures
        shot, take = self.image(panel, 0), self.image(panel, 1)
        assert shot.pixelColor(30, 31).name() == "#208020"
        assert take.pixelColor(30, 31).name() != "#208020"
        assert take.pixelColor(120, 31).name() == "#208020"

    @pytest.mark.parametrize("width", [480, 680, 1092])
    def test_how_far_all_are_can_be_read(self, panel, model, make_shot, width):
        model.set_jobs(make_shot("s", DONE, FAILED, GENERATING, JobState.QUEUED))
        panel.resize(width, 300)
        row = model.row_of_shot(model.shot_at(model.index(0)))
        layout = panel._delegate._layout(panel._view.viewport().width())
        block = panel._delegate._block(model.job("s"), row, layout.state)
        assert block.words == row.state
        assert "…" not in "".join(words for _, words in block.details)
