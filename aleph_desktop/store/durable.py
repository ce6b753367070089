"""Changes of names that outlast a power cut, and never take another file's place."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EINVAL}


def sync_file(path: Path) -> None:
    """Returns when the content is on the disk. Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Returns when the names in it are on the disk. Windows has no such call. Raises OSError."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, content: bytes, scratch: Path) -> None:
    """Replace `path` at once with a whole file; `scratch` is a name in the same folder.

    The new name is on the disk after `sync_folder`. Raises OSError.
    """
    with unfinished(scratch), scratch.open("xb") as file:  # x: follows no link
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


@contextmanager
def unfinished(scratch: Path) -> Iterator[None]:
    """A new file is being made: nothing is there before, nor after a failure.

    A disk that is full is fuller with half a file.
    """
    scratch.unlink(missing_ok=True)
    try:
        yield
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def move(source: Path, target: Path) -> None:
    """Rename without overwriting. Raises FileExistsError, OSError.

    Where there are hard links the system itself sees to it (and to two that do this at once).
    """
    if os.name == "nt":
        source.rename(target)  # refuses by itself
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _move_without_links(source, target)
    else:
        source.unlink()


def _move_without_links(source: Path, target: Path) -> None:
    """On FAT, and for what a mount or a folder can't link."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    source.rename(target)


def free_path(
    wanted: Path, taken: frozenset[str] = frozenset(), beside: tuple[str, ...] = ()
) -> Path:
    """`wanted`, or with a number where that is there (even as a link) or is in `taken`.

    `taken` holds paths in `str.casefold`: on some disks case makes no difference. `beside`: endings
    of other files that must not be there either.
    """
    candidate, number = wanted, 2
    while str(candidate).casefold() in taken or any(
        os.path.lexists(f"{candidate}{ending}") for ending in ("", *beside)
    ):
        candidate = wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}")
        number += 1
    return candidate
