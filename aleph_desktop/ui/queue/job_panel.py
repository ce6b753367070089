"""The place of all jobs in the window."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from aleph_desktop.domain.job import Job
from aleph_desktop.domain.review import Mark
from aleph_desktop.jobs.hold import Hold
from aleph_desktop.jobs.retry_plan import plan_retry
from aleph_desktop.ui.pictures import PictureCache
from aleph_desktop.ui.queue.empty_page import EmptyPage
from aleph_desktop.ui.queue.job_ask import JobAsk, askable
from aleph_desktop.ui.queue.job_delegate import JobDelegate
from aleph_desktop.ui.queue.job_group import JobGroup
from aleph_desktop.ui.queue.job_header import JobHeader
from aleph_desktop.ui.queue.job_list_model import JobListModel
from aleph_desktop.ui.queue.job_list_view import JobListView
from aleph_desktop.ui.queue.job_mark import markable, toggled
from aleph_desktop.ui.queue.job_menu import JobMenu
from aleph_desktop.ui.queue.queue_buttons import QueueButtons
from aleph_desktop.ui.queue.shot import face
from aleph_desktop.ui.queue.undo_strip import UndoStrip
from aleph_desktop.ui.theme import Theme

_TICK_MS = 1_000  # elapsed times and estimates
_AGE_MS = 30_000  # "2 min ago"
_STRIP_MARGIN = 10  # pixels


class JobPanel(QWidget):
    """Header, list, empty states, undo. Says what is asked for; main_window has it done."""

    job_selected = Signal(object)  # Job | None; `selected_ids` has it by then
    selection_changed = Signal()  # what may be asked may be something else
    activated = Signal(str)  # double click or Return; all ids are the app's own
    asked = Signal(str, list)  # a JobAsk, and list[str]: the jobs it is for, top to bottom
    marked = Signal(str, object)  # a job's id, and the Mark that it is to have
    pause_wanted = Signal(bool)  # True: begin no job; False: go on
    retry_failed_wanted = Signal()
    clear_done_wanted = Signal()
    undo_wanted = Signal()
    sample_wanted = Signal()

    def __init__(
        self,
        model: JobListModel,
        theme: Theme,
        pictures: PictureCache,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = model
        self._is_paused = False
        self._shown_id: str | None = None  # the job that was last said to be selected
        self._queue = QueueButtons()
        self._header = JobHeader(self._queue)
        self._delegate = JobDelegate(model, theme, pictures, self)
        self._view = JobListView(model, self._delegate, self)
        self._no_jobs = EmptyPage(
            "Your jobs will appear here",
            "Each with its clip, its result, how far it is and what it cost.",
            "Try it with the sample clip",
        )
        self._no_match = EmptyPage("No job matches", "", "Clear the filter")
        self._pages = QStackedWidget()
        self._strip = UndoStrip(self._pages)
        self._shown_shot = ""  # the shot whose row that was
        self._tick = QTimer(self)
        self._ages = QTimer(self)
        self._telling = QTimer(self)  # for what becomes current and is never selected
        self._lay_out()
        self._connect(pictures, theme)
        self._on_counts_changed()

    # What main_window asks and says

    def select(self, job_id: str) -> None:
        """Select a job, and bring its row into view; nothing happens when the filter hides it.

        A shot that is folded over it opens.
        """
        self._unfold(job_id)
        self._go_to(self._model.index_of(job_id))

    def show_new(self, job_id: str) -> None:
        """Select a job that was just made; a filter that hides it goes."""
        self._unfold(job_id)
        if not self._model.index_of(job_id).isValid():
            self._header.clear_filter()
        self.select(job_id)

    def clear_selection(self) -> None:
        """Nothing is selected; Review keeps what it shows while that is in the list."""
        self._view.selectionModel().clear()

    def give_way(self) -> None:
        """Review shows something else: a click tells even the job that was shown before."""
        self._shown_id, self._shown_shot = None, ""
        self.clear_selection()

    def selected_ids(self) -> list[str]:
        """The selected jobs, top to bottom."""
        return self._view.job_ids()

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self._header.focus_field()

    def set_status(self, text: str, tip: str = "") -> None:
        """The words at the right of the header, and what more there is to say of them."""
        self._header.set_status(text, tip)

    def show_removed(self, count: int) -> None:
        """Jobs were removed: offer the way back for ten seconds."""
        self._strip.show_removed(count)
        self._place_strip()

    def dismiss_undo(self) -> None:
        """There is nothing to undo any more."""
        self._strip.dismiss()

    def ask(self, ask: JobAsk) -> None:
        """Ask something for those selected jobs for which it makes sense: for keys and menus."""
        fit = [job.id for job in askable(self._selected_jobs(), ask)]
        if fit:
            self.asked.emit(ask.value, fit)

    def may_ask_any(self, ask: JobAsk) -> bool:
        """Whether `ask` would ask anything now."""
        return bool(askable(self._selected_jobs(), ask))

    def mark(self, mark: Mark) -> None:
        """Give the selected jobs a star or a rejection, or take it from them if all have it."""
        jobs = markable(self._selected_jobs())
        wanted = toggled(jobs, mark)
        for job in jobs:
            if job.review.mark is not wanted:
                self.marked.emit(job.id, wanted)

    def may_mark_any(self) -> bool:
        """Whether `mark` would mark anything now."""
        return bool(markable(self._selected_jobs()))

    def set_hold(self, hold: Hold) -> None:
        """Whether, and why, no waiting job is begun."""
        self._is_paused = hold.is_on
        self._queue.set_paused(hold.is_on)
        self._enable_queue()
        self._model.set_hold(hold)

    def menu(self) -> JobMenu | None:
        """A menu for the selected jobs; None without any."""
        jobs = self._selected_jobs()
        if not jobs:
            return None
        menu = JobMenu(jobs, self)
        menu.asked.connect(self.ask)
        menu.marked.connect(self.mark)
        return menu

    # Qt's side

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_timers()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_timers()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self._place_strip()
        return False

    # What happens

    def _on_current_changed(self) -> None:
        """A click makes a row current first and selects it then: only then is it told."""
        if self._is_selection_made():
            self._tell_current()
        else:
            self._telling.start()

    def _on_selection_changed(self) -> None:
        if self._is_selection_made():
            self._tell_current()
        self.selection_changed.emit()

    def _is_selection_made(self) -> bool:
        current = self._view.currentIndex()
        return not current.isValid() or self._view.selectionModel().isSelected(current)

    def _tell_current(self) -> None:
        """Of a shot the take is told that is shown for all."""
        jobs = self._model.jobs_at(self._view.currentIndex())
        job = face(jobs, self._shown_id) if jobs else None
        job_id = None if job is None else job.id
        hidden = job is None and self._shown_id and self._model.job(self._shown_id) is not None
        # a job that only the filter hides stays the one that is shown
        if hidden:
            return
        shot = self._model.shot_at(self._view.currentIndex())
        self._shown_shot = "" if shot is None else shot.id
        if job_id != self._shown_id:
            self._shown_id = job_id
            self.job_selected.emit(job)

    def _on_filter_changed(self) -> None:
        self._model.set_filter(self._header.group(), self._header.text())

    def _on_model_reset(self) -> None:
        """The rows are others: the selected job stays selected, if it is among them."""
        self._go_to(self._index_of_shown())
        self._choose_page()

    def _on_rows_inserted(self) -> None:
        """The selected job may be back from where the filter hid it."""
        if self._shown_id is not None and not self._view.currentIndex().isValid():
            self._view.setCurrentIndex(self._index_of_shown())
        self._choose_page()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """A take of the selected shot may be the first that is finished."""
        current = self._view.currentIndex()
        if first.row() <= current.row() <= last.row() and self._is_selection_made():
            self._tell_current()

    def _on_counts_changed(self) -> None:
        if self._shown_id is not None and self._model.job(self._shown_id) is None:
            self._shown_id = None
            self.job_selected.emit(None)
        self._header.set_counts(self._model.counts())
        self._enable_queue()
        self._choose_page()
        self._run_timers()

    def _on_menu_opening(self) -> None:
        """Looked up when it is asked: it is a look at every job."""
        plan = plan_retry(self._model.jobs())
        done = self._model.counts()[JobGroup.DONE]
        self._queue.set_menu(may_retry=not plan.is_empty, may_clear=done > 0)

    def _on_link_activated(self, job_id: str, ask: str) -> None:
        self.asked.emit(ask, [job_id])

    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self._view.viewport().mapToGlobal(position))

    def _on_remove_wanted(self) -> None:
        self.ask(JobAsk.REMOVE)

    def _on_list_wanted(self) -> None:
        self._view.setFocus()

    def _on_activated(self, index: QModelIndex) -> None:
        job, shot = self._model.job_at(index), self._model.shot_at(index)
        if job is not None:
            self.activated.emit(job.id)
        elif shot is not None:
            self._view.toggle_fold(shot)

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid():
            self._view.select_row(index)
            above = self._model.index(index.row() - 1)
            if self._model.shot_at(above) is not None:  # it has a first take's prompt
                self._view.scrollTo(above)
            self._view.scrollTo(index)

    def _index_of_shown(self) -> QModelIndex:
        """The row of the job, or of the shot, that was last said to be selected."""
        shot = self._model.index_of_shot(self._shown_shot)
        return shot if shot.isValid() else self._model.index_of(self._shown_id or "")

    def _unfold(self, job_id: str) -> None:
        job = self._model.job(job_id)
        if job is not None:
            self._model.set_folded(job.shot, False)

    def _selected_jobs(self) -> list[Job]:
        ids = self._view.job_ids()
        return [job for job_id in ids if (job := self._model.job(job_id)) is not None]

    def _choose_page(self) -> None:
        page: QWidget = self._view
        if not self._model.counts()[JobGroup.ALL]:
            page = self._no_jobs
        elif not self._model.rowCount():
            page = self._no_match
            group, text = self._header.group(), self._header.text().strip()
            kind = "" if group is JobGroup.ALL else f"{group.word} "
            self._no_match.set_text(
                f"There is no {kind}job with “{text}”." if text else f"There is no {kind}job."
            )
        self._pages.setCurrentWidget(page)

    def _enable_queue(self) -> None:
        """An empty list is nothing to pause, but something to go on with."""
        self._queue.setEnabled(self._is_paused or self._model.counts()[JobGroup.ALL] > 0)

    def _run_timers(self) -> None:
        """Time passes only for those who look."""
        seen = self.isVisible()
        wanted = ((self._tick, JobGroup.ACTIVE), (self._ages, JobGroup.ALL))
        counts = self._model.counts()
        for timer, group in wanted:
            runs = seen and counts[group] > 0
            if runs and not timer.isActive():
                timer.start()
            elif not runs:
                timer.stop()

    def _place_strip(self) -> None:
        room, strip = self._pages.rect(), self._strip.rect()
        self._strip.move(
            (room.width() - strip.width()) // 2, room.height() - strip.height() - _STRIP_MARGIN
        )
        self._strip.raise_()

    # Building

    def _lay_out(self) -> None:
        for page in (self._view, self._no_jobs, self._no_match):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._pages, 1)
        self._pages.installEventFilter(self)

    def _connect(self, pictures: PictureCache, theme: Theme) -> None:
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._view.update_live_rows)
        self._ages.setInterval(_AGE_MS)
        self._ages.timeout.connect(self._view.viewport().update)
        pictures.ready.connect(self._view.on_picture_ready)
        self._model.counts_changed.connect(self._on_counts_changed)
        self._model.modelReset.connect(self._on_model_reset)
        self._model.dataChanged.connect(self._on_data_changed)
        self._model.rowsInserted.connect(self._on_rows_inserted)
        self._model.rowsRemoved.connect(self._choose_page)
        self._header.filter_changed.connect(self._on_filter_changed)
        self._header.list_wanted.connect(self._on_list_wanted)
        self._queue.pause_wanted.connect(self.pause_wanted)
        self._queue.retry_failed_wanted.connect(self.retry_failed_wanted)
        self._queue.clear_done_wanted.connect(self.clear_done_wanted)
        self._queue.menu_opening.connect(self._on_menu_opening)
        self._telling.setSingleShot(True)
        self._telling.timeout.connect(self._tell_current)
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)
        self._view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._view.customContextMenuRequested.connect(self._on_menu_requested)
        self._view.remove_wanted.connect(self._on_remove_wanted)
        self._view.activated.connect(self._on_activated)
        self._delegate.link_activated.connect(self._on_link_activated)
        self._no_jobs.button_clicked.connect(self.sample_wanted)
        self._no_match.button_clicked.connect(self._header.clear_filter)
        self._strip.undo_wanted.connect(self.undo_wanted)
