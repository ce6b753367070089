"""Small pictures of image references."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from aleph_desktop.domain.source_url import is_url

TILE = QSize(52, 40)  # pixels
_OURS = re.compile(r"[0-9a-f]{32}\.\w+")  # the library names its copies by their content


def picture(path: str, size: QSize, scale: float) -> QImage | None:
    """The middle of an image, in just this size; None for what is no image.

    `scale`: device pixels a pixel. Reads no more of a JPEG than the size needs.
    """
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    wanted = size * scale
    whole = reader.size()
    if whole.isValid():
        turned = reader.transformation().value & 4  # a quarter turn: width and height change places
        box = wanted.transposed() if turned else wanted
        reader.setScaledSize(whole.scaled(box, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return None
    left = (image.width() - wanted.width()) // 2
    top = (image.height() - wanted.height()) // 2
    cut = image.copy(left, top, wanted.width(), wanted.height())
    cut.setDevicePixelRatio(scale)
    return cut


def is_there(reference: str) -> bool:
    """Whether an image file is still where it was; one on the web is taken on trust."""
    return is_url(reference) or Path(reference).is_file()


def short_name(reference: str) -> str:
    """A file's name, or a URL's host; "" for a copy of ours, whose name says nothing."""
    if not is_url(reference):
        name = Path(reference).name
        return "" if _OURS.fullmatch(name) else name
    try:
        return urlsplit(reference).hostname or "the web"
    except ValueError:  # no URL after all; the service says so
        return "the web"
