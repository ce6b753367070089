"""Copies of the job list, for the day when it is damaged."""

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from aleph_desktop.store.durable import sync_file, sync_folder, unfinished

_NAME = re.compile(r"jobs-\d{6}-(start|migration)-schema\d+-\w+\.db")
_TIME = "%Y%m%dT%H%M%SZ"  # when it was made, at the end of its name
_KEPT = {"start": 3, "migration": 5}


class Backups:
    """The folder of copies beside the database. All methods block."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._folder = database.parent / "backups"

    def newest_first(self) -> list[Path]:
        """By their numbers: a clock may jump. Raises OSError."""
        if not self._folder.is_dir():
            return []
        found = (path for path in self._folder.iterdir() if _NAME.fullmatch(path.name))
        return sorted(found, reverse=True)

    def before_migration(self, connection: sqlite3.Connection, version: int) -> None:
        """The list as it is before it is changed. Raises OSError, sqlite3.Error."""
        self._make(connection, "migration", version, self._mark())

    def at_start(self, connection: sqlite3.Connection, version: int) -> None:
        """A copy of a list that has just been found sound, if it has changed since the last.

        Raises OSError, sqlite3.Error.
        """
        mark = self._mark()
        last = self.newest_first()
        if not last or last[0].stat().st_mtime_ns != mark:
            self._make(connection, "start", version, mark)

    def _make(self, connection: sqlite3.Connection, kind: str, version: int, mark: int) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        scratch = self._folder / "unfinished"
        with unfinished(scratch):
            with closing(sqlite3.connect(scratch, isolation_level=None)) as copy:
                copy.execute("PRAGMA journal_mode = OFF")  # it counts once it is whole
                copy.execute("PRAGMA synchronous = OFF")
                connection.backup(copy)
            sync_file(scratch)
        os.utime(scratch, ns=(mark, mark))
        number = max((int(path.name[5:11]) for path in self.newest_first()), default=0) + 1
        now = datetime.now(UTC).strftime(_TIME)
        scratch.replace(self._folder / f"jobs-{number:06}-{kind}-schema{version}-{now}.db")
        sync_folder(self._folder)
        self._prune(kind)

    def _prune(self, kind: str) -> None:
        of_kind = [path for path in self.newest_first() if f"-{kind}-" in path.name]
        for path in of_kind[_KEPT[kind] :]:
            path.unlink()

    def _mark(self) -> int:
        """Changes with each change of the list: when its files were last written, in ns."""
        log = self._database.with_name(self._database.name + "-wal")
        written = [path.stat() for path in (self._database, log) if path.exists()]
        return max(found.st_mtime_ns for found in written if found.st_size)


def made_at(backup: Path) -> float:
    """When a backup was made, in seconds since 1970: by its name, which a copy of it keeps.

    Where somebody changed that, by the file. Raises OSError.
    """
    try:
        moment = datetime.strptime(backup.stem.rpartition("-")[2], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return backup.stat().st_mtime
    return moment.timestamp()
