"""Files on their way out of the window: into a folder, or an editor's bin."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QDrag, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

_WIDEST = 260  # pixels
_PADDING = 10


def there(paths: Sequence[str | None]) -> list[str]:
    """Those that are files now, each once."""
    return list(dict.fromkeys(path for path in paths if path and Path(path).is_file()))


def file_data(paths: Sequence[str]) -> QMimeData:
    """For a drop or the clipboard: file managers take the addresses, terminals the words.

    `copy` is GNOME's and MATE's: without it their file managers may move what is pasted.
    """
    data = QMimeData()
    urls = [QUrl.fromLocalFile(path) for path in paths]
    data.setUrls(urls)
    data.setText("\n".join(paths))
    lines = ["copy", *(url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls)]
    data.setData("x-special/gnome-copied-files", "\n".join(lines).encode())
    return data


def drag_files(source: QWidget, paths: Sequence[str]) -> None:
    """Let the mouse, which is down, carry them; returns when it is up.

    Copied only, so that no file manager takes a result out of its folder. Qt's drag is a loop of
    its own. It begins in a mouse event, never in a coroutine's step, so asyncio goes on in it.
    """
    drag = QDrag(source)
    drag.setMimeData(file_data(paths))
    drag.setPixmap(_picture(source, paths))
    drag.setHotSpot(QPoint(-_PADDING, -_PADDING))
    drag.exec(Qt.DropAction.CopyAction)


def _picture(source: QWidget, paths: Sequence[str]) -> QPixmap:
    """The file's name, or how many they are."""
    words = Path(paths[0]).name if len(paths) == 1 else f"{len(paths):,} results"
    metrics = QFontMetrics(source.font())
    words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, _WIDEST)
    width = metrics.horizontalAdvance(words) + 2 * _PADDING
    height = metrics.height() + _PADDING
    scale = source.devicePixelRatioF()
    picture = QPixmap(round(width * scale), round(height * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(source.font())
    palette = source.palette()
    painter.setBrush(palette.color(QPalette.ColorRole.ToolTipBase))
    painter.setPen(palette.color(QPalette.ColorRole.Mid))
    room = QRect(0, 0, width, height)
    painter.drawRoundedRect(room.adjusted(0, 0, -1, -1), 6, 6)
    painter.setPen(palette.color(QPalette.ColorRole.ToolTipText))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return picture
