"""The review place: one clip, or a job's reference and result, and the transport under them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.framing import Placement
from aleph_desktop.domain.job import Job
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.draft import Draft
from aleph_desktop.ui.review.draft_desk import DraftDesk
from aleph_desktop.ui.review.job_desk import JobDesk
from aleph_desktop.ui.review.pair_view import PairView, Side
from aleph_desktop.ui.review.playback import Playback
from aleph_desktop.ui.review.room_head import RoomHead
from aleph_desktop.ui.review.stage import Stage
from aleph_desktop.ui.review.transport import TransportBar
from aleph_desktop.ui.theme import Theme


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

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = RoomHead()
        self._view = PairView(theme)
        self._transport = TransportBar()
        self._playback = Playback(self)
        self._stage = Stage(self._view, self._transport, self._playback, self)
        self._drafts = DraftDesk(self._stage)
        self._jobs = JobDesk(self._stage)
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

    def show_job(self, job: Job) -> None:
        """A job; the same one again adds what has changed and goes on from where it is."""
        if job.id != self._jobs.job_id:
            self._clear(job.edit.prompt)
        self._jobs.show(job)
        self._head.set_original(*self._jobs.original())

    def set_job_status(self, text: str) -> None:
        """Words over the right picture of the job that is shown, until its result is there."""
        self._jobs.set_status(text)

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

    def _clear(self, title: str) -> None:
        self._drafts.close()
        self._jobs.close()
        self._stage.clear()
        self._head.set_title(title)

    def _on_frame_shown(self, leader: int, reference: int, edited: int) -> None:
        self._view.show_pair(reference, edited)
        self._transport.set_frame(leader)
        self._drafts.tell()

    def _on_clip_changed(self) -> None:
        pairing = self._playback.pairing
        self._transport.set_clip(pairing.count, pairing.rate, self._drafts.first_frame)

    def _on_reveal(self) -> None:
        self.reveal_wanted.emit(self._jobs.job_id)

    def _on_scrub_started(self) -> None:
        self._drafts.settle()
        self._playback.begin_scrub()

    def _on_frame_used(self, side: Side) -> None:
        path, seconds = self._drafts.frame() if self._drafts.is_open else self._stage.frame(side)
        self.use_frame_wanted.emit(path, seconds)

    def _connect(self) -> None:
        bar, playback = self._transport, self._playback
        self._stage.reels_wanted.connect(self.reels_wanted)
        self._drafts.playhead_moved.connect(self.playhead_moved)
        self._head.original_wanted.connect(self._jobs.set_original)
        self._view.framing_moved.connect(self.framing_moved)
        self._view.frame_used.connect(self._on_frame_used)
        playback.frame_shown.connect(self._on_frame_shown)
        playback.clip_changed.connect(self._on_clip_changed)
        playback.playing_changed.connect(bar.set_playing)
        playback.pictured.connect(self._view.set_fallback_image)
        playback.sound_problem.connect(bar.set_sound_problem)
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

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(_rule())
        whole.addWidget(self._view, 1)
        whole.addWidget(_rule())
        whole.addWidget(self._transport)


def _rule() -> QFrame:
    """A line between the parts."""
    line = QFrame()
    line.setFixedHeight(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(QPalette.ColorRole.Mid)
    return line
