"""Which takes are compared, and what is thought of the one that is shown."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.review import Mark


class TakeChoice(NamedTuple):
    """A take of the job that is shown, itself among them."""

    job_id: str
    label: str  # "Take 2"
    is_ready: bool  # its result is there
    mark: Mark


class TakeBar(QWidget):
    """Left picture against right picture, then star and reject for the right one.

    Without another take there are only star and reject; without any take it is hidden.
    """

    take_wanted = Signal(str)  # this job on the right
    against_wanted = Signal(str)  # this job on the left; "": the reference
    mark_wanted = Signal(object)  # Mark

    def set_takes(self, takes: Sequence[TakeChoice], current_id: str, against_id: str) -> None:
        """What there is, which one is on the right, and which on the left; "": the reference."""
