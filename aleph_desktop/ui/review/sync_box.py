"""How much later the edited clip starts, where the two don't begin at the same instant."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from aleph_desktop.ui.labels import label, link_button
from aleph_desktop.ui.review.hanging import Hanging
from aleph_desktop.ui.review.head_button import HeadButton
from aleph_desktop.ui.review.head_signs import HeadSign

_MOST = 9_999  # frames
_HINT = (
    "Where the edited clip begins earlier or later than the reference, move it until both show "
    "the same instant. It is kept with the take."
)
_WIDTH = 320


class SyncBox(HeadButton):
    """A button that is lit while there is an offset; under it hangs the number."""

    offset_changed = Signal(int)  # frames of the leader; negative: the edited clip starts earlier

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(HeadSign.SYNC, "Sync", parent)
        self._popup = Hanging(self)
        self._frames = QSpinBox(minimum=-_MOST, maximum=_MOST)
        self._frames.setAccessibleName("Frames that the edited clip starts later")
        self._frames.setMinimumHeight(30)
        self._frames.setKeyboardTracking(False)  # 12 is not 1, then 12
        self._words = QLabel()
        self._reset = link_button("Reset")
        self._reset.setToolTip("Both clips start together")
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._frames.valueChanged.connect(self._on_value)
        self._reset.clicked.connect(self._on_reset)
        self.clicked.connect(self._on_clicked)
        self._lay_out()
        self._refresh()

    @property
    def offset(self) -> int:
        return self._frames.value()

    def set_offset(self, frames: int) -> None:
        """What is on; it isn't told back."""
        with QSignalBlocker(self._frames):
            self._frames.setValue(frames)
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(QLabel("Edited starts"))
        row.addWidget(self._frames)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self._reset)
        whole = QVBoxLayout(self._popup)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(row)
        whole.addWidget(label(_HINT, "dim", wrap=True))

    def _refresh(self) -> None:
        frames = self._frames.value()
        unit = "frame" if abs(frames) == 1 else "frames"
        self._words.setText(f"{unit} later")
        self._reset.setVisible(frames != 0)
        self.set_lit(frames != 0)
        when = "later" if frames > 0 else "earlier"
        said = f"The edited clip starts {abs(frames)} {unit} {when}" if frames else "Sync"
        self.setToolTip(said)
        self.setAccessibleName(said)

    def _on_value(self, frames: int) -> None:
        self._refresh()
        self.offset_changed.emit(frames)

    def _on_reset(self) -> None:
        self._frames.setValue(0)

    def _on_clicked(self) -> None:
        self._popup.open_under(self, QSize(_WIDTH, self._popup.heightForWidth(_WIDTH)))
        self._frames.setFocus(Qt.FocusReason.PopupFocusReason)
        self._frames.selectAll()
