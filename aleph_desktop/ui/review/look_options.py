"""What can be set in the mode that is on: a place that is as wide in every mode."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QWidget

from aleph_desktop.ui.labels import label
from aleph_desktop.ui.review.line_slider import LineSlider
from aleph_desktop.ui.review.look import GAINS, Look, Mode
from aleph_desktop.ui.review.menu_button import Choice, MenuButton
from aleph_desktop.ui.review.switch import Switch
from aleph_desktop.ui.theme import small

_HALF_TURN = 180  # degrees: the reference is on the other side then
_STEP = 15  # degrees, by a click beside the handle


class LookOptions(QStackedWidget):
    """WIPE: the angle. FLIP: which picture. OVERLAY: the opacity. DIFFERENCE: gain, heat map."""

    chosen = Signal(object)  # Look

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._pages = {
            Mode.WIPE: self._wipe_page(),
            Mode.FLIP: self._flip_page(),
            Mode.OVERLAY: self._overlay_page(),
            Mode.DIFFERENCE: self._difference_page(),
        }
        self._nothing = QWidget()
        for page in (self._nothing, *self._pages.values()):
            self.addWidget(page)
        self.setFixedWidth(self.minimumSizeHint().width())

    def set_look(self, look: Look) -> None:
        """What is on; it isn't told back."""
        self._look = look
        angle = _HALF_TURN - (_HALF_TURN - round(look.angle)) % (2 * _HALF_TURN)
        self._angle.setValue(angle)
        self._angle_words.setText(f"{angle}°".replace("-", "−"))
        self._opacity.setValue(round(100 * look.opacity))
        self._opacity_words.setText(f"{round(100 * look.opacity)} %")
        self._side.set_current(0 if look.flipped else 1)
        self._gain.say(f"{look.gain} ×")
        self._gain.set_current(GAINS.index(look.gain))
        self._heat.setChecked(look.heat)
        self.setCurrentWidget(self._pages.get(look.mode, self._nothing))

    def _wipe_page(self) -> QWidget:
        self._angle = _slider("Angle of the wipe", "Turns the line; it is dragged in the picture")
        self._angle.setRange(1 - _HALF_TURN, _HALF_TURN)
        self._angle.setPageStep(_STEP)
        self._angle.chosen.connect(self._on_angle)
        self._angle_words = _figures("−180°")
        return _page(self._angle, self._angle_words)

    def _flip_page(self) -> QWidget:
        self._side = Switch("Shown")
        self._side.set_choices(
            [Choice("Left", "The left picture"), Choice("Right", "The right picture")]
        )
        self._side.wanted.connect(self._on_side)
        return _page(self._side)

    def _overlay_page(self) -> QWidget:
        self._opacity = _slider("Opacity of the edited picture", "Opacity of the edited picture")
        self._opacity.setRange(0, 100)
        self._opacity.chosen.connect(self._on_opacity)
        self._opacity_words = _figures("100 %")
        return _page(self._opacity, self._opacity_words)

    def _difference_page(self) -> QWidget:
        self._gain = MenuButton("Gain")
        self._gain.setToolTip("How many times as strong the difference is shown")
        words = [f"{gain} ×" for gain in GAINS]
        self._gain.set_choices([Choice(text) for text in words])
        self._gain.keep_room_for(words)
        self._gain.wanted.connect(self._on_gain)
        self._heat = QToolButton()
        self._heat.setText("Heat")
        self._heat.setCheckable(True)
        self._heat.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._heat.setFont(small(self._heat.font()))
        self._heat.setProperty("segment", True)
        self._heat.setStyleSheet("QToolButton { padding: 3px 6px; border-radius: 6px; }")
        self._heat.setToolTip("Show the difference as a heat map")
        self._heat.setAccessibleName("Heat map")
        self._heat.clicked.connect(self._on_heat)
        return _page(self._gain, self._heat)

    def _on_angle(self, degrees: int) -> None:
        self._choose(replace(self._look, angle=float(degrees)))

    def _on_side(self, number: int) -> None:
        self._choose(replace(self._look, flipped=number == 0))

    def _on_opacity(self, percent: int) -> None:
        self._choose(replace(self._look, opacity=percent / 100))

    def _on_gain(self, number: int) -> None:
        self._choose(replace(self._look, gain=GAINS[number]))

    def _on_heat(self, on: bool) -> None:
        self._choose(replace(self._look, heat=on))

    def _choose(self, look: Look) -> None:
        self.set_look(look)
        self.chosen.emit(look)


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addStretch(1)
    for part in parts:
        row.addWidget(part, 1 if isinstance(part, LineSlider) else 0)
    return page


def _slider(name: str, tip: str) -> LineSlider:
    slider = LineSlider()
    slider.setAccessibleName(name)
    slider.setToolTip(tip)
    return slider


def _figures(widest: str) -> QLabel:
    """Words that don't move their neighbours."""
    words = label(widest, "dim")
    words.setFixedWidth(words.sizeHint().width())
    return words
