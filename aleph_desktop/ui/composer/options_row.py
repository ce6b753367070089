"""Frame size, seed and takes."""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from aleph_desktop.domain.model_spec import ModelSpec, parse_frame_size
from aleph_desktop.ui.choice_box import SHORT, ChoiceBox
from aleph_desktop.ui.elided_label import ElidedLabel
from aleph_desktop.ui.labels import label, set_invalid
from aleph_desktop.ui.take_box import TakeBox

_MATCH = "Match the clip"
_SEED = "The same seed gives a similar result again. Empty: one is drawn and written down."
_SEEDS = "The first take's seed. The others are drawn, and all are written down."


class OptionsRow(QWidget):
    """The options beside the prompt."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed_limit = 0
        self._sizes = ChoiceBox()
        self._sizes.setAccessibleName("Frame size")
        self._sizes.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._sizes.setToolTip(
            "The frame size to ask for. The service may decide by the clip's own shape."
        )
        self._seed = QLineEdit(placeholderText="Random")
        self._seed.setAcceptDrops(False)  # the window takes them, and knows what they are
        self._seed.setAccessibleName("Seed")
        self._seed.setToolTip(_SEED)
        self._seed.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\s*\d{0,12}\s*"), self)
        )
        self._seed.textChanged.connect(self._on_seed_changed)
        self._takes = TakeBox()
        self._takes.currentIndexChanged.connect(self._on_changed)
        self._sizes.currentIndexChanged.connect(self._on_changed)
        self._matched = ElidedLabel()  # gives way in a narrow composer
        self._matched.setProperty("role", "dim")
        self._matched.setMinimumWidth(1)
        self._matched.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label("Frame size", "heading"))
        head.addWidget(self._matched, 1)
        layout.addLayout(head, 0, 0)
        layout.addWidget(label("Seed", "heading"), 0, 1)
        layout.addWidget(label("Takes", "heading"), 0, 2)
        layout.addWidget(self._sizes, 1, 0)
        layout.addWidget(self._seed, 1, 1)
        layout.addWidget(self._takes, 1, 2)
        layout.setColumnStretch(0, 5)
        self._sizes.setMinimumContentsLength(6)  # a narrow composer cuts its words, not the row
        layout.setColumnStretch(1, 4)
        self._seed.setMinimumWidth(66)
        self._takes.setFixedWidth(56)

    def set_spec(self, spec: ModelSpec) -> None:
        """Offer the model's frame sizes."""
        self._seed_limit = spec.seed_limit
        self._sizes.clear()
        self._sizes.addItem(_MATCH, None)
        for size in spec.frame_sizes:
            self._sizes.addItem(_spaced(size), size)

    def set_match(self, size: str | None) -> None:
        """What "match" comes to for the clip that is there."""
        words = _spaced(size) if size else ""
        self._sizes.setItemText(0, f"{_MATCH} · {words}" if words else _MATCH)
        self._sizes.setItemData(0, words, SHORT)
        self._matched.setText("matched" if size else "")

    @property
    def frame_size(self) -> str | None:
        """ "W:H", or None for "match"."""
        data = self._sizes.currentData()
        return data if isinstance(data, str) else None

    def set_frame_size(self, size: str | None) -> None:
        self._sizes.setCurrentIndex(max(0, self._sizes.findData(size)))

    @property
    def seed(self) -> int | None:
        """None: draw one."""
        text = self._seed.text().strip()
        return int(text) if text else None

    def set_seed(self, seed: int | None) -> None:
        self._seed.setText("" if seed is None else str(seed))

    @property
    def takes(self) -> int:
        """How often to run the edit."""
        return self._takes.takes

    @property
    def is_usable(self) -> bool:
        seed = self.seed
        return seed is None or seed <= self._seed_limit

    def _on_seed_changed(self) -> None:
        set_invalid(self._seed, not self.is_usable)
        self.changed.emit()

    def _on_changed(self) -> None:
        several = self.takes > 1
        self._seed.setToolTip(_SEEDS if several else _SEED)
        self.changed.emit()


def _spaced(size: str) -> str:
    width, height = parse_frame_size(size)
    return f"{width} × {height}"
