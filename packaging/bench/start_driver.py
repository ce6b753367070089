"""`start_driver.py bare`, or `app ARGUMENTS…`, or `filled ARGUMENTS…`: say when it was painted.

`app`: the first paint of the window, which is its frame. `filled`: when its three places are there.

Both are timed the same way: by a zero timer that QMainWindow's first paint sets, so that it fires
when the whole window is on its way to the screen. Nothing is imported for it that isn't needed.
"""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

HEAVY = ("httpx", "av", "PySide6.QtMultimedia", "keyring")

_paint = QMainWindow.paintEvent


def paint_and_tell(window: QMainWindow, event: object) -> None:
    _paint(window, event)
    QMainWindow.paintEvent = _paint
    QTimer.singleShot(0, tell)


def tell() -> None:
    painted = time.monotonic()
    heavy = [name for name in HEAVY if name in sys.modules]
    import json  # noqa: PLC0415 - after the paint: the app may do without
    import os  # noqa: PLC0415 - as above

    from memory import resident  # noqa: PLC0415 - as above

    print(json.dumps({"painted": painted, "heavy": heavy, "rss": resident()}), flush=True)
    os._exit(0)


class BareWindow(QMainWindow):
    def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)


def run_bare() -> None:
    app = QApplication([])
    window = BareWindow()
    window.resize(1440, 900)
    window.show()
    app.exec()


def tell_when_filled() -> None:
    """The review room is the last of the three places that is painted."""
    from aleph_desktop.ui.review.pair_view import PairView  # noqa: PLC0415 - `fill` imports it too

    paint = PairView.paintEvent

    def paint_place(view: PairView, event: object) -> None:
        paint(view, event)
        PairView.paintEvent = paint
        QTimer.singleShot(0, tell)

    PairView.paintEvent = paint_place


way = sys.argv.pop(1)
if way == "filled":
    tell_when_filled()
else:
    QMainWindow.paintEvent = paint_and_tell
if way == "bare":
    run_bare()
else:
    from aleph_desktop.app.main import main

    main()
