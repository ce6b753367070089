"""How a pair differs: asked for once both clips are here, and what follows from the answer."""

from PySide6.QtCore import QObject, Signal

from aleph_desktop.domain.region import Region
from aleph_desktop.ui.ports import Comparison, Reel
from aleph_desktop.ui.review.change_desk import ChangeDesk
from aleph_desktop.ui.review.change_strip import ChangeStrip
from aleph_desktop.ui.review.pairing import Pairing
from aleph_desktop.ui.review.stage import Stage


class Comparing(QObject):
    """Between the stage, the change strip and the region that is drawn on the picture."""

    wanted = Signal(int, object, object, object)  # token, both reels, list of pairs of indices
    matched = Signal(bool)  # whether both show the same view

    def __init__(self, stage: Stage, strip: ChangeStrip) -> None:
        super().__init__(stage)
        self._stage = stage
        self.desk = ChangeDesk(strip, self)
        self._token = 0
        self._asked: tuple[Reel, Reel, Pairing] | None = None
        self.desk.comparison_wanted.connect(self.wanted)
        self.desk.matched.connect(self._on_matched)
        stage.view.region_drawn.connect(self._on_region_drawn)

    def follow(self) -> None:
        """The pair on the stage may be another."""
        reels, pairing = self._stage.reels(), self._stage.playback.pairing
        if reels is None or pairing.count == 0:
            self.forget()
            return
        asked = (*reels, pairing)
        if asked != self._asked:
            self._asked = asked
            self._token += 1
            pairs = [pairing.pair(index) for index in range(pairing.count)]
            self.desk.begin(self._token, *reels, pairs)

    def forget(self) -> None:
        """There is no pair."""
        self._asked = None
        self.desk.forget()

    def set_comparison(self, token: int, comparison: Comparison | None) -> None:
        """What was wanted; None: it can't be had."""
        if comparison is None:
            self.desk.set_problem(token)
        else:
            self.desk.set_comparison(token, comparison)

    def to_peak(self, *, forward: bool) -> None:
        """Pause on the next frame that stands out, or on the one before."""
        at = self._stage.playback.index
        peak = self.desk.next_peak(at) if forward else self.desk.previous_peak(at)
        if peak is not None:
            self._stage.playback.go_to(peak)

    def _on_matched(self, lines_up: bool, _match: float) -> None:
        self.matched.emit(lines_up)

    def _on_region_drawn(self, region: Region | None) -> None:
        self._stage.view.set_region(region)
        self.desk.set_region(region)
