"""One window a data folder. Stdlib alone: this runs before Qt is imported."""

import sys
from pathlib import Path
from typing import IO


class WindowLock:
    """A locked file that says that a window is open on a folder of data.

    The system drops the lock when the process ends, however it ends.
    """

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "window.lock"
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Whether the folder is ours now. Never waits.

        A folder where nothing can be locked (read-only, some network disks) counts as ours: what
        is wrong with it is said in the window, which must open for that.
        """
        try:
            file = self._path.open("ab")
        except OSError:
            return True
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            file.close()
            return False
        except OSError:
            file.close()
            return True
        self._file = file
        return True

    def release(self) -> None:
        """Give the folder up. The file stays: taking it away could take another's lock with it."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        """Lock without waiting. Raises PermissionError when somebody else has it."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        """Lock without waiting. Raises BlockingIOError when somebody else has it."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
