"""Files that macOS hands to the running app: dropped on its icon, or opened with it.

Elsewhere they come as the arguments of a second start.
"""

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class FileOpenApplication(QApplication):
    """Many files are as many events: they are told as one drop."""

    given = Signal(list)  # list[str]: paths and URLs

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._texts: list[str] = []
        self._is_heard = False
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._on_rested)

    def begin(self) -> None:
        """Somebody hears `given` now: also what came before."""
        self._is_heard = True
        self._rest.start()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self._texts.append(_text(event.url()))
            self._rest.start()
            return True
        return super().event(event)

    def _on_rested(self) -> None:
        if self._texts and self._is_heard:
            texts, self._texts = self._texts, []
            self.given.emit(texts)


def _text(url: QUrl) -> str:
    """A path, or an address as it was."""
    if url.isLocalFile():
        return url.toLocalFile()
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
