"""The review place: one clip, or a job's reference and result, and the transport under them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from aleph_desktop.domain.clip import ClipInfo, SourceKind
from aleph_desktop.domain.framing import Placement
from aleph_desktop.domain.job import Job
from aleph_desktop.domain.review import Mark, Review
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.file_drag import drag_files, there
from aleph_desktop.ui.ports import Comparison, Reel
from aleph_desktop.ui.review import job_words
from aleph_desktop.ui.review.change_strip import ChangeStrip
from aleph_desktop.ui.review.comparing import Comparing
from aleph_desktop.ui.review.draft import Draft
from aleph_desktop.ui.review.draft_desk import DraftDesk
from aleph_desktop.ui.review.export_desk import ExportDesk
from aleph_desktop.ui.review.job_desk import JobDesk
from aleph_desktop.ui.review.look import Mode
from aleph_desktop.ui.review.look_desk import LookDesk
from aleph_desktop.ui.review.pair_view import PairView, Side
from aleph_desktop.ui.review.playback import Playback
from aleph_desktop.ui.review.room_head import RoomHead
from aleph_desktop.ui.review.stage import Stage
from aleph_desktop.ui.review.take_desk import TakeDesk
from aleph_desktop.ui.review.take_grid import TakeGrid
from aleph_desktop.ui.review.transport import TransportBar
from aleph_desktop.ui.theme import Theme

_TURN = 15.0  # degrees
_CLOSE = 0.0005  # seconds; a frame's start is not a round number


class ReviewRoom(QWidget):
    """Shows what is selected.

    A selected clip or job stands paused on its first frame. A job that is done while it is being
    watched plays by itself, looped, from where it stands.
    """

    # token, ReelAsk or None for the reference, ReelAsk or None for the edited side
    reels_wanted = Signal(int, object, object)
    reveal_wanted = Signal(str)  # job id
    framing_moved = Signal(float)  # where the crop should lie, 0 to 1
    playhead_moved = Signal(float)  # of a draft: seconds from the clip's first frame
    use_frame_wanted = Signal(str, float)  # a file, seconds from its first frame
    info_wanted = Signal(str)  # a job's own file: what the probe finds
    take_reels_wanted = Signal(int, object)  # token, list[ReelAsk]; for `grid`
    comparison_wanted = Signal(int, object, object, object)  # token, both reels, index pairs
    reviewed = Signal(str, object)  # job id, Review: to be kept
    take_wanted = Signal(str)  # job id: another take of the same shot is to be shown

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = RoomHead()
        self._view = PairView(theme)
        self._transport = TransportBar()
        self._playback = Playback(self)
        self._stage = Stage(self._view, self._transport, self._playback, self)
        self._drafts = DraftDesk(self._stage)
        self._jobs = JobDesk(self._stage)
        self.grid = TakeGrid(self._view)
        self._looks = LookDesk(self._view, self._head.bar.modes)
        self._takes = TakeDesk(
            self._head.bar.takes,
            self._head.bar.notes,
            self._head.bar.sync,
            jobs=self._jobs,
            grid=self.grid,
            playback=self._playback,
        )
        self._strip = ChangeStrip()
        self._comparing = Comparing(self._stage, self._strip)
        self.export = ExportDesk(self._stage, self._transport.export_menu(), self._frame_of)
        self._lay_out()
        self._connect()

    @property
    def transport(self) -> TransportBar:
        return self._transport

    @property
    def view(self) -> PairView:
        return self._view

    @property
    def playback(self) -> Playback:
        return self._playback

    def attach_media(self) -> None:
        """Load the player; once the window has been painted, so that the first clip comes fast."""
        self._playback.attach()

    def release(self) -> None:
        """Let go of everything that is shown, for closing."""
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing is selected, and there is no clip."""
        self._clear("")
        self._playback.unload()

    def show_clip(
        self,
        path: str,
        name: str,
        info: ClipInfo | None = None,
        span: TimeRange | None = None,
    ) -> None:
        """A clip that has no job yet, alone; only the range plays, None: its start.

        The same clip again, now with what the probe found, goes on from where it is.
        """
        draft = Draft(path, info, span)
        if not self._drafts.grow(draft):
            self._clear(name)
            self.export.show_clip(path)
            self._drafts.open(draft)

    def set_span(self, span: TimeRange) -> None:
        """The draft's range has changed: as often as it is dragged."""
        self._drafts.set_span(span)

    def show_still(self, image: QImage | None, seconds: float) -> None:
        """A frame of the draft from outside, until the transport is used; None takes it away."""
        self._drafts.show_still(image, seconds)

    def set_framing(self, placement: Placement | None, movable: bool) -> None:
        """How the draft's picture is put into what is sent; None: nothing is drawn."""
        if self._drafts.is_open:
            self._view.set_framing(placement, movable)

    def current_seconds(self) -> float:
        """The start of the frame on screen, seconds from the source's first frame."""
        return self._drafts.seconds

    def show_job(self, job: Job, takes: Sequence[Job] = ()) -> None:
        """A job; the same one again adds what has changed and goes on from where it is.

        `takes`: all of its shot, itself among them.
        """
        is_other = job.id != self._jobs.job_id
        if is_other:
            self._clear(job.edit.prompt)
        self._jobs.show(job)
        self.export.show_job(job)
        if is_other and job.edit.source.kind is SourceKind.FILE:
            self.info_wanted.emit(job.edit.source.location)
        self._head.show_tools(True)
        self._takes.show(job, takes or [job], is_other=is_other)
        self._looks.set_has_pair(job_words.edited_ask(job) is not None)
        self._mark_notes()

    def set_takes(self, takes: Sequence[Job]) -> None:
        """Another take of the shot has changed."""
        self._takes.set_takes(takes)

    def set_job_status(self, text: str) -> None:
        """Words over the right picture of the job that is shown, until its result is there."""
        self._jobs.set_status(text)

    def set_first(self, token: int, side: Side, reel: Reel) -> None:
        """The first frame of a reel that was wanted and is still being read."""
        self._stage.set_first(token, side, reel)

    def set_info(self, path: str, info: ClipInfo) -> None:
        """What was found of a job's own file."""
        if self._jobs.job is not None and self._jobs.job.edit.source.location == path:
            self._jobs.set_info(info)
            self._on_clip_changed()

    def set_comparison(self, token: int, comparison: Comparison | None) -> None:
        """How a pair differs, as it was wanted; None: it can't be had."""
        self._comparing.set_comparison(token, comparison)
        self.export.set_peaks(self._comparing.desk.greatest)

    def set_reel(self, token: int, side: Side, reel: Reel) -> None:
        """A reel that was wanted."""
        self._stage.set_reel(token, side, reel)

    def set_reel_problem(self, token: int, side: Side, text: str) -> None:
        """A reel that was wanted can't be had; the first line of the words is the title."""
        self._stage.set_reel_problem(token, side, text)

    def toggle_play(self) -> None:
        self._drafts.settle()
        self._playback.toggle()

    def step(self, frames: int) -> None:
        """Pause, and go some frames on, or back."""
        self._drafts.settle()
        self._playback.step(frames)

    def to_start(self) -> None:
        self.go_to(0)

    def to_end(self) -> None:
        self._drafts.settle()
        self._playback.go_to(self._playback.pairing.count - 1)

    def go_to(self, index: int) -> None:
        """Pause on a frame, counted from the first that plays."""
        self._drafts.settle()
        self._playback.go_to(index)

    def set_loop(self, on: bool) -> None:
        self._transport.set_loop(on)
        self._playback.set_loop(on)

    def set_volume(self, volume: float) -> None:
        """0 to 1."""
        self._transport.set_volume(volume)
        self._playback.set_volume(volume)

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu's commands of that name do here."""
        return {
            "shuttle_back": self._on_shuttle_back,
            "shuttle_stop": self._on_shuttle_stop,
            "shuttle_on": self._on_shuttle_on,
            "clear_marks": self._playback.clear_marks,
            "previous_peak": partial(self._comparing.to_peak, forward=False),
            "next_peak": partial(self._comparing.to_peak, forward=True),
            **{mode.name.lower(): partial(self._looks.set_mode, mode) for mode in Mode},
            "hold_flip": self._looks.hold_flip,
            "turn_wipe": partial(self._view.turn_wipe, _TURN),
            "turn_wipe_back": partial(self._view.turn_wipe, -_TURN),
            "zoom_in": partial(self._view.zoom_by, 1),
            "zoom_out": partial(self._view.zoom_by, -1),
            "fit": self._looks.fit,
            "draw_region": partial(self._view.set_drawing, True),
            "star": partial(self._takes.mark, Mark.STAR),
            "reject": partial(self._takes.mark, Mark.REJECT),
            "note": self._head.bar.notes.open,
            "export": self._transport.open_export_menu,
        }

    def _clear(self, title: str) -> None:
        self._drafts.close()
        self._jobs.close()
        self._takes.clear()
        self._looks.clear()
        self._comparing.forget()
        self._stage.clear()
        self.export.show_clip("")
        self._head.show_tools(False)
        self._head.set_title(title)

    def _on_shuttle_back(self) -> None:
        self._shuttle(-1)

    def _on_shuttle_stop(self) -> None:
        self._shuttle(0)

    def _on_shuttle_on(self) -> None:
        self._shuttle(1)

    def _shuttle(self, direction: int) -> None:
        self._drafts.settle()
        self._playback.shuttle(direction)

    def _mark_notes(self) -> None:
        """On the strip, by the leader's frames; and where a new note would go."""
        pairing, notes = self._playback.pairing, self._takes.notes
        self._strip.set_notes(
            [(pairing.index_at(n.start), pairing.index_at(n.end), n.text) for n in notes]
        )
        self._head.bar.notes.set_clock(pairing.rate, self._first_frame()[0])
        self._place_note()

    def _place_note(self) -> None:
        pairing, marks = self._playback.pairing, self._playback.marks
        at = self._playback.index
        if marks is None:
            start = pairing.start_of(at)
            self._head.bar.notes.set_place(start, start, f"frame {at}")
        else:
            first, last = marks
            words = f"frames {first} to {last}"
            self._head.bar.notes.set_place(pairing.start_of(first), pairing.start_of(last), words)

    def _first_frame(self) -> tuple[int, bool]:
        """The number of the first frame that plays, from the source's start timecode, and whether
        that drops numbers.
        """
        desk = self._drafts if self._drafts.is_open else self._jobs
        return desk.first_frame, desk.drops_numbers

    def _on_note_wanted(self, seconds: float) -> None:
        self.go_to(self._playback.pairing.index_at(seconds + _CLOSE))

    def _on_reviewed(self, job_id: str, review: Review) -> None:
        self._mark_notes()
        self.reviewed.emit(job_id, review)

    def _on_frame_shown(self, leader: int, reference: int, edited: int) -> None:
        self._view.show_pair(reference, edited)
        self._transport.set_frame(leader)
        self._strip.set_frame(leader)
        if self.grid.is_open:
            self.grid.show_time(self._playback.pairing.time_of(leader))
        self._place_note()
        self._drafts.tell()

    def _on_playing_changed(self, plays: bool) -> None:
        self._transport.set_playing(plays)
        self._view.set_readout(not plays)

    def _on_painted(self, _reference: int, _edited: int) -> None:
        self._playback.painted(self._playback.index)

    def _on_sound_chosen(self, number: int) -> None:
        self._jobs.choose_sound(number)

    def _on_marks_changed(self, marks: tuple[int, int] | None) -> None:
        self._transport.set_marks(marks)
        self.export.set_marks(marks)
        self._place_note()

    def _on_clip_changed(self) -> None:
        pairing = self._playback.pairing
        first, drop = self._first_frame()
        self._transport.set_clip(pairing.count, pairing.rate, first, drop=drop)
        self._strip.set_count(pairing.count)
        self._comparing.follow()
        self.export.set_first(first, drop=drop)
        self._takes.follow_rate()
        self._mark_notes()

    def _on_reveal(self) -> None:
        self.reveal_wanted.emit(self._jobs.job_id)

    def _on_drag(self) -> None:
        job = self._jobs.job
        if files := there([job.result_path if job else None]):
            drag_files(self._transport, files)

    def _on_scrub_started(self) -> None:
        self._drafts.settle()
        self._playback.begin_scrub()

    def _on_frame_used(self, side: Side) -> None:
        self.use_frame_wanted.emit(*self._frame_of(side))

    def _frame_of(self, side: Side) -> tuple[str, float]:
        """The file on a side, and the middle of its frame on screen, seconds from its first."""
        if not self._drafts.is_open:
            return self._stage.frame(side)
        return self._drafts.frame() if side == "reference" else ("", 0.0)

    def _connect(self) -> None:
        bar, playback = self._transport, self._playback
        self._stage.reels_wanted.connect(self.reels_wanted)
        self._drafts.playhead_moved.connect(self.playhead_moved)
        self._head.bar.takes.take_wanted.connect(self.take_wanted)
        self._head.bar.notes.frame_wanted.connect(self._on_note_wanted)
        self._takes.reviewed.connect(self._on_reviewed)
        self._takes.ready_changed.connect(self._looks.set_takes)
        self._looks.grid_wanted.connect(self._takes.show_grid)
        self._comparing.wanted.connect(self.comparison_wanted)
        self._comparing.matched.connect(self._looks.set_lines_up)
        self.grid.reels_wanted.connect(self.take_reels_wanted)
        self._view.painted.connect(self._on_painted)
        self._view.framing_moved.connect(self.framing_moved)
        self._view.frame_used.connect(self._on_frame_used)
        playback.frame_shown.connect(self._on_frame_shown)
        playback.clip_changed.connect(self._on_clip_changed)
        playback.playing_changed.connect(self._on_playing_changed)
        playback.pictured.connect(self._view.set_fallback_image)
        playback.sound_problem.connect(bar.set_sound_problem)
        self._strip.frame_wanted.connect(self.go_to)
        self._strip.scrub_started.connect(self._on_scrub_started)
        self._strip.scrub_ended.connect(playback.end_scrub)
        playback.rate_changed.connect(bar.set_rate)
        playback.counted.connect(bar.set_counted)
        playback.marks_changed.connect(self._on_marks_changed)
        bar.speed_wanted.connect(playback.set_speed)
        bar.sound_chosen.connect(self._on_sound_chosen)
        bar.play_toggled.connect(self.toggle_play)
        bar.step_wanted.connect(self.step)
        bar.frame_wanted.connect(self.go_to)
        bar.to_start_wanted.connect(self.to_start)
        bar.to_end_wanted.connect(self.to_end)
        bar.scrub_started.connect(self._on_scrub_started)
        bar.scrub_ended.connect(playback.end_scrub)
        bar.loop_changed.connect(playback.set_loop)
        bar.volume_changed.connect(playback.set_volume)
        bar.muted_changed.connect(playback.set_muted)
        bar.reveal_wanted.connect(self._on_reveal)
        bar.drag_wanted.connect(self._on_drag)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(_rule())
        whole.addWidget(self._view, 1)
        whole.addWidget(_rule())
        whole.addWidget(self._transport)
        self._transport.set_strip(self._strip)


def _rule() -> QFrame:
    """A line between the parts."""
    line = QFrame()
    line.setFixedHeight(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(QPalette.ColorRole.Mid)
    return line
