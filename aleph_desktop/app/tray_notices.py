"""Notifications as macOS and Windows show them: Qt hangs them on an icon in the tray."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget


class TrayNotices(QObject):
    """The icon is there only while something is shown."""

    clicked = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._icon = QSystemTrayIcon(window.windowIcon(), self)
        self._icon.messageClicked.connect(self._on_clicked)
        self._icon.activated.connect(self._on_clicked)

    def show(self, words: str) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._icon.show()
            self._icon.showMessage("aleph_desktop", words, self._icon.icon())

    def close(self, _patience: float) -> None:
        self._icon.hide()

    def _on_clicked(self) -> None:
        self._icon.hide()
        self.clicked.emit("")
