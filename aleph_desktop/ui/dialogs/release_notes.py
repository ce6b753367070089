"""A release's notes, which a stranger wrote."""

import re

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

_PICTURE = re.compile(r"!+(?=\[)")  # `![words](address)`; without the mark it is a link


class ReleaseNotes(QTextBrowser):
    """Shows Markdown without its HTML, and loads nothing: no picture, no file, no page."""

    link_wanted = Signal(QUrl)  # https only

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(10)
        self.setAccessibleName("What is new")
        self.anchorClicked.connect(self._on_anchor)
        self.highlighted.connect(self._on_highlighted)

    def show_notes(self, markdown: str) -> None:
        """Pictures become links: Qt opens a file by itself where nobody gives it a picture."""
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(
            _PICTURE.sub("", markdown), features.MarkdownDialectGitHub | features.MarkdownNoHTML
        )

    def loadResource(self, _kind: int, _name: QUrl | str) -> QImage:
        """One clear pixel, whatever the notes name."""
        pixel = QImage(1, 1, QImage.Format.Format_ARGB32)
        pixel.fill(0)
        return pixel

    def _on_anchor(self, url: QUrl) -> None:
        if url.scheme() == "https" and url.host():
            self.link_wanted.emit(url)

    def _on_highlighted(self, url: QUrl) -> None:
        """Where a link leads: its words may say otherwise."""
        self.setToolTip(url.toDisplayString())
