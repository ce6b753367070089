"""Why a file can't be used, in words."""

import errno
from pathlib import Path

from aleph_desktop.errors import FailureKind, KnownError

EXPORT_AGAIN = "Copy it again, or export it again as an H.264 MP4."
CHOOSE_VIDEO = "Choose a video file, for example an .mp4 or a .mov."
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def refused(path: Path, why: str, remedy: str) -> KnownError:
    """The file itself is the reason: `why` goes on after its name."""
    return KnownError("This file can't be used", f"“{path.name}” {why}", remedy)


def unreadable(path: Path, error: OSError) -> KnownError:
    """The system didn't let the file be read."""
    if isinstance(error, FileNotFoundError):
        return refused(path, "is not there.", "It may have been moved or renamed: choose it again.")
    if isinstance(error, PermissionError):
        return KnownError(
            "This file can't be read",
            f"Your account may not read “{path.name}”.",
            "Change its permissions, or copy it to a folder of yours.",
            kind=FailureKind.DISK,
        )
    return KnownError(
        "This file can't be read",
        f"Reading “{path.name}” failed: {error.strerror or error}.",
        "Check that its drive is connected, or copy it to this computer first.",
        kind=FailureKind.DISK,
    )


def unwritable(path: Path, error: OSError) -> KnownError:
    """The system didn't let a file be written."""
    if error.errno in _FULL:
        return KnownError(
            "There is no room for the clip",
            f"The disk with “{path.parent}” is full.",
            "Make room: it goes on when there is enough.",
            kind=FailureKind.SPACE,
        )
    return KnownError(
        "The clip can't be stored",
        f"Writing to “{path.parent}” failed: {error.strerror or error}.",
        "Check that the folder can be written to.",
        kind=FailureKind.DISK,
    )
