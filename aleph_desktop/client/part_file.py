"""The file that a download fills, and its tag: it can be gone on with, also after a crash.

A link in the place of either is never followed, only removed.
"""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from aleph_desktop.client.tag import Tag

BUFFER = 1 << 20  # bytes; a TLS read brings 16 KiB, a write should be larger
_TAG_BYTES = 4096
_OURS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class PartFile:
    """`path` and, beside it, `path.tag`. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tag_path = path.with_name(f"{path.name}.tag")

    def left(self) -> tuple[int, Tag | None]:
        """(bytes, tag) that an earlier try has left; no tag: it can't be gone on with."""
        size = _size(self._path)
        if not size or not _size(self._tag_path):
            return 0, None
        with _open(self._tag_path, os.O_RDONLY, "rb") as file:
            tag = Tag.parse(file.read(_TAG_BYTES))
        if tag is None or (tag.total is not None and size > tag.total):
            return 0, None
        return size, tag

    def clear(self) -> None:
        """Remove both, for good: an old file must never come to stand beside a new tag."""
        gone = [path for path in (self._tag_path, self._path) if os.path.lexists(path)]
        for path in gone:
            path.unlink()
        if gone:
            self._sync_folder()

    def begin(self, tag: Tag | None) -> BinaryIO:
        """A new, empty file, its tag on the disk before its first byte. `clear` comes first."""
        file = _open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, "wb")
        try:
            if tag is not None:
                with _open(self._tag_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, "wb") as beside:
                    beside.write(tag.dump())
                    beside.flush()
                    os.fsync(beside.fileno())
            self._sync_folder()
        except BaseException:
            file.close()
            raise
        return file

    def go_on(self, size: int) -> BinaryIO:
        """The file, to be written from `size` on."""
        if _size(self._path) != size:
            raise FileExistsError(errno.EEXIST, "")  # another program has put its own there
        return _open(self._path, os.O_WRONLY | os.O_APPEND, "ab")

    def finish(self) -> None:
        """The file is whole, and on the disk: its tag has no use any more."""
        self._tag_path.unlink(missing_ok=True)

    def sync(self) -> None:
        """Have on the disk what an earlier try has left."""
        with _open(self._path, os.O_WRONLY | os.O_APPEND, "ab") as file:
            os.fsync(file.fileno())

    def _sync_folder(self) -> None:
        if os.name == "posix":
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _size(path: Path) -> int | None:
    """Bytes of an ordinary file that has this one name; None for anything else."""
    with suppress(FileNotFoundError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            return found.st_size
    return None


def _open(path: Path, flags: int, mode: str) -> BinaryIO:
    return os.fdopen(os.open(path, flags | _OURS, 0o666), mode, BUFFER)  # type: ignore[return-value]  # typeshed can't tell from a mode that is a variable
