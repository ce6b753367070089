"""One dim line under the prompt with a gentle hint, when the typing rests."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.prompt_hint import Hint, hint
from aleph_desktop.ui.elided_label import ElidedLabel

_REST_MS = 900
_LONGEST = 20_000  # characters: nobody wrote that by hand


class HintLine(ElidedLabel):
    """Keeps its place also while it is empty, so that nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setProperty("role", "dim")
        self.setAccessibleName("Hint about the prompt")
        self._prompt = ""
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rested)

    def look_at(self, prompt: str) -> None:
        """A hint that no longer holds goes at once; a new one waits until the typing rests."""
        self._prompt = prompt[:_LONGEST]
        found = hint(self._prompt)
        if found is None or found.words != self.text():
            self._say(None)
        self._rest.start()

    def _on_rested(self) -> None:
        self._say(hint(self._prompt))

    def _say(self, found: Hint | None) -> None:
        self.setText(found.words if found else "")
        self.setToolTip(f"{found.words}\n{found.reason}" if found else "")
        self.setAccessibleDescription(found.reason if found else "")
