"""Labels and buttons in the roles that the style sheet knows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QWidget


def label(text: str, role: str, parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label; `role` is heading, dim, error or warning."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def link_button(text: str, parent: QWidget | None = None) -> QPushButton:
    """A button that looks like a link; reachable by keyboard, unlike a link in a label."""
    made = QPushButton(text, parent)
    made.setProperty("link", True)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def thin_line() -> QWidget:
    """A line of one pixel between two places."""
    made = QWidget()
    made.setFixedHeight(1)
    made.setAutoFillBackground(True)
    made.setBackgroundRole(QPalette.ColorRole.Mid)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a label another role than it was made with."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_invalid(widget: QWidget, invalid: bool) -> None:
    """Outline a field as wrong, or not. The words stand beside it: colour is never alone."""
    if bool(widget.property("invalid")) != invalid:
        widget.setProperty("invalid", invalid)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
