"""The image references that were used: our own copies, one file each."""

import asyncio
import errno
import hashlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.durable import sync_folder, write_file

# An image as it can be sent, and the ending of its file's name, e.g. ".jpg". Raises KnownError.
Prepare = Callable[[Path | bytes], tuple[bytes, str]]

KEPT = 200  # images of some 100 kB, at most 3.6 MB
_ENDINGS = {".jpg", ".png", ".webp"}
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


class ReferenceLibrary:
    """Fulfils `ui.ports.Library`. A file is named by its content, its date is its last use."""

    def __init__(self, folder: Path, prepare: Prepare, kept: int = KEPT) -> None:
        """`prepare` is called in a thread. Of more than `kept` images the oldest go."""
        self._folder = folder.absolute()
        self._prepare = prepare
        self._kept = kept
        self._changing = threading.Lock()

    async def images(self) -> Sequence[str]:
        return await asyncio.to_thread(self._images)

    async def add(self, path: str) -> str:
        """One that is in here already counts as used again."""
        return await asyncio.to_thread(self._add, Path(path))

    async def add_data(self, data: bytes) -> str:
        return await asyncio.to_thread(self._add, data)

    async def remove(self, path: str) -> None:
        await asyncio.to_thread(self._remove, Path(path))

    def _images(self) -> list[str]:
        try:
            return [str(path) for path in self._by_use()]
        except OSError as error:
            raise _unusable(self._folder, error) from error

    def _add(self, source: Path | bytes) -> str:
        try:
            if isinstance(source, Path) and self._is_ours(source):
                _use(source)
                return str(source)
            data, ending = self._prepare(source)
            target = self._folder / f"{hashlib.sha256(data).hexdigest()[:32]}{ending}"
            with self._changing:
                self._put(data, target)
        except OSError as error:
            raise _unusable(self._folder, error) from error
        return str(target)

    def _put(self, data: bytes, target: Path) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not target.exists():
            write_file(target, data, target.with_name(f"{target.name}.{os.getpid()}.part"))
            sync_folder(self._folder)
        _use(target)
        for old in self._by_use()[self._kept :]:
            old.unlink(missing_ok=True)

    def _remove(self, path: Path) -> None:
        try:
            if self._is_ours(path):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise _unusable(self._folder, error) from error

    def _is_ours(self, path: Path) -> bool:
        return path.parent == self._folder and path.suffix in _ENDINGS and path.exists()

    def _by_use(self) -> list[Path]:
        """The newest first."""
        used: list[tuple[int, Path]] = []
        if self._folder.is_dir():
            with os.scandir(self._folder) as entries:
                used.extend(
                    (entry.stat().st_mtime_ns, Path(entry.path))
                    for entry in entries
                    if Path(entry.name).suffix in _ENDINGS
                )
        return [path for _, path in sorted(used, reverse=True)]


def _use(path: Path) -> None:
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _unusable(folder: Path, error: OSError) -> KnownError:
    if error.errno in _FULL:
        return KnownError(
            "There is no room for the image",
            f"The disk with {folder} is full.",
            "Make room, then add it again.",
            kind=FailureKind.SPACE,
        )
    return KnownError(
        "The image library can't be used",
        f"{folder}: {error.strerror or error}.",
        "See that you may write there.",
        kind=FailureKind.DISK,
    )
