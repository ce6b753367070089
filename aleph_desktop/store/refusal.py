"""Words for what the disk refuses."""

import errno
import shutil
import sqlite3
from pathlib import Path

from aleph_desktop.errors import FailureKind, KnownError

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}
_LITTLE = 1_000_000  # bytes; SQLite says "I/O error" where its index of 32 KB finds no room


def unusable(path: Path, error: sqlite3.Error | OSError) -> KnownError:
    """The job list, as a whole."""
    if _is_full(path, error):
        return KnownError(
            "The disk is full",
            f"There is no room for the job list, {path}. Nothing in it was changed.",
            "Make room on this disk; it goes on by itself then.",
            kind=FailureKind.SPACE,
        )
    if is_damage(error):
        return KnownError(
            "The job list is damaged",
            f"{path} can't be read any more ({error}). Nothing in it was changed.",
            "Close the app and start it again: it then saves what can be read, and tells what.",
            kind=FailureKind.DISK,
        )
    return KnownError(
        "The job list can't be used",
        f"{path}: {_said(error)}.",
        "See that the disk has space, that you may write there and that no other program uses it.",
        kind=FailureKind.DISK,
    )


def unwritable(error: OSError, target: Path) -> KnownError:
    """A result can't be given its place, `target`."""
    kind = FailureKind.DISK
    if error.errno in _FULL:
        words = (f"The disk with {target.parent} is full.", "Make room, then try again.")
        kind = FailureKind.SPACE
    elif error.errno in _CLOSED:
        words = (f"{target.parent} can't be written to.", "Choose another folder in Settings.")
    elif error.errno in _GONE:
        words = (
            f"The folder {target.parent} is not there.",
            "Connect its disk, or choose another folder in Settings.",
        )
    elif error.errno == errno.EEXIST:
        words = (f"{target.name} is there already.", "Move it away, then try again.")
    else:
        words = (f"{target}: {_said(error)}.", "Check the disk.")
    return KnownError("The video can't be saved", *words, kind=kind)


def _is_full(path: Path, error: sqlite3.Error | OSError) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        try:
            return shutil.disk_usage(path.parent).free < _LITTLE
        except OSError:
            return False
    return code == sqlite3.SQLITE_FULL


def is_damage(error: sqlite3.Error | OSError) -> bool:
    """Of the file. Extended codes have the plain one in their lowest byte; Python's own none."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    return code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def _said(error: sqlite3.Error | OSError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
