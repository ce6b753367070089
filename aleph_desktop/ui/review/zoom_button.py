"""How large the pictures are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aleph_desktop.ui.review.menu_button import MenuButton

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
        self._choices = self.put_menu([words for _, words in _SIZES])
        for action in self._choices:
            action.triggered.connect(self._on_action)
        self.keep_room_for(["Fit", "1888 %"])
        self.set_zoom(None)

    def set_zoom(self, zoom: float | None) -> None:
        """What is on."""
        for action, (size, _) in zip(self._choices, _SIZES, strict=True):
            action.setChecked(size == zoom)
        self.say("Fit" if zoom is None else f"{100 * zoom:.0f} %")

    def _on_action(self) -> None:
        number = next(i for i, action in enumerate(self._choices) if action is self.sender())
        self.chosen.emit(_SIZES[number][0])
