"""The notes on a take: a button with their number, and the list that hangs under it."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton

from aleph_desktop.domain.review import Note


class NotePanel(QToolButton):
    """What was typed stays with its job until it is saved or cleared."""

    frame_wanted = Signal(float)  # seconds, as in Note
    notes_changed = Signal(object)  # tuple[Note, ...], in the order of time

    def set_job(self, job_id: str, notes: Sequence[Note]) -> None:
        """Whose notes; "": no job is shown."""

    def set_clock(self, rate: Fraction, first: int) -> None:
        """Frames a second, and the number of the first one: for the timecodes."""

    def set_place(self, start: float, end: float, words: str) -> None:
        """Where a new note goes, seconds as in Note: "frame 73", or "frames 20 to 41"."""

    def open(self) -> None:
        """Show it, ready to type."""
