"""The field for a clip's URL, checked as one types."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.source_url import URL_LIMIT, names_a_file, url_source
from aleph_desktop.errors import KnownError
from aleph_desktop.ui.labels import label, set_invalid


class UrlField(QWidget):
    """Says at once what is wrong with a URL; `url_given` when it can be used."""

    url_given = Signal(ClipSource)
    url_gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loopback = False
        self._quiet = False
        self._line = QLineEdit(placeholderText="Video URL, or drop a file anywhere")
        self._line.setAccessibleName("Video URL")
        self._line.setMaxLength(URL_LIMIT + 1000)
        self._line.setClearButtonEnabled(True)
        self._line.setAcceptDrops(False)  # the window takes them, and knows what they are
        self._line.textChanged.connect(self._on_text_changed)
        self._message = label("", "error", wrap=True)
        self._message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._line)
        layout.addWidget(self._message)

    def set_loopback(self, loopback: bool) -> None:
        """Whether the service runs on this machine, and so takes local addresses."""
        self._loopback = loopback
        self._on_text_changed(self._line.text())

    def text(self) -> str:
        return self._line.text()

    def set_text(self, text: str) -> None:
        self._line.setText(text)

    @property
    def is_wrong(self) -> bool:
        """Whether there is a text that is no usable URL."""
        return bool(self._message.text())

    def set_quietly(self, text: str) -> None:
        """Show `text` without telling anybody."""
        self._quiet = True
        self._line.setText(text)
        self._quiet = False
        self._say("")

    def _on_text_changed(self, text: str) -> None:
        if self._quiet:
            return
        if not text.strip():
            self._say("")
            self.url_gone.emit()
            return
        if text.strip().startswith("file://"):  # a file that was copied in a file manager
            path = QUrl(text.strip()).toLocalFile()
            self._say("")
            self.url_given.emit(ClipSource(SourceKind.FILE, path))
            return
        try:
            source = url_source(text, loopback=self._loopback)
        except KnownError as error:
            if names_a_file(text):  # the service refuses it: what else there is, a look will tell
                self._say("")
                self.url_given.emit(ClipSource(SourceKind.URL, text.strip()))
                return
            # half a scheme is not yet a mistake
            begun = "https://".startswith(text.strip().lower())
            self._say("" if begun else f"{error.failure.message} {error.failure.remedy}")
            self.url_gone.emit()
            return
        self._say("")
        self.url_given.emit(source)

    def _say(self, message: str) -> None:
        self._message.setText(message)
        self._message.setVisible(bool(message))
        set_invalid(self._line, bool(message))
