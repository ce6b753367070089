"""How a window fits the screen that there is. Pure geometry, in logical pixels."""

from PySide6.QtCore import QRect, QSize

LEAST = QSize(900, 600)  # every part can be seen
# some of a 1440×900 screen shown at twice the size, beside a title bar and a dock: parts are
# scrolled to
SMALLEST = QSize(640, 400)


def least_size(room: QSize) -> QSize:
    """The least size of a window on a screen with so much room."""
    return LEAST.boundedTo(room).expandedTo(SMALLEST)


def inside(window: QRect, room: QRect) -> QRect:
    """The window where it is, or as far moved and cut as it must be to lie in the room."""
    size = window.size().boundedTo(room.size())
    x = max(room.x(), min(window.x(), room.x() + room.width() - size.width()))
    y = max(room.y(), min(window.y(), room.y() + room.height() - size.height()))
    return QRect(x, y, size.width(), size.height())
