"""Words for what the disk says."""

import errno
import math
import shutil
from collections.abc import Callable
from pathlib import Path

from aleph_desktop.client.errors import Unsendable
from aleph_desktop.errors import FailureKind, KnownError

RESERVE = 32_000_000  # bytes that stay free: the list of jobs must be written, too

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}
_TITLE = "The video can't be saved"
_NO_ROOM = "There is no room for the video"
_MAKE_ROOM = "Make room: it goes on when there is enough."


def check_room(folder: Path, size: int) -> None:
    """Raise KnownError of kind SPACE where a disk has no room for `size` bytes and a reserve.

    0 bytes: nobody knows how many, so the words don't say.
    """
    free = shutil.disk_usage(folder).free
    if free < size + RESERVE:
        takes = f"It takes {_amount(size, math.ceil)}, and " if size else ""
        raise KnownError(
            _NO_ROOM,
            f"{takes}{_amount(RESERVE, math.ceil)} are kept free for the list of jobs. "
            f"Only {_amount(free, math.floor)} are free on the disk with {folder}.",
            _MAKE_ROOM,
            kind=FailureKind.SPACE,
        )


def unwritable(error: OSError, target: Path) -> KnownError:
    """`target` can't be written."""
    if error.errno in _FULL:
        message = f"The disk with {target.parent} is full."
        return KnownError(_NO_ROOM, message, _MAKE_ROOM, kind=FailureKind.SPACE)
    if error.errno in _CLOSED:
        words = (f"{target.parent} can't be written to.", "Choose another folder in Settings.")
    elif error.errno in _GONE:
        words = (
            f"The folder {target.parent} is not there.",
            "Connect its disk, or choose another folder in Settings.",
        )
    elif error.errno == errno.EFBIG:
        words = (f"{target.name} is larger than the disk takes.", "Choose another disk.")
    elif error.errno == errno.EEXIST:
        words = (f"{target.name} is there already.", "Move it away, then try again.")
    else:
        words = (f"{target}: {error.strerror or type(error).__name__}.", "Check the disk.")
    return KnownError(_TITLE, *words, kind=FailureKind.DISK)


def unreadable(error: OSError, source: Path) -> Unsendable:
    """`source`, which is to be sent, can't be read."""
    reason = error.strerror or type(error).__name__
    return Unsendable(
        "The clip can't be read",
        f"{source.name}: {reason}.",
        "Check that the file is still there and can be read, then try again.",
    )


def _amount(size: int, rounded: Callable[[float], int]) -> str:
    """In MB, or kB where that would be less than one."""
    return f"{rounded(size / 1e3)} kB" if size < 1e6 else f"{rounded(size / 1e6)} MB"
