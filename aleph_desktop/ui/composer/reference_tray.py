"""The image references of the draft."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from aleph_desktop.ui.composer.library_popup import LibraryPopup
from aleph_desktop.ui.composer.reference_picture import TILE, short_name
from aleph_desktop.ui.composer.reference_tile import ReferenceTile
from aleph_desktop.ui.labels import label, set_role
from aleph_desktop.ui.theme import Theme
from aleph_desktop.ui.tokens import Tokens

_GAP = 8


class ReferenceTray(QWidget):
    """Small pictures, and a tile that adds one. Hidden for a model that takes none."""

    changed = Signal()
    file_wanted = Signal()
    paste_wanted = Signal()
    library_wanted = Signal()  # it is being shown: `set_library` follows
    library_removal_wanted = Signal(str)  # a path

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limit = 1
        self._shelf = _Shelf(theme)
        self._library = LibraryPopup(self)
        self._message = label("", "dim", wrap=True)
        self._message.hide()
        self._shelf.removal_wanted.connect(self._on_removal)
        self._shelf.file_wanted.connect(self.file_wanted)
        self._shelf.paste_wanted.connect(self.paste_wanted)
        self._shelf.library_wanted.connect(self._on_library)
        self._library.taken.connect(self.add_reference)
        self._library.removal_wanted.connect(self.library_removal_wanted)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        row = QHBoxLayout()  # beside each other: a low window has few lines to give
        row.addWidget(label("Image references", "heading"))
        row.addWidget(self._shelf, 1)
        layout.addLayout(row)
        layout.addWidget(self._message)

    @property
    def references(self) -> tuple[str, ...]:
        """Image files (absolute paths) or https URLs."""
        return self._shelf.references

    @property
    def is_usable(self) -> bool:
        """Every file is there, and there are no more than the model takes."""
        return len(self.references) <= self._limit and not self._shelf.missing

    def set_limit(self, limit: int) -> None:
        """How many the model takes."""
        self._limit = limit
        self._shelf.set_takes(limit)
        self.setVisible(limit > 0)
        self._check()

    def set_references(self, references: tuple[str, ...]) -> None:
        """Other references; more than the model takes are shown, and that is said."""
        self._shelf.show_references(references)
        self._check()
        self.changed.emit()

    def add_reference(self, reference: str) -> None:
        """Take one more; where there is no room for it, it replaces the last, and that is said."""
        others = tuple(old for old in self.references if old != reference)
        kept = others[: max(0, self._limit - 1)]
        self.set_references((*kept, reference))
        if self.is_usable and len(others) > len(kept):
            takes = "one image" if self._limit == 1 else f"{self._limit} images"
            former = short_name(others[-1]) or "the former image"
            self._say(f"In place of {former}: the model takes {takes}.", "dim")

    def show_problem(self, words: str) -> None:
        """Say why an image was not taken, until the references change."""
        self._say(words, "error")

    def set_library(self, paths: Sequence[str]) -> None:
        """Images that were used, newest first."""
        self._library.set_images(paths)

    def _check(self) -> None:
        """Say what is wrong with what is there, if anything is."""
        count = len(self.references)
        if self._shelf.missing:
            name = short_name(self._shelf.missing[0]) or "An image"
            self._say(f"{name} is not there any more. Remove it, or choose it again.", "error")
        elif count > self._limit:
            self._say(f"The model takes {self._limit} of these {count}: remove some.", "error")
        else:
            self._say("", "dim")

    def _say(self, words: str, role: str) -> None:
        set_role(self._message, role)
        self._message.setText(words)
        self._message.setVisible(bool(words))

    def _on_removal(self, reference: str) -> None:
        self.set_references(tuple(old for old in self.references if old != reference))

    def _on_library(self) -> None:
        self.library_wanted.emit()
        self._library.open_at(self._shelf)


class _Shelf(QWidget):
    """The tiles side by side, in as many rows as they need."""

    removal_wanted = Signal(str)
    file_wanted = Signal()
    paste_wanted = Signal()
    library_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tiles: list[ReferenceTile] = []
        self._add = QToolButton(self)
        self._add.setText("+")
        self._add.setFixedSize(TILE)
        self._add.setAccessibleName("Add an image reference")
        self._menu = QMenu(self)
        self._menu.addAction("Choose a file…").triggered.connect(self.file_wanted)
        self._menu.addAction("Paste").triggered.connect(self.paste_wanted)
        self._menu.addAction("From the library…").triggered.connect(self.library_wanted)
        self._add.clicked.connect(self._on_add)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.set_takes(1)
        self._place()

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(tile.reference for tile in self._tiles)

    @property
    def missing(self) -> list[str]:
        return [tile.reference for tile in self._tiles if tile.is_missing]

    def set_takes(self, limit: int) -> None:
        """How many the model takes: said on the tile that adds one."""
        takes = "one image" if limit == 1 else f"up to {limit} images"
        self._add.setToolTip(
            f"Add an image that shows what you mean. A restyled still works well; the model "
            f"takes {takes}."
        )

    def show_references(self, references: tuple[str, ...]) -> None:
        had_focus = any(tile.hasFocus() for tile in self._tiles)
        for tile in self._tiles:
            tile.hide()
            tile.deleteLater()
        self._tiles = [ReferenceTile(self._theme, each, self) for each in references]
        before: QWidget | None = None
        for tile in self._tiles:
            tile.removal_wanted.connect(self.removal_wanted)
            tile.show()
            if before is not None:
                self.setTabOrder(before, tile)
            before = tile
        if before is not None:
            self.setTabOrder(before, self._add)
        self._place()
        if had_focus:
            (self._tiles[0] if self._tiles else self._add).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns = max(1, (self.width() + _GAP) // (TILE.width() + _GAP))
        tiles: list[QWidget] = [*self._tiles, self._add]
        for number, tile in enumerate(tiles):
            row, column = divmod(number, columns)
            tile.move(column * (TILE.width() + _GAP), row * (TILE.height() + _GAP))
        rows = -(-len(tiles) // columns)
        self.setFixedHeight(rows * (TILE.height() + _GAP) - _GAP)

    def _on_add(self) -> None:
        corner = QPoint(0, -self._menu.sizeHint().height())  # above: the tray is low in the window
        self._menu.popup(self._add.mapToGlobal(corner))

    def _on_theme_changed(self) -> None:
        self._add.setStyleSheet(_dashed(self._theme.tokens))


def _dashed(t: Tokens) -> str:
    return f"""
QToolButton {{ background: transparent; color: {t.dim}; border: 1px dashed {t.faint};
  border-radius: 6px; padding: 0; min-height: 0; }}
QToolButton:hover {{ color: {t.text}; border-color: {t.dim}; }}
QToolButton:focus {{ color: {t.text}; border: 1px dashed {t.accent}; }}
"""
