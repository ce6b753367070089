"""Fit or fill, where the clip's shape is not the frame's; and a note on what is sent."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSlider, QToolButton, QWidget

from aleph_desktop.domain.framing import UNCHANGED, Framing, Shape
from aleph_desktop.ui.elided_label import ElidedLabel

_HEIGHT = 26  # pixels, with or without the choice: nothing jumps
_STEPS = 100
_GAP = 8  # pixels after the choice
_TIPS = {
    Shape.FIT: ("Fit", "The whole picture, with black bars"),
    Shape.FILL: ("Fill", "The whole frame; the picture's edges are cut off"),
}


class FramingRow(QWidget):
    """The choice is there only while it makes a difference."""

    framing_changed = Signal(object)  # Framing, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._framing = UNCHANGED
        self._differs = False
        self._choice = QButtonGroup(self)
        self._buttons = {shape: self._button(shape) for shape in Shape}
        self._position = QSlider(Qt.Orientation.Horizontal)
        self._position.setRange(0, _STEPS)
        self._position.setStyleSheet(f"QSlider {{ margin-left: {_GAP}px; }}")
        self._position.setAccessibleName("Position of the crop")
        self._position.setToolTip("Which part is kept. You can drag the crop on the picture, too.")
        self._note = ElidedLabel()
        self._note.setProperty("role", "dim")
        self._choice.buttonClicked.connect(self._on_shape_clicked)
        self._position.valueChanged.connect(self._on_position_changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addWidget(self._position, 1)
        row.addWidget(self._note, 1)
        self.setFixedHeight(_HEIGHT)
        self._refresh()

    def set_framing(self, framing: Framing, *, differs: bool, note: str, more: str = "") -> None:
        """`differs`: the clip's shape is not the frame's; `note`: few words; `more`: all of it."""
        self._framing, self._differs = framing, differs
        self._note.setText(note)
        self._note.setToolTip(more)
        self._refresh()

    def _button(self, shape: Shape) -> QToolButton:
        words, tip = _TIPS[shape]
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setProperty("segment", True)
        button.setStyleSheet("QToolButton { padding: 2px 9px; }")  # as low as the row
        button.setAccessibleName(f"{words}: {tip}")
        self._choice.addButton(button)
        return button

    def _refresh(self) -> None:
        fills = self._framing.shape is Shape.FILL
        for shape, button in self._buttons.items():
            button.setVisible(self._differs)
            button.setChecked(shape is self._framing.shape)
        self._position.setVisible(self._differs and fills)
        with QSignalBlocker(self._position):
            self._position.setValue(round(self._framing.position * _STEPS))
        self._note.setVisible(not (self._differs and fills))  # then the slider has the room
        self._note.setContentsMargins(_GAP if self._differs else 0, 0, 0, 0)

    def _on_shape_clicked(self) -> None:
        shape = Shape.FILL if self._buttons[Shape.FILL].isChecked() else Shape.FIT
        self._give(Framing(shape, self._framing.position))

    def _on_position_changed(self, value: int) -> None:
        self._give(Framing(self._framing.shape, value / _STEPS))

    def _give(self, framing: Framing) -> None:
        if framing != self._framing:
            self._framing = framing
            self._refresh()
            self.framing_changed.emit(framing)
