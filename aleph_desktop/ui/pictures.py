"""Small pictures of clips by path: asked for when painted, shown when they come."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from aleph_desktop.ui.ports import Still

_KEPT = 400  # thumbnails of 72×40 at scale 2 are 46 KB each


def to_image(still: Still) -> QImage:
    """The still as a QImage of its own memory."""
    return QImage(
        still.data, still.width, still.height, still.stride, QImage.Format.Format_RGB32
    ).copy()


class PictureCache(QObject):
    """Thumbnails by clip path. `pixmap` answers at once; `ready` says when to look again."""

    wanted = Signal(str)
    ready = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: OrderedDict[str, QPixmap] = OrderedDict()
        self._asked: set[str] = set()

    def pixmap(self, path: str) -> QPixmap | None:
        """The thumbnail, or None while it is not there; asking is what brings it."""
        found = self._pixmaps.get(path)
        if found is not None:
            self._pixmaps.move_to_end(path)
        elif path not in self._asked:
            self._asked.add(path)
            self.wanted.emit(path)
        return found

    def deliver(self, path: str, still: Still | None) -> None:
        """Take a thumbnail that was wanted; None: it can't be made, and isn't asked for again."""
        if still is None:
            return
        self._asked.discard(path)
        self._pixmaps[path] = QPixmap.fromImage(to_image(still))
        while len(self._pixmaps) > _KEPT:
            self._pixmaps.popitem(last=False)
        self.ready.emit(path)

    def ask_again(self, path: str) -> None:
        """The file has changed or has come: what was said of it before no longer holds."""
        self._asked.discard(path)
        self._pixmaps.pop(path, None)
        self.ready.emit(path)
