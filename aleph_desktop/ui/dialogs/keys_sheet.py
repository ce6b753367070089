"""All keys on one sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from aleph_desktop.ui.labels import label


class KeysSheet(QDialog):
    """Lists the keys of actions, as the menus have them."""

    def __init__(self, keys: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`keys`: what it does, and the keys in the system's own writing."""
        super().__init__(parent)
        self.setWindowTitle("Keys")
        layout = QGridLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setHorizontalSpacing(18)
        layout.setVerticalSpacing(8)
        half = (len(keys) + 1) // 2
        for number, (what, key) in enumerate(keys):
            column = 0 if number < half else 2
            words = QLabel(key)
            words.setAlignment(Qt.AlignmentFlag.AlignRight)
            layout.addWidget(label(what, "dim"), number % half, column)
            layout.addWidget(words, number % half, column + 1)
