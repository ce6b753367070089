"""The panel: selection, filter, menu, keys, undo, empty states, time."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.ui.queue.job_ask import KEYS_OF_MOVES, JobAsk, ask_text, may_ask
from aleph_desktop.ui.queue.job_group import JobGroup
from aleph_desktop.ui.queue.job_list_view import JobListView
from aleph_desktop.ui.queue.row_layout import ROW_HEIGHT


def press(panel, words):
    """Click the visible button with these words."""
    buttons = [*panel.findChildren(QPushButton), *panel.findChildren(QToolButton)]
    button = next(b for b in buttons if b.isVisible() and b.text().startswith(words))
    button.click()


def selected(spy):
    """The ids that job_selected told, in order."""
    return [None if (job := spy.at(i)[0]) is None else job.id for i in range(spy.count())]


@pytest.fixture
def told(panel):
    return QSignalSpy(panel.job_selected)


@pytest.fixture
def field(panel):
    return panel.findChild(QLineEdit)


class TestSelection:
    def test_select_tells_the_job(self, panel, model, every_state, told):
        model.set_jobs(every_state)
        panel.select("job3")
        assert selected(told) == ["job3"]
        assert panel.selected_ids() == ["job3"]

    def test_what_is_told_is_selected_by_then(self, qtbot, panel, model, make_job):
        """Else the window's menu would be about the job before."""
        model.set_jobs([make_job() for _ in range(4)])
        seen = []
        panel.job_selected.connect(lambda job: seen.append((job.id, panel.selected_ids())))
        view = panel._view
        for row in (1, 3):
            at = view.visualRect(model.index(row)).center()
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.keyClick(view, Qt.Key.Key_Up)
        model.take("job2")
        assert seen == [(name, [name]) for name in ("job1", "job3", "job2", "job1")]

    def test_more_rows_are_told_as_a_selection(self, qtbot, panel, model, make_job, told):
        model.set_jobs([make_job(JobState.FAILED) for _ in range(3)])
        panel.select("job0")
        with qtbot.waitSignal(panel.selection_changed, timeout=1000):
            panel._view.selectAll()
        assert len(panel.selected_ids()) == 3
        assert selected(told) == ["job0"]

    def test_a_row_that_is_only_walked_over_is_told_too(self, qtbot, panel, model, make_job, told):
        model.set_jobs([make_job() for _ in range(3)])
        panel.select("job0")
        qtbot.keyClick(panel._view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: selected(told) == ["job0", "job1"])
        assert panel.selected_ids() == ["job0"]

    def test_new_rows_steal_nothing(self, panel, model, make_job, told):
        newer = make_job()
        model.set_jobs([make_job() for _ in range(50)])
        panel.select("job5")
        bar = panel._view.verticalScrollBar()
        bar.setValue(10 * ROW_HEIGHT + 5)
        top = model.job_at(panel._view.indexAt(QPoint(300, 0)))
        model.put(newer)
        assert panel.selected_ids() == ["job5"]
        assert selected(told) == ["job5"]
        assert model.job_at(panel._view.indexAt(QPoint(300, 0))) == top
        assert bar.value() == 11 * ROW_HEIGHT + 5
        model.take(newer.id)
        assert bar.value() == 10 * ROW_HEIGHT + 5

    def test_at_the_top_new_rows_are_seen(self, panel, model, make_job):
        newer = make_job()
        model.set_jobs([make_job() for _ in range(50)])
        model.put(newer)
        assert panel._view.verticalScrollBar().value() == 0
        assert model.job_at(panel._view.indexAt(QPoint(300, 5))) == newer

    def test_a_job_that_leaves_the_filter_hands_its_selection_to_none(
        self, panel, model, make_job, told
    ):
        running = [make_job(JobState.GENERATING) for _ in range(3)]
        model.set_jobs(running)
        press(panel, "Active")
        panel.select("job1")
        model.put(replace(running[1], state=JobState.DONE))
        assert panel.selected_ids() == []
        assert selected(told) == ["job1"]
        press(panel, "All")
        assert panel.selected_ids() == ["job1"]
        assert selected(told) == ["job1"]

    def test_a_job_that_comes_back_is_selected_still(self, panel, model, make_job, told):
        jobs = [make_job(JobState.FAILED) for _ in range(3)]
        model.set_jobs(jobs)
        press(panel, "Failed")
        panel.select("job1")
        model.put(replace(jobs[1], state=JobState.QUEUED))
        model.put(jobs[1])
        assert panel.selected_ids() == ["job1"]
        assert selected(told) == ["job1"]

    def test_a_removed_job_hands_it_to_its_neighbour(self, panel, model, make_job, told):
        model.set_jobs([make_job() for _ in range(3)])
        panel.select("job1")
        model.take("job1")
        assert selected(told) == ["job1", "job0"]
        assert panel.selected_ids() == ["job0"]
        model.take("job0")
        assert panel.selected_ids() == ["job2"]
        model.take("job2")
        assert selected(told) == ["job1", "job0", "job2", None]

    def test_a_hidden_job_that_is_removed_is_not_selected_any_more(
        self, panel, model, make_job, field, told
    ):
        model.set_jobs([make_job(), make_job()])
        panel.select("job1")
        field.setText("nothing has this")
        model.take("job1")
        assert selected(told) == ["job1", None]

    def test_all_jobs_anew(self, panel, model, make_job, told):
        jobs = [make_job() for _ in range(3)]
        model.set_jobs(jobs)
        panel.select("job1")
        model.set_jobs(jobs)
        assert selected(told) == ["job1"]
        model.set_jobs(jobs[:1])
        assert selected(told) == ["job1", None]

    def test_a_moved_job_stays_selected_and_in_view(self, panel, model, make_job, told):
        jobs = [make_job(position=100.0 - i) for i in range(50)]
        model.set_jobs(jobs)
        panel.select("job2")
        model.put(replace(jobs[2], position=60.5))
        assert panel.selected_ids() == ["job2"]
        assert selected(told) == ["job2"]
        index = model.index_of("job2")
        assert index.row() == 39
        assert panel._view.viewport().rect().contains(panel._view.visualRect(index))

    def test_another_that_moves_scrolls_nothing(self, panel, model, make_job):
        jobs = [make_job(position=100.0 - i) for i in range(50)]
        model.set_jobs(jobs)
        panel.select("job2")
        bar = panel._view.verticalScrollBar()
        bar.setValue(20 * ROW_HEIGHT)
        model.put(replace(jobs[45], position=52.5))
        assert bar.value() == 20 * ROW_HEIGHT

    def test_return_activates(self, qtbot, panel, model, every_state):
        model.set_jobs(every_state)
        panel.select("job2")
        with qtbot.waitSignal(panel.activated, timeout=1000) as caught:
            qtbot.keyClick(panel._view, Qt.Key.Key_Return)
        assert caught.args == ["job2"]


class TestFilter:
    def test_counts_stand_in_the_buttons(self, panel, model, every_state):
        model.set_jobs(every_state)
        texts = [b.text() for b in panel.findChildren(QToolButton) if b.isCheckable()]
        assert texts == ["All 10", "Active 6", "Done 1", "★ 0", "Failed 2"]

    def test_a_number_that_changes_moves_nothing(self, panel, model, make_job, field):
        model.set_jobs([make_job() for _ in range(9)])
        before = field.geometry()
        model.put(make_job())
        panel.set_status("1 active · next check in 4 s")
        panel.set_status("10 active · next check in 14 s")
        assert field.geometry() == before

    def test_typing_filters_and_escape_clears(self, qtbot, panel, model, make_job, field):
        model.set_jobs([make_job(prompt="Moonlit night"), make_job(prompt="Heavy rain")])
        panel.focus_filter()
        qtbot.keyClicks(field, "moon")
        assert model.rowCount() == 1
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert field.text() == ""
        assert model.rowCount() == 2

    def test_down_goes_into_the_list(self, qtbot, panel, model, every_state, field):
        model.set_jobs(every_state)
        panel.activateWindow()
        panel.focus_filter()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClick(field, Qt.Key.Key_Down)
        assert panel._view.hasFocus()

    def test_nothing_matches(self, panel, model, every_state, field):
        model.set_jobs(every_state)
        press(panel, "Done")
        field.setText("zzz")
        assert panel._no_match.isVisible()
        assert "done job with “zzz”" in panel._no_match._text.text()
        press(panel, "Clear the filter")
        assert panel._view.isVisible()
        assert model.rowCount() == 10
        assert field.text() == ""

    @pytest.mark.parametrize("text", ["", "rain"])
    def test_a_new_job_is_seen_whatever_the_filter_was(self, panel, model, make_job, field, text):
        new, done = make_job(), make_job(JobState.DONE, prompt="rain")
        model.set_jobs([done])
        press(panel, "Done")
        field.setText(text)
        panel.select(done.id)
        model.put(new)
        assert not model.index_of(new.id).isValid()
        panel.show_new(new.id)
        assert panel.selected_ids() == [new.id]
        assert field.text() == ""
        assert panel._header.group() is JobGroup.ALL

    def test_a_filter_that_shows_the_new_job_stays(self, panel, model, make_job):
        model.set_jobs([make_job()])
        press(panel, "Active")
        panel.show_new("job0")
        assert panel.selected_ids() == ["job0"]
        assert panel._header.group() is JobGroup.ACTIVE

    def test_status_gives_way_before_the_filter(self, panel, field):
        panel.set_status("3 active · next check in 4 s")
        panel.resize(560, 700)
        assert not panel._header._status.isVisible()
        assert field.width() > 90
        panel.resize(1090, 700)
        assert panel._header._status.isVisible()


class TestAsks:
    def test_the_menu_offers_what_the_job_can(self, panel, model, every_state):
        model.set_jobs(every_state)
        for job in every_state:
            panel.select(job.id)
            menu = panel.menu()
            actions = {a.data(): a for a in menu.actions() if a.data() is not None}
            assert {JobAsk(a) for a in actions} >= {a for a in JobAsk if may_ask(job, a)} - {
                JobAsk.REMOVE
            }
            for ask, action in actions.items():
                assert action.isEnabled() == may_ask(job, JobAsk(ask)), (job.state, ask)
                words, _, keys = action.text().partition("\t")
                assert words == ask_text(job, JobAsk(ask))
                assert keys == KEYS_OF_MOVES.get(ask, "")

    def test_what_may_cost_says_so(self, panel, model, make_job):
        model.put(make_job(JobState.UNCONFIRMED))
        panel.select("job0")
        texts = [action.text() for action in panel.menu().actions()]
        assert "Submit again (may cost a second run)" in texts

    def test_cancel_says_what_it_is_not(self, panel, model, make_job):
        model.put(make_job(JobState.GENERATING))
        panel.select("job0")
        cancel = next(a for a in panel.menu().actions() if a.data() == JobAsk.CANCEL)
        assert "no cancel" in cancel.toolTip()
        assert cancel.toolTip() == cancel.statusTip()

    @pytest.mark.parametrize(
        ("state", "ask"),
        [
            (JobState.DONE, JobAsk.EDIT_AGAIN),
            (JobState.FAILED, JobAsk.RETRY),
            (JobState.FAILED, JobAsk.CHECK_AGAIN),
            (JobState.UNCONFIRMED, JobAsk.LOOK_AGAIN),
            (JobState.UNCONFIRMED, JobAsk.FORGET),
            (JobState.GENERATING, JobAsk.CANCEL),
            (JobState.QUEUED, JobAsk.HOLD_BACK),
            (JobState.QUEUED, JobAsk.RUN_NEXT),
            (JobState.QUEUED, JobAsk.RUN_SOONER),
            (JobState.QUEUED, JobAsk.RUN_LATER),
            (JobState.DONE, JobAsk.REVEAL),
            (JobState.DONE, JobAsk.COPY_ID),
            (JobState.DONE, JobAsk.REMOVE),
            (JobState.DONE, JobAsk.BIN),
        ],
    )
    def test_the_menu_asks(self, panel, make_job, state, ask):
        panel._model.put(
            make_job(state, generation_id="gen", client_request_id="ours", result_path="/r.mp4")
        )
        panel.select("job0")
        spy = QSignalSpy(panel.asked)
        next(a for a in panel.menu().actions() if a.data() == ask).trigger()
        assert spy.count() == 1
        assert spy.at(0) == [ask.value, ["job0"]]

    def test_what_makes_no_sense_is_not_asked(self, panel, model, make_job):
        model.put(make_job(JobState.GENERATING))
        panel.select("job0")
        spy = QSignalSpy(panel.asked)
        for ask in (JobAsk.RETRY, JobAsk.REMOVE):
            assert not panel.may_ask_any(ask)
            panel.ask(ask)
        assert spy.count() == 0

    def test_no_menu_without_a_job(self, panel):
        assert panel.menu() is None

    def test_del_removes_the_ended_ones(self, qtbot, panel, model, every_state):
        model.set_jobs(every_state)
        panel.select("job0")
        panel._view.selectAll()
        with qtbot.waitSignal(panel.asked, timeout=1000) as caught:
            qtbot.keyClick(panel._view, Qt.Key.Key_Delete)
        assert caught.args == ["remove", [job.id for job in every_state if not job.is_live]]

    def test_several_get_what_fits_each_of_them(self, panel, model, make_job, failure):
        moderated = replace(failure, kind=FailureKind.MODERATION)
        jobs = [
            make_job(JobState.FAILED),
            make_job(JobState.FAILED),
            make_job(JobState.FAILED, generation_id="gen"),  # a retry is a second run
            make_job(JobState.FAILED, failure=moderated),
            make_job(JobState.UNCONFIRMED, client_request_id="ours"),
            make_job(JobState.QUEUED),
            make_job(JobState.QUEUED, held=True),
        ]
        model.set_jobs(jobs)
        panel._view.selectAll()
        enabled = [a.text() for a in panel.menu().actions() if a.isEnabled() and a.text()]
        assert enabled == [
            "Retry 2 jobs",
            "Check 1 job again",
            "Look again for 1 job",
            "Cancel 2 jobs",
            "Pause 1 job",
            "Resume 1 job",
            "Forget 1 job",
            "Remove 5 jobs",
        ]
        spy = QSignalSpy(panel.asked)
        panel.ask(JobAsk.RETRY)
        assert spy.at(0) == ["retry", ["job0", "job1"]]
        assert not panel.may_ask_any(JobAsk.EDIT_AGAIN)
        assert not panel.may_ask_any(JobAsk.RUN_NEXT)


class TestQueue:
    @pytest.fixture
    def buttons(self, panel):
        return panel._queue

    def test_pause_and_go_on(self, qtbot, panel, model, make_job, buttons):
        model.put(make_job())
        with qtbot.waitSignal(panel.pause_wanted, timeout=1000) as caught:
            buttons._pause.click()
        assert caught.args == [True]
        panel.set_hold(Hold(by_user=True))
        assert buttons._pause.accessibleName() == "Resume queue"
        assert model.row_of(model.job("job0")).state == "Queued, next · paused"
        with qtbot.waitSignal(panel.pause_wanted, timeout=1000) as caught:
            buttons._pause.click()
        assert caught.args == [False]
        panel.set_hold(Hold())
        assert buttons._pause.accessibleName() == "Pause queue"

    def test_a_hold_that_nobody_asked_for_can_be_ended_too(self, panel, model, make_job, failure):
        model.put(make_job())
        panel.set_hold(Hold(failure=failure))
        spy = QSignalSpy(panel.pause_wanted)
        action(panel, "Resume queue").trigger()
        assert spy.at(0) == [False]

    def test_with_no_job_there_is_nothing_to_pause(self, panel, model, make_job, buttons):
        assert not buttons.isEnabled()
        panel.set_hold(Hold(by_user=True))
        assert buttons.isEnabled()
        panel.set_hold(Hold())
        assert not buttons.isEnabled()
        model.put(make_job(JobState.DONE))
        assert buttons.isEnabled()
        model.take("job0")
        assert not buttons.isEnabled()

    def test_the_menu_knows_what_there_is_to_do(self, qtbot, panel, model, make_job, failure):
        moderated = replace(failure, kind=FailureKind.MODERATION)
        model.put(make_job(JobState.FAILED, failure=moderated))
        assert menu_state(qtbot, panel) == (False, False)
        model.put(make_job(JobState.FAILED, failure=failure))
        assert menu_state(qtbot, panel) == (True, False)
        model.put(make_job(JobState.DONE))
        assert menu_state(qtbot, panel) == (True, True)
        model.take("job1")
        assert menu_state(qtbot, panel) == (False, True)

    def test_the_menu_asks(self, panel):
        retry, clear = QSignalSpy(panel.retry_failed_wanted), QSignalSpy(panel.clear_done_wanted)
        action(panel, "Retry all failed…").trigger()
        action(panel, "Clear done").trigger()
        assert retry.count() == clear.count() == 1

    def test_by_keyboard(self, qtbot, panel, model, make_job, buttons):
        model.put(make_job())
        panel.activateWindow()
        buttons._pause.setFocus()
        qtbot.waitUntil(buttons._pause.hasFocus)
        with qtbot.waitSignal(panel.pause_wanted, timeout=1000):
            qtbot.keyClick(buttons._pause, Qt.Key.Key_Space)
        qtbot.keyClick(buttons._pause, Qt.Key.Key_Tab)
        assert buttons._more.hasFocus()
        qtbot.keyClick(buttons._more, Qt.Key.Key_Space)
        qtbot.waitUntil(buttons._menu.isVisible)
        qtbot.keyClick(buttons._menu, Qt.Key.Key_Escape)
        qtbot.waitUntil(buttons._menu.isHidden)

    def test_nothing_moves_when_it_pauses(self, panel, model, make_job, field, buttons):
        model.put(make_job())
        status = panel._header._status
        before = [w.geometry() for w in (field, status, buttons, buttons._pause, buttons._more)]
        panel.set_hold(Hold(by_user=True))
        after = [w.geometry() for w in (field, status, buttons, buttons._pause, buttons._more)]
        assert after == before

    @pytest.mark.parametrize("width", [480, 560, 676, 760, 900, 1092, 1600])
    def test_all_fits_side_by_side(self, panel, model, every_state, field, buttons, width):
        model.set_jobs(every_state)
        panel.set_status("88 active · next check in 88 s")
        panel.resize(width, 700)
        header = panel._header
        parts = [header._heading, header._filters, field, header._status, buttons]
        shown = [part.geometry() for part in parts if part.isVisible()]
        assert {header._filters, field, buttons} <= {part for part in parts if part.isVisible()}
        assert shown[0].left() >= 14
        assert shown[-1].right() <= width - 14
        assert all(a.right() < b.left() for a, b in pairwise(shown))
        assert field.width() >= 86
        assert header._filters.width() >= header._filters.minimumSizeHint().width()
        assert buttons._more.isVisible()
        assert buttons._pause.isVisible() == (width > 480)
        assert buttons._pause.width() > 60 or width < 1000  # with its words
        assert header._status.isVisible() == (width > 560)


def action(panel, words):
    return next(a for a in panel._queue._menu.actions() if a.text() == words)


def menu_state(qtbot, panel):
    """Open the menu as a user would, and see whether failed and done jobs are offered."""
    menu = panel._queue._menu
    qtbot.mouseClick(panel._queue._more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(menu.isVisible)
    states = tuple(
        action(panel, words).isEnabled() for words in ("Retry all failed…", "Clear done")
    )
    menu.close()
    return states


class TestUndo:
    def test_undo_is_offered_over_the_list(self, qtbot, panel, model, every_state):
        model.set_jobs(every_state)
        before = panel._view.geometry()
        panel.show_removed(1)
        assert panel._strip.isVisible()
        assert panel._strip._label.text() == "Removed 1 job"
        assert panel._view.geometry() == before
        with qtbot.waitSignal(panel.undo_wanted, timeout=1000):
            press(panel, "Undo")
        assert not panel._strip.isVisible()

    def test_it_goes_by_itself(self, qtbot, panel):
        assert panel._strip._timer.interval() == 10_000
        panel._strip._timer.setInterval(1)
        panel.show_removed(3)
        assert panel._strip._label.text() == "Removed 3 jobs"
        qtbot.waitUntil(panel._strip.isHidden)

    def test_it_stays_inside_when_the_panel_shrinks(self, panel):
        panel.show_removed(1)
        panel.resize(560, 200)
        assert panel._pages.rect().contains(panel._strip.geometry())

    def test_dismiss(self, panel):
        panel.show_removed(1)
        panel.dismiss_undo()
        assert not panel._strip.isVisible()


class TestEmpty:
    def test_no_jobs_teach(self, qtbot, panel):
        assert panel._no_jobs.isVisible()
        with qtbot.waitSignal(panel.sample_wanted, timeout=1000):
            press(panel, "Try it with the sample clip")

    def test_the_first_job_shows_the_list(self, panel, model, make_job):
        model.put(make_job())
        assert panel._view.isVisible()
        model.take("job0")
        assert panel._no_jobs.isVisible()


class TestTime:
    def test_only_live_rows_are_painted_anew(self, qtbot, panel, model, make_job, monkeypatch):
        jobs = [make_job(s) for s in (JobState.DONE, JobState.GENERATING, JobState.FAILED)]
        model.set_jobs(jobs)
        updated = []
        monkeypatch.setattr(panel._view, "update", lambda index: updated.append(index.row()))
        panel._tick.setInterval(1)
        qtbot.waitUntil(lambda: bool(updated))
        assert set(updated) == {1}

    def test_time_stops_when_nothing_is_live_or_nobody_looks(self, panel, model, make_job):
        job = make_job(JobState.GENERATING)
        model.put(job)
        assert panel._tick.isActive()
        panel.hide()
        assert not panel._tick.isActive()
        assert not panel._ages.isActive()
        panel.show()
        assert panel._tick.isActive()
        model.put(replace(job, state=JobState.DONE))
        assert not panel._tick.isActive()
        assert panel._ages.isActive()

    def test_rows_that_are_on_the_screen(self, panel, model, make_job):
        model.set_jobs([make_job() for _ in range(100)])
        view = panel._view
        view.verticalScrollBar().setValue(ROW_HEIGHT * 10 + 1)
        shown = view.visible_rows()
        assert shown.start == view.indexAt(QPoint(5, 0)).row() == 10
        assert shown.stop - 1 == view.indexAt(QPoint(5, view.viewport().height() - 1)).row()


def test_a_job_that_gave_way_is_told_again_when_it_is_clicked(qtbot, panel, model, make_job):
    """The composer's clip came into Review meanwhile; its row isn't selected any more."""
    model.set_jobs([make_job()])
    panel.select("job0")
    told = QSignalSpy(panel.job_selected)
    panel.give_way()
    assert told.count() == 0
    assert panel.selected_ids() == []
    view = panel.findChild(JobListView)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, ROW_HEIGHT // 2))
    assert [told.at(number)[0].id for number in range(told.count())] == ["job0"]


def test_everything_has_a_name(panel, model, every_state):
    model.set_jobs(every_state)
    named = [*panel.findChildren(QToolButton), *panel.findChildren(QLineEdit), panel._view]
    for widget in named:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName(), widget
