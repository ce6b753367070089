"""A popup with the images that were used, to use one again."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from aleph_desktop.ui.composer.popup_ground import raise_popup
from aleph_desktop.ui.composer.reference_picture import picture, short_name
from aleph_desktop.ui.labels import label, link_button

_PICTURE = QSize(84, 64)
_WIDTH = 320
_ROWS = 3  # that are shown at once
_COLUMNS = 3
_PATH = Qt.ItemDataRole.UserRole


class LibraryPopup(QFrame):
    """Click or Enter takes an image; Del takes it out of the library."""

    taken = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        raise_popup(self)
        self._images = QListWidget()
        self._images.setAccessibleName("Library of image references")
        self._images.setViewMode(QListWidget.ViewMode.IconMode)
        self._images.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._images.setMovement(QListWidget.Movement.Static)
        self._images.setFrameShape(QFrame.Shape.NoFrame)
        self._images.setIconSize(_PICTURE)
        self._images.setGridSize(_PICTURE + QSize(10, 10))
        self._images.setStyleSheet(
            "QListWidget::item { padding: 2px; }"
            "QListWidget::item:selected { background: palette(highlight); border-radius: 6px; }"
        )
        self._nothing = label("Images that you use are kept here.", "dim", wrap=True)
        self._remove = link_button("Remove from the library")
        self._remove.setToolTip("Del")
        self._loading = QTimer(self, interval=0)  # one picture a turn: nothing stands still
        self._loading.timeout.connect(self._load_next)
        self._unloaded: list[QListWidgetItem] = []
        self._anchor: QWidget | None = None
        self._images.itemClicked.connect(self._on_item)
        self._images.currentItemChanged.connect(self._refresh)
        self._remove.clicked.connect(self._on_remove)
        self._lay_out()
        self.set_images(())

    def set_images(self, paths: Sequence[str]) -> None:
        """Newest first. The choice stays where it was."""
        row = max(0, self._images.currentRow())
        self._images.clear()
        self._unloaded = []
        for number, path in enumerate(paths, 1):
            item = QListWidgetItem(self._images)
            item.setData(_PATH, path)
            item.setSizeHint(_PICTURE + QSize(6, 6))
            item.setToolTip(short_name(path))
            name = short_name(path) or f"Image {number}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
            self._unloaded.append(item)
        self._unloaded.reverse()
        self._images.setCurrentRow(min(row, len(paths) - 1))
        self._images.setVisible(bool(paths))
        self._nothing.setVisible(not paths)
        self._refresh()
        if self.isVisible():
            self._fit()
            self._loading.start()

    @property
    def paths(self) -> list[str]:
        return [self._images.item(row).data(_PATH) for row in range(self._images.count())]

    def open_at(self, anchor: QWidget) -> None:
        """Above the anchor: the tray is low in the window."""
        self._anchor = anchor
        self._fit()
        self.show()
        self._images.setFocus()
        self._loading.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the list leaves."""
        item = self._images.currentItem()
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item:
            self._on_item(item)
        elif event.key() == Qt.Key.Key_Delete and item:
            self._on_remove()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self._images.itemAt(self._images.viewport().mapFromGlobal(event.globalPos()))
        if item is None:
            return
        self._images.setCurrentItem(item)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Remove from the library").triggered.connect(self._on_remove)
        menu.popup(event.globalPos())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("Library", "heading"))
        top.addStretch(1)
        top.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._nothing)
        layout.addWidget(self._images, 1)
        layout.addStretch(0)

    def _fit(self) -> None:
        """As high as its images need."""
        if self._anchor is None:
            return
        rows = min(_ROWS, -(-self._images.count() // _COLUMNS))
        height = 50 + max(20, rows * (_PICTURE.height() + 10) + 8)
        room = self._anchor.screen().availableGeometry()
        corner = self._anchor.mapToGlobal(QPoint(0, -height - 4))
        x = max(room.left(), min(corner.x(), room.right() - _WIDTH))
        self.setGeometry(x, max(room.top(), corner.y()), _WIDTH, height)

    def _load_next(self) -> None:
        if not self._unloaded or not self.isVisible():
            self._loading.stop()
            return
        item = self._unloaded.pop()
        image = picture(item.data(_PATH), _PICTURE, self.devicePixelRatioF())
        if image is None:
            item.setText("no picture")
        else:
            item.setIcon(QIcon(QPixmap.fromImage(image)))

    def _refresh(self) -> None:
        self._remove.setVisible(self._images.currentItem() is not None)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.close()
        self.taken.emit(item.data(_PATH))

    def _on_remove(self) -> None:
        item = self._images.currentItem()
        if item is not None:
            self.removal_wanted.emit(item.data(_PATH))
