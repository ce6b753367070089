"""A picture to a file or to the clipboard."""

import errno
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage

from aleph_desktop.errors import FailureKind, KnownError

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
_JPEG_QUALITY = 95
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def copy_image(image: QImage) -> None:
    """Put it on the clipboard. On the window's thread."""
    QGuiApplication.clipboard().setImage(image)


def write_image(image: QImage, path: str) -> None:
    """Write a PNG, or what the suffix says; the file appears whole. Blocks. Raises KnownError."""
    target = Path(path)
    data = _encoded(image, target)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise not_written(target, error) from error


def not_written(target: Path, error: OSError) -> KnownError:
    """Why a file can't be written, and what to do about it."""
    title = f"“{target.name}” couldn't be saved"
    if error.errno in _FULL:
        return KnownError(
            title,
            f"The disk with “{target.parent}” is full.",
            "Free some space, or save to another disk.",
            kind=FailureKind.SPACE,
        )
    if error.errno in _CLOSED:
        message, remedy = f"“{target.parent}” can't be written to.", "Save to another folder."
    elif error.errno == errno.ENOENT:
        message, remedy = f"The folder “{target.parent}” is not there.", "Save to another folder."
    elif error.errno == errno.ENAMETOOLONG:
        message, remedy = "The name is too long.", "Choose a shorter one."
    else:
        message = f"The system says: {error.strerror or error}."
        remedy = "Save to another folder."
    return KnownError(title, message, remedy, kind=FailureKind.DISK)


def _encoded(image: QImage, target: Path) -> bytes:
    format_ = FORMATS.get(target.suffix.lower())
    if format_ is None:
        raise KnownError(
            f"“{target.name}” couldn't be saved",
            f"Pictures are saved as PNG or JPEG, not as “{target.suffix}”.",
            "Let the name end in .png or .jpg.",
        )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    quality = _JPEG_QUALITY if format_ == "JPEG" else -1
    # PySide's stubs say bytes; it takes none (6.11.3)
    if not image.save(buffer, format_, quality):  # type: ignore[call-overload]
        raise KnownError(
            f"“{target.name}” couldn't be saved",
            f"A picture of {image.width()}×{image.height()} can't be written as {format_}.",
            "Save it as PNG." if format_ == "JPEG" else "Save it as JPEG.",
        )
    return bytes(buffer.data().data())
