"""What a popup of ours stands on."""

from PySide6.QtWidgets import QFrame


def raise_popup(popup: QFrame) -> None:
    """Give it the raised ground and a line around it, in whichever theme is on."""
    popup.setObjectName("popup")
    popup.setStyleSheet("#popup { background: palette(button); border: 1px solid palette(mid); }")
