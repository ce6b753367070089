"""Words for what the disk says."""

import errno
from pathlib import Path

from aleph_desktop.client.errors import Unsendable
from aleph_desktop.errors import FailureKind, KnownError

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}


def unwritable(error: OSError, target: Path) -> KnownError:
    """`target` can't be written."""
    if error.errno in _FULL:
        words = (f"The disk with {target.parent} is full.", "Make room, then try again.")
    elif error.errno in _CLOSED:
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
    return KnownError("The video can't be saved", *words, kind=FailureKind.DISK)


def unreadable(error: OSError, source: Path) -> Unsendable:
    """`source`, which is to be sent, can't be read."""
    reason = error.strerror or type(error).__name__
    return Unsendable(
        "The clip can't be read",
        f"{source.name}: {reason}.",
        "Check that the file is still there and can be read, then try again.",
    )
