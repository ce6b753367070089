"""One of a few: joined buttons, or one button with a menu where there is no room for them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from aleph_desktop.ui.review.menu_button import Choice, MenuButton
from aleph_desktop.ui.theme import semibold, small

_PADDING = 16  # pixels, both sides, with the border
# shape only, colours are the theme's: neighbours share a border, the ends are round
_SEGMENTS = """
QToolButton[segment="true"] { padding: 3px 6px; border-left-width: 0; }
QToolButton[segment="true"]:focus { border-left-width: 1px; }
QToolButton[place="first"] {
  border-left-width: 1px; border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QToolButton[place="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton[segment="true"]:disabled { text-decoration: line-through; }
QToolButton[place="only"] { border-left-width: 1px; border-radius: 6px; }
"""


class Switch(QWidget):
    """Counted from 0; what is chosen changes by `set_current` alone, the user only asks."""

    wanted = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """`title`: what is chosen here, for a screen reader."""
        super().__init__(parent)
        self._title = title
        self._choices: Sequence[Choice] = ()
        self._current = -1
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_wanted)
        self._menu = MenuButton(title)
        self._menu.setToolTip(title)
        self._menu.wanted.connect(self._on_wanted)
        self.setStyleSheet(_SEGMENTS)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._menu)
        self.set_folded(False)

    @property
    def full_width(self) -> int:
        """Pixels, with all buttons."""
        return sum(button.minimumWidth() for button in self._buttons())

    @property
    def folded_width(self) -> int:
        """Pixels, as a menu."""
        return self._menu.minimumWidth()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """What there is to choose from; nothing is chosen when their number changes."""
        if tuple(choices) == self._choices:
            return
        if len(choices) != len(self._choices):
            self._current = -1
        self._choices = tuple(choices)
        self._make_buttons()
        self._menu.set_choices(self._choices)
        self._menu.keep_room_for([choice.widest or choice.words for choice in self._choices])
        self._refresh()

    def set_current(self, number: int) -> None:
        """-1: none of them."""
        self._current = number
        self._refresh()

    def set_folded(self, folded: bool) -> None:
        """A menu, or joined buttons."""
        self._is_folded = folded
        self._menu.setVisible(folded)
        for button in self._buttons():
            button.setVisible(not folded)
        self._row.activate()

    def _buttons(self) -> list[QToolButton]:
        return [b for b in self._group.buttons() if isinstance(b, QToolButton)]

    def _make_buttons(self) -> None:
        """As many as are needed; the ones that stay keep the keyboard's focus."""
        buttons = self._buttons()
        for button in buttons[len(self._choices) :]:
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        for number in range(len(buttons), len(self._choices)):
            button = QToolButton(self)
            button.setProperty("segment", True)
            button.setFont(small(button.font()))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, number)
            self._row.addWidget(button)
        metrics = QFontMetrics(semibold(small(self.font())))
        for number, (button, choice) in enumerate(zip(self._buttons(), self._choices, strict=True)):
            button.setProperty("place", _place(number, len(self._choices)))
            button.style().unpolish(button)
            button.style().polish(button)
            button.setText(choice.words)
            button.setToolTip(choice.tip)
            button.setAccessibleName(f"{self._title}: {choice.words}")
            button.setEnabled(choice.is_enabled)
            widest = choice.widest or choice.words
            button.setFixedWidth(metrics.horizontalAdvance(widest) + _PADDING)
            button.setVisible(not self._is_folded)

    def _refresh(self) -> None:
        self._group.setExclusive(False)  # so that none can be on
        for number, button in enumerate(self._buttons()):
            button.setChecked(number == self._current)
        self._group.setExclusive(self._current >= 0)
        self._menu.set_current(self._current)
        self._menu.say(self._choices[self._current].words if self._current >= 0 else "–")

    def _on_wanted(self, number: int) -> None:
        self._refresh()  # Qt has checked it already: it is the owner who says what is on
        self.wanted.emit(number)


def _place(number: int, count: int) -> str:
    if count == 1:
        return "only"
    return {0: "first", count - 1: "last"}.get(number, "middle")
