"""The window and the user's eyes."""

import os

from PySide6 import QtCore, QtGui, QtWidgets


def bring_to_front(window: QtWidgets.QMainWindow, token: str = "") -> None:
    """As far as the system lets us; where it doesn't, the task bar points at the window.

    `token`: the desktop's leave, which Qt's Wayland plugin takes from the environment.
    """
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    window.setWindowState(window.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    point_at(window)


def point_at(window: QtWidgets.QMainWindow) -> None:
    """In the task bar, until the user has looked. Nothing for a window that is in front."""
    QtWidgets.QApplication.alert(window)


def is_in_front() -> bool:
    """Whether the user works with one of our windows just now."""
    active = QtCore.Qt.ApplicationState.ApplicationActive
    return QtGui.QGuiApplication.applicationState() == active
