"""Qt: the plugins that a window needs, pictures, and a player that really plays.

Without a display, whatever there is: Qt ends the whole program where it can't open one.
"""

import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import (
    QLibraryInfo,
    QLoggingCategory,
    QMessageLogContext,
    QPluginLoader,
    QSize,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon, QImageReader
from PySide6.QtWidgets import QApplication, QStyleFactory

from aleph_desktop.app import loop
from aleph_desktop.app.doctor.finding import REINSTALL, Finding, Verdict, failed, ok, warning
from aleph_desktop.app.doctor.player import check_player
from aleph_desktop.resources import resource

_PLATFORMS = {
    "linux": {"xcb": "libqxcb.so", "wayland": "libqwayland.so", "offscreen": "libqoffscreen.so"},
    "darwin": {"cocoa": "libqcocoa.dylib", "offscreen": "libqoffscreen.dylib"},
    "win32": {"windows": "qwindows.dll", "offscreen": "qoffscreen.dll"},
}
_QUIET = "qt.multimedia.ffmpeg.*=false"  # FFmpeg's table of each clip goes past Qt's handler
_IMAGE_FORMATS = ("png", "jpg", "jpeg", "webp", "svg", "gif")


def check_screen() -> Iterable[Finding]:
    """All of Qt's. Makes the application, so it runs in the main thread, once."""
    said: list[str] = []

    def keep(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        said.append(words)
        if kind is QtMsgType.QtFatalMsg:
            print(words, file=sys.stderr)  # Qt's last words

    before = os.environ.get("QT_QPA_PLATFORM")
    QLoggingCategory.setFilterRules(_QUIET)
    qInstallMessageHandler(keep)  # what Qt finds odd on this machine is no answer to the user
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        platforms = list(_check_platforms(before))
        yield from platforms
        if any(found.verdict is Verdict.FAILED for found in platforms):
            return  # Qt would end the program
        app = QApplication.instance() or QApplication(["aleph-desktop"])
        assert isinstance(app, QApplication)  # noqa: S101  nobody else makes one
        yield _check_pictures()
        yield _check_looks()
        yield from loop.run(app, check_player(said))
    finally:
        gc.collect()  # the loop's timers end in this thread, which made them
        qInstallMessageHandler(None)
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before


def _check_platforms(chosen: str | None) -> Iterable[Finding]:
    """Loaded, not started. What they say themselves is the name of a library that is missing."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
    missing = []
    for name, file in _PLATFORMS.get(sys.platform, {}).items():
        loader = QPluginLoader(str(folder / file))
        if not loader.load():
            missing.append(f"{name} ({loader.errorString()})")
    if missing:
        remedy = f"Install the libraries that are named. If none are: {REINSTALL}"
        yield failed("window system", f"Qt can't load {'; '.join(missing)}.", remedy)
        return
    names = ", ".join(_PLATFORMS.get(sys.platform, {}))
    yield ok("window system", f"Qt loads {names}; a window would use {_used(chosen)}.")
    if sys.platform == "linux" and not _has_display(chosen):
        remedy = "Start it in a desktop session, or use `aleph-desktop edit`, which needs none."
        yield warning("display", "There is none, so no window can open.", remedy)


def _used(chosen: str | None) -> str:
    """As Qt chooses on Linux; elsewhere there is one."""
    if chosen:
        return f"{chosen} (QT_QPA_PLATFORM)"
    if sys.platform != "linux":
        return next(iter(_PLATFORMS[sys.platform]), "the system's")
    wayland = os.environ.get("XDG_SESSION_TYPE") == "wayland" or not os.environ.get("DISPLAY")
    return "wayland" if wayland and os.environ.get("WAYLAND_DISPLAY") else "xcb"


def _has_display(chosen: str | None) -> bool:
    return bool(chosen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _check_pictures() -> Finding:
    found = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    missing = [name for name in _IMAGE_FORMATS if name not in found]
    if missing:
        return failed("pictures", f"Qt can't read {', '.join(missing)}.", REINSTALL)
    return ok("pictures", f"Qt reads {', '.join(_IMAGE_FORMATS)}.")


def _check_looks() -> Finding:
    """The icon is an SVG, which a plugin of its own draws."""
    icon = QIcon(str(resource("icons", "aleph-desktop.svg"))).pixmap(QSize(64, 64)).toImage()
    colours = {icon.pixel(x, y) for x in range(icon.width()) for y in range(icon.height())}
    if len(colours) < 2:
        return failed("icon", "Qt doesn't draw the app's icon.", REINSTALL)
    if "Fusion" not in QStyleFactory.keys():  # noqa: SIM118 - a function of Qt's, no mapping
        return failed("icon", "Qt lacks the style Fusion.", REINSTALL)
    return ok("icon", "Qt draws the app's icon, and has the style Fusion.")
