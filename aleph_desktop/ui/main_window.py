"""The window: three places, menus, drops. It decides nothing about jobs."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

# PySide makes a class when it is first named, which costs: a name at the top is paid for before
# the first paint, one in a method when that runs
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow

from aleph_desktop.ui.screen_fit import inside, least_size
from aleph_desktop.ui.skeleton import Skeleton
from aleph_desktop.ui.tokens import Tokens

if TYPE_CHECKING:  # `fill` imports these, after the first paint: the start is measured
    from aleph_desktop.domain.clip import ClipInfo, ClipSource
    from aleph_desktop.domain.job import Job
    from aleph_desktop.domain.time_range import TimeRange
    from aleph_desktop.jobs.hold import Hold
    from aleph_desktop.jobs.watch import Outlook
    from aleph_desktop.ui.actions import Actions
    from aleph_desktop.ui.composer.composer import Composer
    from aleph_desktop.ui.drop_overlay import DropOverlay
    from aleph_desktop.ui.hold_banner import HoldBanner
    from aleph_desktop.ui.notice_bar import NoticeBar
    from aleph_desktop.ui.pictures import PictureCache
    from aleph_desktop.ui.queue.job_list_model import JobListModel
    from aleph_desktop.ui.queue.job_panel import JobPanel
    from aleph_desktop.ui.review.review_room import ReviewRoom
    from aleph_desktop.ui.theme import Theme

# the commands of jobs, which the list asks for what is selected in it: values of JobAsk
_ASKS = (
    "edit_again", "retry", "check_again", "look_again", "fetch_again", "cancel", "hold_back",
    "release", "run_next", "run_sooner", "run_later", "reveal", "copy_id", "forget", "remove",
    "bin",
)  # fmt: skip


_PLACES_LEAST = 886  # pixels: the least window's width, less a bar to scroll it by


def _no_takes(_job: "Job") -> "Sequence[Job]":
    """While there is no book of jobs."""
    return ()


def _no_outlook(_job: "Job") -> None:
    """While no service is there, nobody guesses."""


class MainWindow(QMainWindow):
    """Composer, review and jobs; signals say what the user asks for."""

    first_painted = Signal()
    close_requested = Signal()
    clips_given = Signal(list)  # list[str]: paths and URLs, in the order given
    image_given = Signal(object)  # QImage: pasted or dropped without a file
    settings_wanted = Signal()
    sample_wanted = Signal()
    about_wanted = Signal()
    undo_remove_wanted = Signal()
    pause_wanted = Signal(bool)  # True: begin no job; False: go on
    retry_failed_wanted = Signal()
    clear_done_wanted = Signal()
    came_to_front = Signal()

    actions_: "Actions"
    composer: "Composer"
    review: "ReviewRoom"
    jobs: "JobPanel"
    job_model: "JobListModel"
    pictures: "PictureCache"
    notice: "NoticeBar"
    hold_banner: "HoldBanner"
    _overlay: "DropOverlay"

    def __init__(self, tokens: Tokens) -> None:
        """Just the frame, quickly; `fill` makes everything that is in it."""
        super().__init__()
        self.setWindowTitle("aleph_desktop")
        self.setMinimumSize(least_size(self.screen().availableSize()))
        self.resize(1440, 900)
        self._painted = False
        self._outlook: Callable[[Job], Outlook | None] = _no_outlook
        self._takes_of: Callable[[Job], Sequence[Job]] = _no_takes
        self._shown: Job | None = None
        self._draft: ClipInfo | None = None  # the composer's clip, once it was read
        self.setCentralWidget(Skeleton(tokens))

    def fill(self, theme: "Theme") -> None:
        """Make the menus and the three places. Once, after the first paint."""
        from aleph_desktop.ui.actions import Actions
        from aleph_desktop.ui.composer.composer import Composer
        from aleph_desktop.ui.drop_overlay import DropOverlay
        from aleph_desktop.ui.hold_banner import HoldBanner
        from aleph_desktop.ui.notice_bar import NoticeBar
        from aleph_desktop.ui.pictures import PictureCache
        from aleph_desktop.ui.queue.job_list_model import JobListModel
        from aleph_desktop.ui.queue.job_panel import JobPanel
        from aleph_desktop.ui.review.review_room import ReviewRoom

        self.pictures = PictureCache(self)
        self.actions_ = Actions(self)
        self.hold_banner = HoldBanner()
        self.notice = NoticeBar()
        self.composer = Composer(theme)
        self.review = ReviewRoom(theme)
        self.job_model = JobListModel(self._guess, parent=self)
        self.jobs = JobPanel(self.job_model, theme, self.pictures)
        self._service = QtWidgets.QLabel("")
        self._service.setProperty("role", "dim")
        self._service.setContentsMargins(0, 0, 14, 0)
        self._service.setMinimumHeight(26)
        self.menuBar().setCornerWidget(self._service)
        self._upright = QtWidgets.QSplitter(QtCore.Qt.Orientation.Vertical)
        self._level = QtWidgets.QSplitter(QtCore.Qt.Orientation.Horizontal)
        self._lay_out()
        self._overlay = DropOverlay(theme, self)
        self._connect()
        self.composer.setFocus()

    # What others tell the window

    def set_service(self, words: str, tooltip: str) -> None:
        """Which service is used, in the menu bar's corner."""
        self._service.setText(f"● {words}")
        self._service.setToolTip(tooltip)
        self._service.adjustSize()
        self.menuBar().setCornerWidget(self._service)
        self._service.show()

    @property
    def is_demo(self) -> bool:
        """Whether the demo service is used, which costs nothing."""
        return self.actions_["demo"].isChecked()

    def set_hold(self, hold: "Hold") -> None:
        """Whether, and why, no waiting job is begun."""
        self.hold_banner.set_hold(hold)
        self.jobs.set_hold(hold)
        self.actions_["pause_queue"].setChecked(hold.is_on)

    def set_undo(self, is_possible: bool) -> None:
        """Whether there is a removal to undo."""
        self.actions_["undo_remove"].setEnabled(is_possible)

    def set_outlook(self, outlook: "Callable[[Job], Outlook | None] | None") -> None:
        """Who guesses how long a job still takes; None: nobody."""
        self._outlook = outlook or _no_outlook

    def set_takes_of(self, takes_of: "Callable[[Job], Sequence[Job]] | None") -> None:
        """Who knows all takes of a job's shot, itself among them; None: nobody."""
        self._takes_of = takes_of or _no_takes

    def shown_job(self) -> "Job | None":
        """The job in Review, as the list has it."""
        return None if self._shown is None else self.job_model.job(self._shown.id)

    def show_job(self, job: "Job | None") -> None:
        """Show a job in Review, or the composer's clip when none is selected."""
        self._shown = job
        self._refresh_actions()
        if job is not None:
            self.composer.clip.set_playhead(None)
            self.review.show_job(job, self._takes_of(job))
            return
        self._show_source()

    def show_draft(self, info: "ClipInfo") -> None:
        """The composer's clip was read: Review shows it, unless a job was chosen meanwhile."""
        self._draft = info
        if self._shown is None:
            self._show_source()

    def layout_state(self) -> "tuple[QtCore.QByteArray, QtCore.QByteArray, QtCore.QByteArray]":
        """Geometry and the two splitters, for the next start."""
        return self.saveGeometry(), self._level.saveState(), self._upright.saveState()

    def restore_places(self, level: "QtCore.QByteArray", upright: "QtCore.QByteArray") -> None:
        """Divide the window as it was."""
        self._level.restoreState(level)
        self._upright.restoreState(upright)

    # Qt

    def event(self, event: "QtCore.QEvent") -> bool:
        """Space belongs to the button or box that has the focus; to the player else."""
        if (
            isinstance(event, QtGui.QKeyEvent)
            and event.type() == QtCore.QEvent.Type.ShortcutOverride
            and event.key() == QtCore.Qt.Key.Key_Space
            and isinstance(
                QtWidgets.QApplication.focusWidget(),
                (QtWidgets.QAbstractButton, QtWidgets.QComboBox),
            )
        ):
            event.accept()
            return True
        return super().event(event)

    def closeEvent(self, event: "QtGui.QCloseEvent") -> None:
        """Closing is asked for, and done in order by whoever runs the app."""
        event.ignore()
        self.close_requested.emit()

    def showEvent(self, event: "QtGui.QShowEvent") -> None:
        super().showEvent(event)
        room = self.screen().availableGeometry()
        self.setMinimumSize(least_size(room.size()))
        wanted = inside(self.geometry(), room)
        if not event.spontaneous() and wanted != self.geometry():
            self.setGeometry(wanted)

    def changeEvent(self, event: "QtCore.QEvent") -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.ActivationChange and self.isActiveWindow():
            self.came_to_front.emit()

    def paintEvent(self, event: "QtGui.QPaintEvent") -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def dragEnterEvent(self, event: "QtGui.QDragEnterEvent") -> None:
        from aleph_desktop.ui.dropped import given_texts, promise

        if event.source() is not None:  # our own result, let go too early: no new clip
            return
        texts = given_texts(event.mimeData())
        if texts or event.mimeData().hasImage():
            self._overlay.show_words(promise(texts) if texts else "Add as image reference")
            _take_copy(event)

    def dragLeaveEvent(self, event: "QtGui.QDragLeaveEvent") -> None:
        self._overlay.hide()

    def dropEvent(self, event: "QtGui.QDropEvent") -> None:
        self._overlay.hide()
        self._give(event.mimeData())
        _take_copy(event)

    # What the user does

    def _give(self, data: "QtCore.QMimeData") -> None:
        from aleph_desktop.ui.dropped import given_image, given_texts

        image = given_image(data)
        if image is not None:
            self.image_given.emit(image)
        elif texts := given_texts(data):
            self.clips_given.emit(texts)

    def _on_paste(self) -> None:
        self._give(QtGui.QGuiApplication.clipboard().mimeData())

    def _on_open(self) -> None:
        from aleph_desktop.ui.clip_sort import CLIP_SUFFIXES

        kinds = " ".join(f"*{suffix}" for suffix in CLIP_SUFFIXES)
        dialog = QtWidgets.QFileDialog(self, "Open clips", "", f"Clips ({kinds});;All files (*)")
        dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.open()

    def _on_activated(self, job_id: str) -> None:
        """A double click or Return: show it, and play."""
        self.show_job(self.job_model.job(job_id))
        self.review.toggle_play()

    def _on_files_chosen(self, paths: list[str]) -> None:
        self.clips_given.emit(paths)

    def _on_toggle_composer(self, shown: bool) -> None:
        self.composer.setVisible(shown)

    def _on_toggle_jobs(self, shown: bool) -> None:
        self.jobs.setVisible(shown)

    def _on_keys(self) -> None:
        from aleph_desktop.ui.dialogs.keys_sheet import KeysSheet

        sheet = KeysSheet(self.actions_.keys(), self)
        sheet.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _guess(self, job: "Job") -> "Outlook | None":
        return self._outlook(job)

    def refresh_job(self, job: "Job") -> None:
        """A job has changed: Review and the menu follow if they show it, or another take."""
        if self._shown is not None and self._shown.id == job.id:
            self._shown = job
            self._refresh_actions()
            self.review.show_job(job, self._takes_of(job))
        elif self._shown is not None and job.shot and job.shot == self._shown.shot:
            self.review.set_takes(self._takes_of(self._shown))

    def _refresh_actions(self) -> None:
        from aleph_desktop.ui.queue.job_ask import JobAsk, ask_text

        if self._shown is not None:
            for ask in (JobAsk.RETRY, JobAsk.COPY_ID):
                self.actions_[ask].setText(ask_text(self._shown, ask))
        for name in _ASKS:
            self.actions_[name].setEnabled(self.jobs.may_ask_any(JobAsk(name)))

    def _on_ask(self) -> None:
        from aleph_desktop.ui.queue.job_ask import JobAsk

        action = self.sender()
        for name in _ASKS:
            if action is self.actions_[name]:
                self.jobs.ask(JobAsk(name))

    def _on_resume(self) -> None:
        self.pause_wanted.emit(False)

    def _on_source_changed(self, _source: "ClipSource | None") -> None:
        self._draft = None  # not read yet
        self._turn_to_draft()

    def _turn_to_draft(self) -> None:
        """Review shows the composer's clip, and no job is selected."""
        self._shown = None
        self.jobs.give_way()
        self._refresh_actions()
        self._show_source()

    def _show_source(self) -> None:
        section, source = self.composer.clip, self.composer.source
        if source is None or self._draft is None or section.plan is None:
            self.review.show_nothing()
            return
        self.review.show_clip(source.location, source.name, self._draft, section.shown_span)
        self._draw_framing()

    def _draw_framing(self) -> None:
        """How the draft's picture is put into what is sent, if it is on screen."""
        plan = self.composer.clip.plan
        if self._shown is None and self._draft is not None and plan is not None:
            self.review.set_framing(plan.placement, plan.placement.is_cropped)

    def _on_span_changed(self, span: "TimeRange") -> None:
        if self._shown is not None:
            self._turn_to_draft()
        self.review.set_span(span)

    def _on_scrubbed(self, _seconds: float) -> None:
        if self._shown is not None:
            self._turn_to_draft()
        self.review.playback.pause()

    def _on_playhead_moved(self, seconds: float) -> None:
        self.composer.clip.set_playhead(seconds)

    def _on_play_wanted(self) -> None:
        if self._shown is not None:
            self._turn_to_draft()
        self.review.toggle_play()

    def _on_back(self) -> None:
        self.review.step(-1)

    def _on_forward(self) -> None:
        self.review.step(1)

    def _on_back_ten(self) -> None:
        self.review.step(-10)

    def _on_forward_ten(self) -> None:
        self.review.step(10)

    def _on_mark_in(self) -> None:
        """Of the loop in a job's review; of what is sent in a draft's."""
        if self._shown is not None:
            self.review.playback.mark_in()
        else:
            self.composer.clip.mark_in()

    def _on_mark_out(self) -> None:
        if self._shown is not None:
            self.review.playback.mark_out()
        else:
            self.composer.clip.mark_out()

    def _on_take_wanted(self, job_id: str) -> None:
        """Another take in Review: the list follows, as far as it shows it."""
        self.jobs.select(job_id)
        if self._shown is None or self._shown.id != job_id:  # it is filtered out, or folded away
            self.show_job(self.job_model.job(job_id))

    def _connect(self) -> None:
        for name, slot in (
            ("open_clip", self._on_open),
            ("paste", self._on_paste),
            ("sample", self.sample_wanted),
            ("settings", self.settings_wanted),
            ("quit", self.close_requested),
            ("generate", self.composer.generate),
            ("mark_in", self._on_mark_in),
            ("mark_out", self._on_mark_out),
            ("find", self.jobs.focus_filter),
            ("undo_remove", self.undo_remove_wanted),
            ("pause_queue", self.pause_wanted),
            ("retry_failed", self.retry_failed_wanted),
            ("clear_done", self.clear_done_wanted),
            ("play", self.review.toggle_play),
            ("back", self._on_back),
            ("forward", self._on_forward),
            ("back_ten", self._on_back_ten),
            ("forward_ten", self._on_forward_ten),
            ("to_start", self.review.to_start),
            ("to_end", self.review.to_end),
            ("toggle_composer", self._on_toggle_composer),
            ("toggle_jobs", self._on_toggle_jobs),
            ("keys", self._on_keys),
            ("about", self.about_wanted),
        ):
            self.actions_[name].triggered.connect(slot)
        for name, slot in self.review.commands().items():
            self.actions_[name].triggered.connect(slot)
        for name in _ASKS:
            self.actions_[name].triggered.connect(self._on_ask)
        self.actions_.menu("&Job").aboutToShow.connect(self._refresh_actions)
        self.hold_banner.resume_wanted.connect(self._on_resume)
        self.hold_banner.key_wanted.connect(self.settings_wanted)
        clip = self.composer.clip
        clip.choose_wanted.connect(self._on_open)
        clip.source_changed.connect(self._on_source_changed)
        clip.span_changed.connect(self._on_span_changed)
        clip.scrubbed.connect(self._on_scrubbed)
        clip.play_wanted.connect(self._on_play_wanted)
        clip.changed.connect(self._draw_framing)
        self.review.framing_moved.connect(clip.set_framing_position)
        self.review.playhead_moved.connect(self._on_playhead_moved)
        self.review.take_wanted.connect(self._on_take_wanted)
        self.composer.pasted.connect(self._give)
        self.composer.references.paste_wanted.connect(self._on_paste)
        self.jobs.sample_wanted.connect(self.sample_wanted)
        self.jobs.undo_wanted.connect(self.undo_remove_wanted)
        self.jobs.pause_wanted.connect(self.pause_wanted)
        self.jobs.retry_failed_wanted.connect(self.retry_failed_wanted)
        self.jobs.clear_done_wanted.connect(self.clear_done_wanted)
        self.jobs.job_selected.connect(self.show_job)
        self.jobs.selection_changed.connect(self._refresh_actions)
        self.jobs.activated.connect(self._on_activated)

    def _lay_out(self) -> None:
        self._upright.addWidget(self.review)
        self._upright.addWidget(self.jobs)
        self._upright.setStretchFactor(0, 1)
        self._upright.setSizes([560, 300])
        self._level.addWidget(self.composer)
        self._level.addWidget(self._upright)
        self._level.setStretchFactor(1, 1)
        self._level.setSizes([348, 1092])
        self.composer.setMinimumWidth(300)
        for splitter in (self._level, self._upright):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self._level.setMinimumWidth(_PLACES_LEAST)
        places = QtWidgets.QScrollArea()  # on a screen with less room
        places.setObjectName("places")
        places.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        places.setWidgetResizable(True)
        places.setWidget(self._level)
        places.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        central = QtWidgets.QWidget()
        layout = QtWidgets.QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.hold_banner)
        layout.addWidget(self.notice)
        layout.addWidget(places, 1)
        self.setCentralWidget(central)


def _take_copy(event: "QtGui.QDropEvent") -> None:
    """Whatever was proposed: after a move a file manager would take its file away."""
    event.setDropAction(QtCore.Qt.DropAction.CopyAction)
    event.accept()
