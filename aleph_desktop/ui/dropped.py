"""What a drop or the clipboard holds for us: pure rules over Qt's mime data."""

from PySide6.QtCore import QMimeData, QUrl


def clip_texts(data: QMimeData) -> list[str]:
    """Local paths and URLs in drop order; one line of text that looks like a URL counts."""
    if data.hasUrls():
        return [_text(url) for url in data.urls()]
    text = data.text().strip() if data.hasText() else ""
    if text.lower().startswith(("https://", "http://")) and len(text.split()) == 1:
        return [text]
    return []


def promise(texts: list[str]) -> str:
    """What dropping these will do."""
    if len(texts) == 1:
        return "Use as reference clip"
    return f"Use the first of {len(texts)} as reference clip"


def _text(url: QUrl) -> str:
    """A path, or an address as it was: decoded, "%20" would be a space that no URL may have."""
    if url.isLocalFile():
        return url.toLocalFile()
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
