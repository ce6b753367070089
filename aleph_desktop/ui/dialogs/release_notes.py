"""A release's notes, which a stranger wrote."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget


class ReleaseNotes(QTextBrowser):
    """Shows Markdown without its HTML, and loads nothing: no picture, no file, no page."""

    link_wanted = Signal(QUrl)  # https only

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setAccessibleName("What is new")
        self.anchorClicked.connect(self._on_anchor)
        self.highlighted.connect(self._on_highlighted)

    def show_notes(self, markdown: str) -> None:
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(
            markdown, features.MarkdownDialectGitHub | features.MarkdownNoHTML
        )

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Nothing, for whatever the notes name."""

    def _on_anchor(self, url: QUrl) -> None:
        if url.scheme() == "https" and url.host():
            self.link_wanted.emit(url)

    def _on_highlighted(self, url: QUrl) -> None:
        """Where a link leads: its words may say otherwise."""
        self.setToolTip(url.toDisplayString())
