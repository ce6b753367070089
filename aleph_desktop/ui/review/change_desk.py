"""How much changed, over time: asks for the comparison and puts it on the strip."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QObject, Signal

from aleph_desktop.domain import change
from aleph_desktop.domain.region import Region
from aleph_desktop.ui.ports import Comparison, Reel
from aleph_desktop.ui.review.change_strip import ChangeStrip

NOTHING = "Change appears here once both clips are read"
READING = "Reading…"
ANOTHER_VIEW = "Another view: the clips can’t be compared frame by frame"
PROBLEM = "How much changed can’t be told for these clips"


class ChangeDesk(QObject):
    """What comes for an older token is dropped. Frames are the leader's, one for each pair."""

    comparison_wanted = Signal(int, object, object, object)  # token, Reel, Reel, pairs
    matched = Signal(bool, float)  # whether both are of the same view; how much they match, 0 to 1

    def __init__(self, strip: ChangeStrip, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._strip = strip
        self._token: int | None = None
        self._rate = Fraction(25)
        self._comparison: Comparison | None = None
        self._region: Region | None = None
        self._peaks: tuple[int, ...] = ()
        self._changes: tuple[float, ...] = ()
        self.forget()

    @property
    def peaks(self) -> tuple[int, ...]:
        """The frames where the change stands out."""
        return self._peaks

    @property
    def greatest(self) -> tuple[int, ...]:
        """The same, the one with the most change first."""
        return tuple(sorted(self._peaks, key=lambda peak: -self._changes[peak]))

    def next_peak(self, index: int) -> int | None:
        return change.next_peak(self._peaks, index)

    def previous_peak(self, index: int) -> int | None:
        return change.previous_peak(self._peaks, index)

    def begin(
        self, token: int, reference: Reel, edited: Reel, pairs: Sequence[tuple[int, int]]
    ) -> None:
        """Ask how two clips differ: (reference's index, edited one's) for each frame.

        Other reels or other pairs need another token.
        """
        self._token, self._rate, self._comparison = token, reference.frame_rate, None
        self._strip.set_count(len(pairs))
        self._say(READING)
        self.comparison_wanted.emit(token, reference, edited, tuple(pairs))

    def set_comparison(self, token: int, comparison: Comparison) -> None:
        """What was asked for."""
        if token != self._token:
            return
        self._comparison = comparison
        self._show()
        self.matched.emit(comparison.lines_up, comparison.match)

    def set_problem(self, token: int) -> None:
        """What was asked for can't be had."""
        if token == self._token:
            self._comparison = None
            self._say(PROBLEM)

    def set_region(self, region: Region | None) -> None:
        """Look at this part of the picture alone; it stays for the clips that come."""
        self._region = region
        self._strip.set_region_label(region is not None)
        if self._comparison is not None:
            self._show()

    def forget(self) -> None:
        """Let go of the clips; what is still on its way for them will be dropped.

        One of them may still play, so the strip keeps its count of frames.
        """
        self._token = self._comparison = None
        self._say(NOTHING)

    def _show(self) -> None:
        if self._comparison is None or not self._comparison.lines_up:
            self._say(ANOTHER_VIEW)
            return
        changes = self._changes = tuple(self._comparison.changes(self._region))
        self._peaks = change.peaks(changes, self._rate)
        self._strip.set_changes(changes)
        self._strip.set_peaks(self._peaks)

    def _say(self, words: str) -> None:
        self._peaks = ()
        self._strip.set_changes(None)
        self._strip.set_words(words)
