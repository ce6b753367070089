"""How large the pictures are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aleph_desktop.ui.review.menu_button import Choice, MenuButton

_SIZES: tuple[tuple[float | None, str], ...] = (
    (None, "Fit"),
    (0.5, "50 %"),
    (1.0, "100 % (1:1)"),
    (2.0, "200 %"),
    (4.0, "400 %"),
)


class ZoomButton(MenuButton):
    """Fitted, or screen pixels for a clip's pixel."""

    chosen = Signal(object)  # float, or None: fitted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Zoom", parent)
        self.setToolTip("Zoom (+ and −, F fits)")
        self.set_choices([Choice(words) for _, words in _SIZES])
        self.keep_room_for(["Fit", "888 %"])
        self.wanted.connect(self._on_wanted)
        self.set_zoom(None)

    def set_zoom(self, zoom: float | None) -> None:
        """What is on."""
        self.set_current(next((i for i, (size, _) in enumerate(_SIZES) if size == zoom), -1))
        self.say(_words(zoom))

    def _on_wanted(self, number: int) -> None:
        self.chosen.emit(_SIZES[number][0])


def _words(zoom: float | None) -> str:
    """ "Fit", "283 %", and from ten times on "11 ×": never wider than its place."""
    if zoom is None:
        return "Fit"
    return f"{100 * zoom:.0f} %" if zoom < 9.995 else f"{zoom:.0f} ×"
