"""What the composer shows while there is no API key."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from aleph_desktop.ui.labels import label, link_button

KEYS_PAGE = "https://aimlapi.com/app/keys"


class KeyCard(QFrame):
    """One field, a link to the provider's keys page, and the way without a key."""

    key_entered = Signal(str)
    demo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._field = QLineEdit(placeholderText="AI/ML API key")
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName("API key")
        self._field.returnPressed.connect(self._on_entered)
        save = QPushButton("Save")
        save.clicked.connect(self._on_entered)
        get = link_button("Get a key")
        get.setToolTip(KEYS_PAGE)
        get.clicked.connect(self._on_get)
        demo = QPushButton("Try without a key")
        demo.setToolTip(
            "Uses a demo service on this machine: it edits with plain filters, for free"
        )
        demo.clicked.connect(self.demo_wanted)
        self._message = label("", "error", wrap=True)
        self._message.hide()
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        row.addWidget(save)
        last = QHBoxLayout()
        last.addWidget(demo)
        last.addStretch(1)
        last.addWidget(get)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        layout.addWidget(label("The service needs your API key", "heading"))
        layout.addLayout(row)
        layout.addWidget(self._message)
        layout.addLayout(last)

    def show_problem(self, message: str) -> None:
        """Why the key can't be used."""
        self._message.setText(message)
        self._message.setVisible(bool(message))

    def _on_entered(self) -> None:
        text = self._field.text().strip()
        if text:
            self._field.clear()
            self.show_problem("")
            self.key_entered.emit(text)

    def _on_get(self) -> None:
        QDesktopServices.openUrl(QUrl(KEYS_PAGE))
