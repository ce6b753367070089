"""A button with a menu under it, that says what is chosen there."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from aleph_desktop.ui.theme import small

_PADDING = 20  # pixels, both sides, with the border


class MenuButton(QToolButton):
    """As wide as the longest of its words: what it says can change in place."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """`title`: what is chosen here, for a screen reader."""
        super().__init__(parent)
        self._title = title
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setFont(small(self.font()))
        self.setStyleSheet("QToolButton { padding: 3px 8px; }")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._on_clicked)

    @property
    def menu_actions(self) -> Sequence[QAction]:
        return self._menu.actions()

    def put_menu(self, words: Sequence[str]) -> list[QAction]:
        """Other things to choose from; each is an action that can be checked."""
        self._menu.clear()
        actions = [self._menu.addAction(text) for text in words]
        for action in actions:
            action.setCheckable(True)
        return actions

    def keep_room_for(self, words: Sequence[str]) -> None:
        """Be as wide as the longest of them."""
        metrics = QFontMetrics(self.font())
        widest = max(metrics.horizontalAdvance(_with_arrow(text)) for text in words)
        self.setFixedWidth(widest + _PADDING)

    def say(self, words: str) -> None:
        """What is chosen."""
        self.setText(_with_arrow(words))
        self.setAccessibleName(f"{self._title}: {words}")

    def _on_clicked(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


def _with_arrow(words: str) -> str:
    return f"{words} ▾"
