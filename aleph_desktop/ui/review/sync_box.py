"""How much later the edited clip starts, where the two don't begin at the same instant."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton


class SyncBox(QToolButton):
    """A button that says the offset; under it hangs the number."""

    offset_changed = Signal(int)  # frames of the leader; negative: the edited clip starts earlier

    def set_offset(self, frames: int) -> None:
        """What is on; it isn't told back."""
