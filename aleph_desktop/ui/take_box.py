"""How many takes of an edit: a choice of a few."""

from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.edit import MOST_TAKES
from aleph_desktop.ui.choice_box import ChoiceBox


class TakeBox(ChoiceBox):
    """1 to 8. Each take is a run of its own, with another seed, and paid for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Takes")
        self.setToolTip("How often to run it, each time with another seed; each run is paid for")
        for takes in range(1, MOST_TAKES + 1):
            self.addItem(str(takes), takes)

    @property
    def takes(self) -> int:
        return self.currentIndex() + 1

    def set_takes(self, takes: int) -> None:
        self.setCurrentIndex(takes - 1)
