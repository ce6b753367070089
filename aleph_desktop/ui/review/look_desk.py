"""How the pictures are compared, as it was chosen: kept from job to job.

The look is the room's, not a job's: who wipes wants to wipe through all takes. Where a mode means
nothing it gives way.
"""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from aleph_desktop.ui.review.look import NEEDS_MATCH, Look, Mode
from aleph_desktop.ui.review.mode_bar import ModeBar
from aleph_desktop.ui.review.pair_view import PairView

_ALONE = "There is no pair to compare yet"
_ONE_TAKE = "There is only one take"


class LookDesk(QObject):
    """Puts the look on the view and on the bar."""

    grid_wanted = Signal(bool)  # several takes are to be shown, or no longer

    def __init__(self, view: PairView, bar: ModeBar) -> None:
        super().__init__(view)
        self._view = view
        self._bar = bar
        self._look = Look()
        self._lines_up = True  # or the user wants it nevertheless
        self._takes = 0
        self._has_pair = False
        self._wants_grid = False
        bar.look_chosen.connect(self.choose)
        view.look_changed.connect(self._on_changed)
        self._put()

    @property
    def shown(self) -> Look:
        """What is on the view."""
        mode = self._look.mode
        is_given_up = mode in NEEDS_MATCH and not self._lines_up
        if is_given_up or not self._has_pair or (mode is Mode.GRID and self._takes < 2):
            return replace(self._look, mode=Mode.SIDE, flipped=self._look.flipped)
        return self._look

    def clear(self) -> None:
        """Something else is shown: of that nothing is known yet."""
        self._lines_up = True
        self._takes, self._has_pair = 0, False
        self._look = replace(self._look, flipped=False)
        self._put()

    def set_has_pair(self, on: bool) -> None:
        """Whether there are two sides."""
        if on != self._has_pair:
            self._has_pair = on
            self._put()

    def set_takes(self, count: int) -> None:
        """How many takes have a result."""
        if count != self._takes:
            self._takes = count
            self._put()

    def set_lines_up(self, lines_up: bool) -> None:
        """Whether both pictures are of one view."""
        if lines_up != self._lines_up:
            self._lines_up = lines_up
            self._put()

    def choose(self, look: Look) -> None:
        """The user's choice; also of a mode that was given up for these pictures."""
        if look.mode in NEEDS_MATCH and look.mode is not self.shown.mode:
            self._lines_up = True
        self._look = look
        self._put()

    def set_mode(self, mode: Mode) -> None:
        """By key. Flip again: the other picture."""
        flips = mode is Mode.FLIP and self.shown.mode is Mode.FLIP
        self.choose(replace(self._look, mode=mode, flipped=flips and not self._look.flipped))

    def hold_flip(self) -> None:
        """The reference alone, until the key is let go."""
        if not self._look.flipped and self._has_pair:
            self._look = replace(self._look, flipped=True)
            self._put()
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def fit(self) -> None:
        self.choose(replace(self._look, zoom=None, centre=(0.5, 0.5)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The end of the held key, wherever the focus has gone, and of the window's turn."""
        is_up = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyRelease
            and event.key() == Qt.Key.Key_QuoteLeft
            and not event.isAutoRepeat()
        )
        if is_up or event.type() == QEvent.Type.ApplicationDeactivate:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            self._look = replace(self._look, flipped=False)
            self._put()
        return super().eventFilter(watched, event)

    def _on_changed(self, look: Look) -> None:
        """Wiped, zoomed or panned on the pictures."""
        self._look = replace(look, mode=self._look.mode)
        self._put()

    def _put(self) -> None:
        shown = self.shown
        self._view.set_look(shown)
        self._bar.set_look(shown)
        modes = frozenset(Mode) if self._takes > 1 else frozenset(Mode) - {Mode.GRID}
        if self._has_pair:
            self._bar.set_available(modes, _ONE_TAKE)
        else:
            self._bar.set_available(frozenset({Mode.SIDE}), _ALONE)
        wants = shown.mode is Mode.GRID
        if wants != self._wants_grid:
            self._wants_grid = wants
            self.grid_wanted.emit(wants)
