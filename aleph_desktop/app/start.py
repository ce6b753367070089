"""The windowed start: first a frame on the screen, then what fills it.

Measured: importing and building the three places takes as long as Qt itself, so a user who waits
for them sees nothing for twice the time. The namespace `Qt` alone costs 12 ms when it is first
named, so nothing up to the first paint names it.
"""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.crash import watch_for_faults
from aleph_desktop.app.window_layout import WindowLayout
from aleph_desktop.errors import KnownError
from aleph_desktop.settings.paths import APP_ID, Paths
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from aleph_desktop.app.desktop import Desktop

_PATIENCE_MS = 3000  # a window that starts minimised is never painted; its jobs go on all the same

_QUIET = "qt.multimedia.*.info=false\nqt.multimedia.*.debug=false\nqt.multimedia.ffmpeg*=false"


def run_window(arguments: Arguments, paths: Paths) -> int:
    """Returns the exit code. The folders are there."""
    app, desktop = show_window(arguments, paths, watch_for_faults(paths.log_dir))
    gc.enable()
    from aleph_desktop.app import loop
    from aleph_desktop.app.closing import leave_in_time

    desktop.closing.connect(leave_in_time)
    return loop.run(app, desktop.run())


def show_window(
    arguments: Arguments, paths: Paths, crash: Path | None = None
) -> "tuple[QApplication, Desktop]":
    """Show the window and fill it; it comes alive when `Desktop.run` does. Raises KnownError.

    The folders are there. `crash`: what a fault in the last run left.
    """
    app = _application()
    layout = WindowLayout(paths.data_dir / "window.ini")
    window = MainWindow(DARK if layout.was_dark else LIGHT)
    layout.restore_frame(window)
    window.show()
    _until_painted(app, window)
    return app, _fill(app, window, arguments, paths=paths, layout=layout, crash=crash)


def _fill(
    app: QApplication,
    window: MainWindow,
    arguments: Arguments,
    *,
    paths: Paths,
    layout: WindowLayout,
    crash: Path | None,
) -> "Desktop":
    import logging

    from PySide6.QtCore import QLoggingCategory
    from PySide6.QtGui import QIcon

    from aleph_desktop.app.desktop import Desktop
    from aleph_desktop.app.log import WINDOW_LOG, start_log
    from aleph_desktop.resources import resource
    from aleph_desktop.settings.preferences import load_preferences
    from aleph_desktop.ui.theme import Theme

    QLoggingCategory.setFilterRules(_QUIET)
    start_log(paths.log_dir, WINDOW_LOG)
    paths.for_demo().create()
    preferences, warnings = load_preferences(paths)
    app.setWindowIcon(QIcon(str(resource("icons", "aleph-desktop.svg"))))
    theme = Theme(app, preferences.theme)
    window.fill(theme)
    layout.restore_places(window)
    desktop = Desktop(
        window,
        theme,
        arguments,
        paths=paths,
        preferences=preferences,
        layout=layout,
        crash=crash,
    )
    for warning in warnings:
        logging.getLogger(__name__).warning(warning)
        window.notice.show_words(warning)
    return desktop


def _application() -> QApplication:
    if sys.platform == "linux" and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise KnownError(
            "There is no display",
            "The window needs one.",
            "Use `aleph-desktop edit`, which needs none.",
        )
    app = QApplication.instance() or _kind()(["aleph-desktop"])
    assert isinstance(app, QApplication)  # noqa: S101  nobody else makes one
    app.setApplicationName("aleph_desktop")
    app.setDesktopFileName(APP_ID)
    app.setQuitOnLastWindowClosed(False)
    return app


def _kind() -> type[QApplication]:
    """macOS hands files to an application that is open."""
    if sys.platform == "darwin":
        from aleph_desktop.app.file_open import FileOpenApplication

        return FileOpenApplication
    return QApplication


def _until_painted(app: QApplication, window: MainWindow) -> None:
    """Run Qt's loop until the frame is on the screen.

    Not a loop within a loop: asyncio's isn't there yet, not even imported, so there is no
    coroutine that could lose a wake-up.
    """
    # exit, not quit: that would ask the window to close, which it leaves to `Desktop`
    leave = QTimer(singleShot=True, interval=0)  # a turn later: what was painted is sent off first
    leave.timeout.connect(app.exit)
    window.first_painted.connect(leave.start)
    patience = QTimer(singleShot=True, interval=_PATIENCE_MS)
    patience.timeout.connect(app.exit)
    patience.start()
    app.exec()
    window.first_painted.disconnect(leave.start)
    leave.stop()
    patience.stop()
