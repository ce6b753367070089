"""The system's bin."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QFile

from aleph_desktop.errors import FailureKind, KnownError


async def move_to_bin(result: Path) -> None:
    """Move a result, and the sidecar beside it, to the bin. Raises KnownError; never deletes.

    A result that has gone already needs no bin.
    """
    await asyncio.to_thread(_move, result)


def _move(result: Path) -> None:
    for path in (result, result.with_name(result.name + ".json")):
        if path.exists() and not QFile.moveToTrash(str(path)):
            raise KnownError(
                "This file could not be moved to the bin",
                f"{path} is where it was: its disk has no bin, or its folder can't be changed.",
                "Delete it in your file manager if it shall go. The job stays in the list.",
                kind=FailureKind.DISK,
            )
