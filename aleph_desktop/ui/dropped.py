"""What a drop or the clipboard holds for us: pure rules over Qt's mime data."""

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from aleph_desktop.domain.source_url import is_url
from aleph_desktop.ui.clip_sort import is_clip, is_image


def given_texts(data: QMimeData) -> list[str]:
    """Local paths and URLs in drop order; one line of text that looks like a URL counts."""
    if data.hasUrls():
        return [_text(url) for url in data.urls()]
    text = data.text().strip() if data.hasText() else ""
    if is_url(text) and len(text.split()) == 1:
        return [text]
    return []


def given_image(data: QMimeData) -> QImage | None:
    """A picture that is there itself, as a browser or a screenshot gives it; no file's."""
    if not data.hasImage() or any(url.isLocalFile() for url in data.urls()):
        return None
    image = data.imageData()
    return image if isinstance(image, QImage) and not image.isNull() else None


def promise(texts: list[str]) -> str:
    """What dropping these will do, as far as their names tell: no disk is asked while it hovers."""
    clips = sum(is_clip(text) or (is_url(text) and not is_image(text)) for text in texts)
    if clips > 1:
        return f"Queue {clips:,} clips with one prompt"
    if not clips and texts and all(is_image(text) for text in texts):
        return "Add as image reference"
    if not clips and len(texts) == 1 and "." not in texts[0].rstrip("/").rpartition("/")[2]:
        return "Use the clips in this folder"
    return "Use as reference clip"


def _text(url: QUrl) -> str:
    """A path, or an address as it was: decoded, "%20" would be a space that no URL may have."""
    if url.isLocalFile():
        return url.toLocalFile()
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
