"""The kinds of edit, as small buttons that put in a wording."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from aleph_desktop.domain.prompt_pattern import PATTERNS, PromptPattern
from aleph_desktop.ui.theme import Theme
from aleph_desktop.ui.tokens import SMALL_PX, Tokens

_GAP = 5


class PromptChips(QWidget):
    """As many rows as there is height for; what has no place is in a menu, "More"."""

    chosen = Signal(object)  # PromptPattern

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._chips = [self._chip(pattern) for pattern in PATTERNS]
        self._more = QToolButton(self)
        self._more.setText("More ▾")
        self._more.setToolTip("More kinds of edit")
        self._more.setAccessibleName("More kinds of edit")
        self._more.clicked.connect(self._on_more)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def shown(self) -> list[str]:
        """The titles that have a place, without the menu's."""
        return [chip.text() for chip in self._chips if not chip.isHidden()]

    def set_room(self, height: int) -> None:
        """Take as many whole rows as fit into so many pixels, at least one."""
        rows = max(1, (height + _GAP) // (self._row_height() + _GAP))
        self.setMaximumHeight(self._height(rows))

    def sizeHint(self) -> QSize:
        """All rows, at the width that there is."""
        return QSize(240, self._height(len(self._rows(self._chips))))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _chip(self, pattern: PromptPattern) -> QToolButton:
        chip = QToolButton(self)
        action = QAction(pattern.title, chip)
        action.setData(pattern)
        action.setToolTip(pattern.purpose)
        action.triggered.connect(self._on_triggered)
        chip.setDefaultAction(action)
        chip.setAccessibleName(f"{pattern.title}: {pattern.purpose}")
        return chip

    def _rows(self, chips: list[QToolButton]) -> list[list[QToolButton]]:
        rows: list[list[QToolButton]] = [[]]
        x = 0
        for chip in chips:
            width = chip.sizeHint().width()
            if rows[-1] and x + width > self.width():
                rows.append([])
                x = 0
            rows[-1].append(chip)
            x += width + _GAP
        return rows

    def _place(self) -> None:
        room = max(1, (self.height() + _GAP) // (self._row_height() + _GAP))
        count = len(self._chips)
        rows = self._rows(self._chips)
        while len(rows) > room and count:
            count -= 1
            rows = self._rows([*self._chips[:count], self._more])
        for chip in self._chips:
            self._menu.removeAction(chip.defaultAction())  # `clear` would delete them
        for chip in self._chips[count:]:
            self._menu.addAction(chip.defaultAction())
        self._more.setVisible(count < len(self._chips))
        for number, chip in enumerate(self._chips):
            chip.setVisible(number < count)
        for number, row in enumerate(rows):
            x = 0
            for chip in row:
                hint = chip.sizeHint()
                chip.setGeometry(
                    x, number * (self._row_height() + _GAP), hint.width(), hint.height()
                )
                x += hint.width() + _GAP

    def _row_height(self) -> int:
        return self._more.sizeHint().height()

    def _height(self, rows: int) -> int:
        return rows * (self._row_height() + _GAP) - _GAP

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.data())

    def _on_more(self) -> None:
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _on_theme_changed(self) -> None:
        self.setStyleSheet(_style(self._theme.tokens))
        self._place()
        self.updateGeometry()


def _style(t: Tokens) -> str:
    return f"""
QToolButton {{ background: transparent; color: {t.dim}; border: 1px solid {t.line};
  border-radius: 11px; padding: 2px 4px; min-height: 16px; font-size: {SMALL_PX}px; }}
QToolButton:hover {{ color: {t.text}; border-color: {t.faint}; }}
QToolButton:pressed {{ background: {t.line}; }}
QToolButton:focus {{ color: {t.text}; border: 1px solid {t.accent}; }}
"""
