"""Where the window was, and how its places were divided, from one start to the next."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from aleph_desktop.ui.main_window import MainWindow

_NAMES = ("geometry", "level", "upright")


class WindowLayout:
    """Kept in a file beside the jobs."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def restore_frame(self, window: MainWindow) -> None:
        """Bring back where the window was; a damaged or missing file changes nothing."""
        geometry = self._settings.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)

    def restore_places(self, window: MainWindow) -> None:
        """Bring back how it was divided, once it is filled."""
        level, upright = self._settings.value("level"), self._settings.value("upright")
        if isinstance(level, QByteArray) and isinstance(upright, QByteArray):
            window.restore_places(level, upright)

    @property
    def was_dark(self) -> bool:
        """Whether the last run ended in the dark theme: the frame is painted in it at once."""
        return str(self._settings.value("dark")) != "false"

    def save(self, window: MainWindow, *, dark: bool) -> None:
        self._settings.setValue("dark", "true" if dark else "false")
        for name, value in zip(_NAMES, window.layout_state(), strict=True):
            self._settings.setValue(name, value)
        self._settings.sync()
