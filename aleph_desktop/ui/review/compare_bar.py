"""All that is set and said about a comparison, in one row: it gives way to the title in steps."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from aleph_desktop.ui.review.mode_bar import ModeBar
from aleph_desktop.ui.review.note_panel import NotePanel
from aleph_desktop.ui.review.sync_box import SyncBox
from aleph_desktop.ui.review.take_bar import TakeBar

_GAP = 6
_ENOUGH = 10_000  # pixels: before it is told how much there is


class CompareBar(QWidget):
    """Modes, takes, notes, sync. In little room the takes become a menu first, then the modes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modes = ModeBar()
        self.takes = TakeBar()
        self.notes = NotePanel()
        self.sync = SyncBox()
        self._room = _ENOUGH
        self._row = row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for part in (self.modes, self.takes, self.notes, self.sync):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._give_widths()

    @property
    def least_width(self) -> int:
        """Pixels; with less room than that it is cut off."""
        return self._width(self.modes.minimumSizeHint(), self.takes.minimumSizeHint())

    def set_room(self, width: int) -> None:
        """How many pixels there are at most; it takes what it needs of them."""
        if width != self._room:
            self._room = width
            self._give_widths()

    def event(self, event: QEvent) -> bool:
        """A part that needs another width than before says so."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._give_widths()
        return super().event(event)

    def _give_widths(self) -> None:
        """All or the least for each: something between would be a hole."""
        modes, takes = self.modes.sizeHint(), self.takes.sizeHint()
        if self._width(modes, takes) > self._room:
            takes = self.takes.minimumSizeHint()
        if self._width(modes, takes) > self._room:
            modes = self.modes.minimumSizeHint()
        self.modes.setFixedWidth(modes.width())
        self.takes.setFixedWidth(takes.width())
        self.setFixedSize(self._width(modes, takes), modes.height())
        self._row.activate()

    def _width(self, modes: QSize, takes: QSize) -> int:
        widths = [modes.width(), self.notes.width(), self.sync.width()]
        if not self.takes.isHidden():
            widths.append(takes.width())
        return sum(widths) + _GAP * (len(widths) - 1)
