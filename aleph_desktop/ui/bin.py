"""The system's bin."""

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths

from aleph_desktop.errors import FailureKind, KnownError


async def move_to_bin(result: Path) -> None:
    """Move a result, and the sidecar beside it, to the bin. Raises KnownError; never deletes.

    A result that has gone already needs no bin.
    """
    await asyncio.to_thread(_move, result)


def _move(result: Path) -> None:
    _make_home()
    sidecar = result.with_name(result.name + ".json")
    if not _is_gone(result):
        raise KnownError(
            "This file could not be moved to the bin",
            f"{result} is where it was: the bin did not take it, or its folder can't be changed.",
            "Delete it in your file manager if it shall go. The job stays in the list.",
            kind=FailureKind.DISK,
        )
    if not _is_gone(sidecar):
        raise KnownError(
            "Only the video was moved to the bin",
            f"{sidecar}, which says how it was made, is where it was: the bin did not take it.",
            "Delete it in your file manager if it shall go. The job stays in the list, where it "
            "can be removed.",
            kind=FailureKind.DISK,
        )


def _is_gone(path: Path) -> bool:
    """Moves it to the bin, if it is there."""
    return not path.exists() or QFile(str(path)).moveToTrash()


def _make_home() -> None:
    """Qt makes the bin in the XDG data home, but not that folder itself: a new user may lack it."""
    if sys.platform == "linux":
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
        with suppress(OSError):  # then there is no bin either, which is told
            Path(home).mkdir(mode=0o700, parents=True, exist_ok=True)
