"""The review place: one clip, or a job's reference and result, and the transport under them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.framing import Placement
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review import job_words
from aleph_desktop.ui.review.pair_view import PairView, Side
from aleph_desktop.ui.review.playback import Playback
from aleph_desktop.ui.review.reel_ask import ReelAsk
from aleph_desktop.ui.review.transport import TransportBar
from aleph_desktop.ui.theme import Theme

_REFERENCE = "Reference"


class ReviewRoom(QWidget):
    """Shows what is selected. Asks for reels by token; what comes for an older one is dropped.

    A selected clip or job stands paused on its first frame. A job that is done while it is being
    watched plays by itself, looped, from where it stands.
    """

    # token, ReelAsk or None for the reference, ReelAsk or None for the edited side
    reels_wanted = Signal(int, object, object)
    reveal_wanted = Signal(str)  # job id
    framing_moved = Signal(float)  # where the crop lies, 0 to 1
    playhead_moved = Signal(float)  # of a draft: seconds from the clip's first frame
    use_frame_wanted = Signal(str, float)  # a file, seconds from its first frame

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = 0
        self._job_id = ""
        self._is_live = False
        self._starts = False  # plays by itself as soon as its reels are there
        self._paths: dict[Side, str] = {"reference": "", "edited": ""}
        self._reels: dict[Side, Reel] = {}
        self._labels: dict[Side, str] = {"reference": "", "edited": ""}
        self._title = ElidedLabel()
        self._view = PairView(theme)
        self._transport = TransportBar()
        self._playback = Playback(self)
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
        self._forget("")
        self._playback.unload()

    def show_clip(
        self,
        path: str,
        name: str,
        info: ClipInfo | None = None,
        span: TimeRange | None = None,
    ) -> None:
        """A clip that has no job yet, alone; only the range plays, None: its start."""
        self._forget("", name)
        self._set_label("reference", _REFERENCE)
        self._playback.load(path, pictures=True)
        self._ask(path, "")

    def set_span(self, span: TimeRange) -> None:
        """The draft's range has changed: as often as it is dragged."""

    def show_still(self, image: QImage | None, seconds: float) -> None:
        """A frame of the draft from outside, until the transport is used; None takes it away."""

    def set_framing(self, placement: Placement | None, movable: bool) -> None:
        """How the draft's picture is put into what is sent; None: nothing is drawn."""

    def current_seconds(self) -> float:
        """The start of the draft's frame on screen, seconds from the clip's first frame."""
        return 0.0

    def show_job(self, job: Job) -> None:
        """A job; the same one again adds what has changed and goes on from where it is."""
        reference = job_words.reference_path(job)
        if job.id != self._job_id:
            self._forget(job.id, job.edit.prompt)
            self._set_label("reference", _REFERENCE)
            self._playback.load(job_words.sound_path(job), pictures=bool(reference))
            if not reference:
                words = f"The reference clip is on the web\n{job.edit.source.location}"
                self._view.set_problem("reference", words)
        elif self._is_live and job.state is JobState.DONE:
            self._starts = True
        self._is_live = job.is_live
        self._view.set_status(job_words.status_of(job))
        edited = job_words.edited_path(job)
        if edited and not self._labels["edited"]:
            self._set_label("edited", job_words.edited_label(job))
        elif self._labels["edited"] and not edited:  # it went away, or is fetched once more
            self._reels.pop("edited", None)
            self._playback.set_timings(self._reels.get("reference"), None)
            self._set_label("edited", "")
        self._transport.set_can_reveal(bool(edited))
        self._ask(reference, edited)

    def set_job_status(self, text: str) -> None:
        """Words over the right picture of the job that is shown, until its result is there."""
        if self._job_id and not self._paths["edited"]:
            self._view.set_status(text)

    def set_reel(self, token: int, side: Side, reel: Reel) -> None:
        """A reel that was wanted."""
        if token != self._token:
            return
        self._reels[side] = reel
        if side == "reference":
            self._view.set_reference(reel, self._labels[side])
        else:
            self._view.set_edited(reel, self._labels[side])
        self._playback.set_timings(self._reels.get("reference"), self._reels.get("edited"))
        if self._starts and all(s in self._reels for s, path in self._paths.items() if path):
            self._starts = False
            self._playback.play()

    def set_reel_problem(self, token: int, side: Side, text: str) -> None:
        """A reel that was wanted can't be had; the first line of the words is the title."""
        if token == self._token:
            self._view.set_problem(side, text)

    def toggle_play(self) -> None:
        self._playback.toggle()

    def step(self, frames: int) -> None:
        """Pause, and go some frames on, or back."""
        self._playback.step(frames)

    def to_start(self) -> None:
        self._playback.go_to(0)

    def to_end(self) -> None:
        self._playback.go_to(self._playback.pairing.count - 1)

    def set_loop(self, on: bool) -> None:
        self._transport.set_loop(on)
        self._playback.set_loop(on)

    def set_volume(self, volume: float) -> None:
        """0 to 1."""
        self._transport.set_volume(volume)
        self._playback.set_volume(volume)

    def _forget(self, job_id: str, title: str = "") -> None:
        """Let go of what was shown; what is still on its way for it will be dropped."""
        self._token += 1
        self._job_id = job_id
        self._is_live = self._starts = False
        self._paths = {"reference": "", "edited": ""}
        self._reels = {}
        self._set_label("reference", "")
        self._set_label("edited", "")
        self._view.set_status(None)
        self._title.setText(" ".join(title.split()))
        self._title.setToolTip(title)
        self._transport.set_can_reveal(False)

    def _set_label(self, side: Side, label: str) -> None:
        self._labels[side] = label
        if side == "reference":
            self._view.set_reference(None, label)
        else:
            self._view.set_edited(None, label)

    def _ask(self, reference: str, edited: str) -> None:
        """Want the reels that are not here yet. The old reference stays until the new one comes."""
        is_other = reference != self._paths["reference"]
        if is_other:
            self._token += 1
        has_edited = edited == self._paths["edited"] and (not is_other or "edited" in self._reels)
        self._paths = {"reference": reference, "edited": edited}
        wanted = (reference if is_other else "", "" if has_edited else edited)
        if any(wanted):
            asks = [ReelAsk(path, None) if path else None for path in wanted]
            self.reels_wanted.emit(self._token, *asks)

    def _on_frame_shown(self, leader: int, reference: int, edited: int) -> None:
        self._view.show_pair(reference, edited)
        self._transport.set_frame(leader)

    def _on_clip_changed(self) -> None:
        pairing = self._playback.pairing
        self._transport.set_clip(pairing.count, pairing.rate)

    def _on_reveal(self) -> None:
        self.reveal_wanted.emit(self._job_id)

    def _connect(self) -> None:
        bar, playback = self._transport, self._playback
        playback.frame_shown.connect(self._on_frame_shown)
        playback.clip_changed.connect(self._on_clip_changed)
        playback.playing_changed.connect(bar.set_playing)
        playback.pictured.connect(self._view.set_fallback_image)
        playback.sound_problem.connect(bar.set_sound_problem)
        bar.play_toggled.connect(self.toggle_play)
        bar.step_wanted.connect(self.step)
        bar.frame_wanted.connect(playback.go_to)
        bar.to_start_wanted.connect(self.to_start)
        bar.to_end_wanted.connect(self.to_end)
        bar.scrub_started.connect(playback.begin_scrub)
        bar.scrub_ended.connect(playback.end_scrub)
        bar.loop_changed.connect(playback.set_loop)
        bar.volume_changed.connect(playback.set_volume)
        bar.muted_changed.connect(playback.set_muted)
        bar.reveal_wanted.connect(self._on_reveal)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 12, 14, 12)
        self._title.setFixedHeight(self._title.fontMetrics().height())  # also without words
        head.addWidget(self._title, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
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
