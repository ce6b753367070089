"""Where the window was, and how its places were divided, from one start to the next."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from aleph_desktop.ui.main_window import MainWindow

_NAMES = ("geometry", "level", "upright")


class WindowLayout:
    """Kept in a file beside the jobs."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def restore(self, window: MainWindow) -> None:
        """Bring back what was saved; a damaged or missing file changes nothing."""
        values = [self._settings.value(name) for name in _NAMES]
        geometry, level, upright = values
        if (
            isinstance(geometry, QByteArray)
            and isinstance(level, QByteArray)
            and isinstance(upright, QByteArray)
        ):
            window.restore_layout((geometry, level, upright))

    def save(self, window: MainWindow) -> None:
        for name, value in zip(_NAMES, window.layout_state(), strict=True):
            self._settings.setValue(name, value)
        self._settings.sync()
