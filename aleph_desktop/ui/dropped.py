"""What a drop or the clipboard holds for us: pure rules over Qt's mime data."""

from PySide6.QtCore import QMimeData, QSysInfo, QUrl
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
    images = sum(is_image(text) for text in texts)
    folders = sum(_is_folder(text) for text in texts)
    if folders and len(texts) > 1:
        these = "this folder" if folders == 1 else "these folders"
        return f"Queue the clips in {these}{' and the others' if clips else ''} with one prompt"
    if folders:
        return "Use the clips in this folder"
    if clips > 1:
        return f"Queue {clips:,} clips with one prompt"
    if images and not clips:
        return "Add as image reference"
    return "Use as reference clip" + (" and image reference" if images else "")


def _is_folder(text: str) -> bool:
    """As far as a name tells: one without an ending."""
    is_named = is_clip(text) or is_image(text) or is_url(text)
    return not is_named and "." not in text.rstrip("/").rpartition("/")[2]


def _text(url: QUrl) -> str:
    """A path, or an address as it was: decoded, "%20" would be a space that no URL may have."""
    if url.isLocalFile():
        if url.host() in ("localhost", QSysInfo.machineHostName().lower()):
            url = QUrl.fromLocalFile(url.path())  # as some file managers name this machine
        return url.toLocalFile()
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
