"""The image references of the draft."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aleph_desktop.ui.theme import Theme


class ReferenceTray(QWidget):
    """Small pictures, and a tile that adds one. Hidden for a model that takes none."""

    changed = Signal()
    file_wanted = Signal()
    paste_wanted = Signal()
    library_wanted = Signal()  # it is being shown: `set_library` follows
    library_removal_wanted = Signal(str)  # a path

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._references: tuple[str, ...] = ()
        self._limit = 1

    @property
    def references(self) -> tuple[str, ...]:
        """Image files (absolute paths) or https URLs."""
        return self._references

    def set_limit(self, limit: int) -> None:
        """How many the model takes."""
        self._limit = limit
        self.setVisible(limit > 0)

    def set_references(self, references: tuple[str, ...]) -> None:
        self._references = references
        self.changed.emit()

    def add_reference(self, reference: str) -> None:
        """Take one more; where there is no room for it, it replaces the last one, and says so."""
        kept = [old for old in self._references if old != reference][: max(0, self._limit - 1)]
        self.set_references((*kept, reference))

    def show_problem(self, words: str) -> None:
        """Say why an image was not taken."""

    def set_library(self, paths: Sequence[str]) -> None:
        """Images that were used, newest first."""
