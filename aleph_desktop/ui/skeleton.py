"""What the window shows for the blink until it is filled: the grounds of its three places."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from aleph_desktop.ui.tokens import Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

MENU_HEIGHT = 29  # pixels
COMPOSER_WIDTH = 348
JOBS_HEIGHT = 300


class Skeleton(QWidget):
    """Panels and canvas where they will be, so that nothing flashes when they come."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens

    def paintEvent(self, event: "QPaintEvent") -> None:
        t = self._tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.panel))
        painter.fillRect(0, 0, self.width(), MENU_HEIGHT, QColor(t.window))
        right = self.width() - COMPOSER_WIDTH
        high = self.height() - MENU_HEIGHT - JOBS_HEIGHT
        painter.fillRect(COMPOSER_WIDTH, MENU_HEIGHT, right, high, QColor(t.canvas))
