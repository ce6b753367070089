"""What hangs under a button of the line over the pictures, until a click elsewhere or Esc."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget


class Hanging(QFrame):
    """On the raised ground, with a line around it, in whichever theme is on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)  # the button would open it again
        self.setObjectName("popup")
        self.setStyleSheet(
            "#popup { background: palette(button); border: 1px solid palette(mid); }"
        )

    def open_under(self, anchor: QWidget, size: QSize) -> None:
        """With its right edge at the anchor's, on the screen as a whole."""
        room = anchor.screen().availableGeometry()
        size = size.boundedTo(room.size())
        corner = anchor.mapToGlobal(QPoint(anchor.width() - size.width(), anchor.height() + 2))
        x = max(room.left(), min(corner.x(), room.right() - size.width()))
        y = max(room.top(), min(corner.y(), room.bottom() - size.height()))
        self.setGeometry(x, y, size.width(), size.height())
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
