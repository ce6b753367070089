"""What a drop or the clipboard holds for us: pure rules over Qt's mime data."""

from PySide6.QtCore import QMimeData, QUrl

from aleph_desktop.ui.clip_sort import CLIP_SUFFIXES, IMAGE_SUFFIXES, is_url


def clip_texts(data: QMimeData) -> list[str]:
    """Local paths and URLs in drop order; one line of text that looks like a URL counts."""
    if data.hasUrls():
        return [_text(url) for url in data.urls()]
    text = data.text().strip() if data.hasText() else ""
    if is_url(text) and len(text.split()) == 1:
        return [text]
    return []


def promise(texts: list[str]) -> str:
    """What dropping these will do, as far as their names tell."""
    clips = sum(is_url(text) or text.lower().endswith(CLIP_SUFFIXES) for text in texts)
    if clips > 1:
        return f"Queue {clips:,} clips with one prompt"
    if not clips and all(text.lower().endswith(IMAGE_SUFFIXES) for text in texts):
        return "Image references can't be added yet"
    return "Use as reference clip"


def _text(url: QUrl) -> str:
    """A path, or an address as it was: decoded, "%20" would be a space that no URL may have."""
    if url.isLocalFile():
        return url.toLocalFile()
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
