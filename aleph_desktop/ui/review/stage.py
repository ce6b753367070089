"""What is on show: the pictures, their reels and labels, and what plays them."""

from PySide6.QtCore import QObject, Signal

from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.pair_view import PairView, Side
from aleph_desktop.ui.review.playback import Playback
from aleph_desktop.ui.review.reel_ask import ReelAsk
from aleph_desktop.ui.review.reel_order import ReelOrder
from aleph_desktop.ui.review.transport import TransportBar

REFERENCE = "Reference"


class Stage(QObject):
    """Asks for reels by token; what comes for an older one is dropped."""

    reels_wanted = Signal(int, object, object)  # token, the reference's ReelAsk, the edited one's

    def __init__(
        self, view: PairView, transport: TransportBar, playback: Playback, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.view = view
        self.transport = transport
        self.playback = playback
        self.order = ReelOrder()
        self._labels: dict[Side, str] = {"reference": "", "edited": ""}
        self._starts = False  # plays by itself as soon as its reels are there

    def clear(self) -> None:
        """Let go of what was shown; what is still on its way for it will be dropped."""
        self.order.forget()
        self._starts = False
        self.set_label("reference", "")
        self.set_label("edited", "")
        self.view.set_status(None)
        self.view.set_framing(None, False)
        self.view.expect(None)
        self.transport.set_can_reveal(False)

    def label(self, side: Side) -> str:
        return self._labels[side]

    def set_label(self, side: Side, label: str, *, stays: bool = False) -> None:
        """Begin a side anew: its reel is wanted next. `stays`: what is there stays until then."""
        self._labels[side] = label
        if not stays:
            self._show(side, None)

    def drop(self, side: Side) -> None:
        """A side's reel is not to be shown any more."""
        self.order.drop(side)
        self._pair()

    def let_go_reference(self, *, keep: bool) -> None:
        """Other frames of the same clip will come; `keep`: its picture is still the right one."""
        self.order.drop("reference")
        self.view.let_go_reference(keep=keep)

    def frame(self, side: Side) -> tuple[str, float]:
        """The file that is on a side, and the middle of its frame on screen in it, seconds."""
        ask, reel = self.order.shown(side), self.order.reel(side)
        frames = self.playback.pairing.pair(self.playback.index)
        index = frames[0] if side == "reference" else frames[1]
        at = reel.time_of(index) if reel else self.playback.pairing.time_of(self.playback.index)
        return (ask.path, ask.start + at) if ask else ("", 0.0)

    def want(self, reference: ReelAsk | None, edited: ReelAsk | None) -> None:
        """Ask for the reels that are not here yet."""
        wanted = self.order.want(reference, edited)
        is_late = self.order.shown("reference") != reference
        self.view.set_reference_label(self._labels["reference"] + ("…" if is_late else ""))
        if any(wanted):
            self.reels_wanted.emit(self.order.token, *wanted)

    def start_when_ready(self, starts: bool = True) -> None:
        """Play by itself, once everything that is wanted is here."""
        self._starts = starts

    def set_reel(self, token: int, side: Side, reel: Reel) -> None:
        """A reel that was wanted."""
        if token != self.order.token:
            return
        self.order.take(side, reel)
        self._show(side, reel)
        self._pair()
        if self.order.is_complete:
            self._start()

    def set_first(self, token: int, side: Side, reel: Reel) -> None:
        """The first frame of a reel that is still being read."""
        if token == self.order.token and self.order.reel(side) is None:
            self.view.set_first(side, reel)

    def reels(self) -> tuple[Reel, Reel] | None:
        """Both sides' frames, once they are here; None: there is no pair yet."""
        reference, edited = self.order.reel("reference"), self.order.reel("edited")
        return None if reference is None or edited is None else (reference, edited)

    def set_reel_problem(self, token: int, side: Side, text: str) -> None:
        """A reel that was wanted can't be had; the first line of the words is the title."""
        if token != self.order.token:
            return
        if self.order.reel(side) is not None:
            self._show(side, None)
            self.drop(side)
        self.view.set_problem(side, text)
        if not self.order.wants("edited"):  # the player shows a clip that stands alone
            self._start()

    def _start(self) -> None:
        if self._starts:
            self._starts = False
            self.playback.play()

    def _pair(self) -> None:
        self.playback.set_timings(self.order.reel("reference"), self.order.reel("edited"))

    def _show(self, side: Side, reel: Reel | None) -> None:
        if side == "reference":
            self.view.set_reference(reel, self._labels[side])
        else:
            self.view.set_edited(reel, self._labels[side])
