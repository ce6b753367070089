"""Which running program a job belongs to, so that two never run the same one."""

import sys
from pathlib import Path
from typing import IO
from uuid import uuid4


class Lease:
    """A locked file that lives as long as its process.

    The system drops the lock when the process ends, however it ends, so a job whose owner's
    file is unlocked or gone is free to be picked up.
    """

    def __init__(self, folder: Path) -> None:
        """Takes a lease; the folder is made. Raises OSError."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.id = uuid4().hex
        self._file: IO[bytes] = self._path(self.id).open("wb")
        lock(self._file)

    def is_alive(self, owner: str) -> bool:
        """Whether the process with this lease still runs. This one's own counts as alive."""
        if owner == self.id:
            return True
        path = self._path(owner)
        try:
            with path.open("r+b") as file:
                lock(file)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        path.unlink(missing_ok=True)
        return False

    def others(self) -> bool:
        """Whether any other lease in the folder is held. Tidies up after those that are not."""
        owners = [path.stem for path in self._folder.glob("*.lock")]
        alive = [owner for owner in owners if owner != self.id and self.is_alive(owner)]
        return bool(alive)

    def release(self) -> None:
        self._file.close()
        self._path(self.id).unlink(missing_ok=True)

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"


if sys.platform == "win32":
    import msvcrt

    def lock(file: IO[bytes]) -> None:
        """Lock without waiting. Raises OSError when somebody else has it."""
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def lock(file: IO[bytes]) -> None:
        """Lock without waiting. Raises OSError when somebody else has it."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
