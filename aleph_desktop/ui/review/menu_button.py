"""A button with a menu under it, that says what is chosen there."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from aleph_desktop.ui.theme import small

_PADDING = 16  # pixels, both sides, with the border


class Choice(NamedTuple):
    """One of a few."""

    words: str
    tip: str = ""
    is_enabled: bool = True
    widest: str = ""  # the longest words that it will have, where they change


class MenuButton(QToolButton):
    """As wide as the longest of its words: what it says can change in place.

    Counted from 0. What is chosen changes by `set_current` alone: the user only asks.
    """

    wanted = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """`title`: what is chosen here, for a screen reader."""
        super().__init__(parent)
        self._title = title
        self._choices: tuple[Choice, ...] = ()
        self._actions: list[QAction] = []
        self._current: tuple[int, ...] = ()
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.triggered.connect(self._on_triggered)
        self.setFont(small(self.font()))
        self.setStyleSheet("QToolButton { padding: 3px 6px; }")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)

    def set_choices(self, choices: Sequence[Choice], rule_before: int = -1) -> None:
        """What there is to choose from; `rule_before`: where a line parts them."""
        if tuple(choices) == self._choices:
            return  # a menu that is open stays as it is
        self._choices = tuple(choices)
        self._menu.clear()
        self._actions = []
        for number, choice in enumerate(self._choices):
            if number == rule_before:
                self._menu.addSeparator()
            action = self._menu.addAction(choice.words)
            action.setCheckable(True)
            action.setToolTip(choice.tip)
            action.setEnabled(choice.is_enabled)
            self._actions.append(action)

    def set_current(self, *numbers: int) -> None:
        """What is on: one, or one of each part."""
        self._current = numbers
        for number, action in enumerate(self._actions):
            action.setChecked(number in numbers)

    def keep_room_for(self, words: Sequence[str]) -> None:
        """Be as wide as the longest of them."""
        metrics = QFontMetrics(self.font())
        widest = max((metrics.horizontalAdvance(_with_arrow(text)) for text in words), default=0)
        self.setFixedWidth(widest + _PADDING)

    def say(self, words: str) -> None:
        """What is chosen."""
        self.setText(_with_arrow(words))
        self.setAccessibleName(f"{self._title}: {words}")

    def _on_triggered(self, action: QAction) -> None:
        number = self._actions.index(action)
        self.set_current(*self._current)  # Qt has checked it already: the owner says what is on
        self.wanted.emit(number)

    def _on_clicked(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


def _with_arrow(words: str) -> str:
    return f"{words} ▾"
