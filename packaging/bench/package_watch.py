"""`package_watch.py PROGRAM ARGUMENTS…`: start it; say when its window is on the screen, in ms.

From outside, so that frozen and unfrozen are timed alike: a backdrop covers the screen, and the
moment is that when the pixel in its middle isn't the backdrop's any more. Linux: it needs a screen
of its own, without a window manager, which puts every new window on top.
"""

import json
import subprocess
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QRasterWindow

BACKDROP = QColor(255, 0, 255)  # no window's own
LATEST = 60.0  # s


class Backdrop(QRasterWindow):
    """Starts the program when it is on the screen, ends it when it no longer is."""

    def __init__(self, command: list[str]) -> None:
        super().__init__()
        self._command = command
        self._program: subprocess.Popen[bytes] | None = None
        self._begin = 0.0
        self._timer = QTimer(self, interval=2)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        QPainter(self).fillRect(event.rect(), BACKDROP)

    def _on_timeout(self) -> None:
        seen = time.monotonic()
        covered = self._middle() != BACKDROP
        if self._program is None:
            if not covered:
                self._begin = time.monotonic()
                self._program = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        elif covered:
            self._end()
            print(json.dumps({"ms": 1000 * (seen - self._begin)}), flush=True)
            QGuiApplication.quit()
        elif self._program.poll() is not None or seen - self._begin > LATEST:
            self._end()
            print(f"No window came from {self._command}", file=sys.stderr)
            QGuiApplication.exit(1)

    def _middle(self) -> QColor:
        place = self.screen().geometry().center()
        return QColor(self.screen().grabWindow(0, place.x(), place.y(), 1, 1).toImage().pixel(0, 0))

    def _end(self) -> None:
        """Only its start is measured. A program that doesn't hear is killed."""
        self._timer.stop()
        if self._program is None:
            return
        self._program.terminate()
        try:
            self._program.wait(10)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()


def main() -> int:
    app = QGuiApplication([])
    backdrop = Backdrop(sys.argv[1:])
    backdrop.setGeometry(backdrop.screen().geometry())
    backdrop.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
