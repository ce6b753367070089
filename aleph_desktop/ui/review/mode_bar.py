"""How the pictures are compared: the modes, the options of the one that is on, and the zoom."""

from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.look_options import LookOptions
from aleph_desktop.ui.review.menu_button import Choice
from aleph_desktop.ui.review.switch import Switch
from aleph_desktop.ui.review.zoom_button import ZoomButton

_MODES = tuple(Mode)
_NAMES = {Mode.SIDE: "Side"}
_HEIGHT = 28
_GAP = 6
_TIPS = {
    Mode.SIDE: "Both pictures, side by side",
    Mode.WIPE: "One picture, cut by a line that you drag",
    Mode.FLIP: "One picture, the other at a key: hold `",
    Mode.OVERLAY: "One picture through the other",
    Mode.DIFFERENCE: "What differs, and how much",
    Mode.GRID: "Up to four takes",
}
_FEW_TAKES = "There is no other take to show beside this one"


class ModeBar(QWidget):
    """Says what is asked; the room looks, and tells by `set_look` what is on.

    In little room the modes are a menu. Places hang on the width alone: choosing moves nothing.
    The options stand left of the modes, so that a mode without leaves no hole between buttons.
    """

    look_chosen = Signal(object)  # Look

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._modes = Switch("Compare")
        self._options = LookOptions()
        self._zoom = ZoomButton()
        self._modes.wanted.connect(self._on_mode)
        self._options.chosen.connect(self._on_look)
        self._zoom.chosen.connect(self._on_zoom)
        self._row = row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addStretch(1)
        for part in (self._options, self._modes, self._zoom):
            row.addWidget(part)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_available(frozenset(Mode), "")
        self.set_look(self._look)

    @property
    def look(self) -> Look:
        return self._look

    def set_look(self, look: Look) -> None:
        """What is on; it isn't told back."""
        self._look = look
        self._modes.set_current(_MODES.index(look.mode))
        self._options.set_look(look)
        self._zoom.set_zoom(look.zoom)

    def set_available(self, modes: frozenset[Mode], why: str) -> None:
        """Which modes can be had; `why`: the reason for the others."""
        self._modes.set_choices([self._choice(mode, mode in modes, why) for mode in _MODES])

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._modes.full_width), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(self._modes.folded_width), _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._modes.set_folded(event.size().width() < self.sizeHint().width())
        self._row.activate()  # at once: else one frame shows the old places in the new width

    def _width(self, modes: int) -> int:
        return modes + self._options.sizeHint().width() + self._zoom.minimumWidth() + 2 * _GAP

    def _choice(self, mode: Mode, can: bool, why: str) -> Choice:
        name = _NAMES.get(mode, mode.value)
        if can:
            return Choice(name, f"{_TIPS[mode]} ({_MODES.index(mode) + 1})")
        return Choice(name, _FEW_TAKES if mode is Mode.GRID else why, is_enabled=False)

    def _on_mode(self, number: int) -> None:
        self._on_look(replace(self._look, mode=_MODES[number]))

    def _on_zoom(self, zoom: float | None) -> None:
        self._on_look(replace(self._look, zoom=zoom))

    def _on_look(self, look: Look) -> None:
        self.set_look(look)
        self.look_chosen.emit(look)
