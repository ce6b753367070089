"""A new database in the place of a damaged one: whole, or not yet there, wherever it is cut off."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from aleph_desktop.domain.job import Job
from aleph_desktop.store.durable import free_path, sync_file, sync_folder, unfinished
from aleph_desktop.store.job_row import SAVE, to_row
from aleph_desktop.store.schema import connect

COMPANIONS = ("-wal", "-shm", "-journal")


def beside(database: Path, ending: str) -> Path:
    """A file that belongs to a database, by its name."""
    return database.with_name(database.name + ending)


def build(database: Path, jobs: Iterable[Job], notes: dict[str, str]) -> None:
    """Make the new database under a name of its own. Raises KnownError, OSError, sqlite3.Error."""
    scratch = beside(database, ".salvaging")
    _delete(scratch)
    with unfinished(scratch):
        with closing(connect(scratch)) as connection:
            connection.execute("BEGIN")
            connection.executemany(SAVE, [to_row(job) for job in jobs])
            connection.executemany("INSERT INTO notes (name, text) VALUES (?, ?)", notes.items())
            connection.execute("COMMIT")
        sync_file(scratch)  # the last one who closes a database leaves one file
    scratch.replace(_new(database))
    sync_folder(database.parent)


def swap(database: Path) -> Path | None:
    """Set the damaged one aside with all that belongs to it; where it is now. Raises OSError.

    The database goes first: without its log it would look sound, and be an older state.
    """
    kept: Path | None = None
    if database.exists():
        folder = database.parent / "damaged"
        folder.mkdir(mode=0o700, exist_ok=True)
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        kept = free_path(folder / f"{database.stem}-{now}{database.suffix}")
        for ending in ("", *COMPANIONS):
            if (part := beside(database, ending)).exists():
                part.rename(beside(kept, ending))
                sync_folder(folder)
                sync_folder(database.parent)
    finish(database)
    return kept


def finish(database: Path) -> None:
    """Put the new one in its place; also after an end in the middle of `swap`. Raises OSError."""
    new = _new(database)
    if not new.exists():
        return
    if database.exists():  # nothing was set aside yet: it is looked at once more
        _delete(new)
        return
    for ending in COMPANIONS:  # SQLite would take the damaged one's log for the new one's
        beside(database, ending).unlink(missing_ok=True)
    new.rename(database)
    sync_folder(database.parent)


def _new(database: Path) -> Path:
    return beside(database, ".salvaged")


def _delete(database: Path) -> None:
    for ending in ("", *COMPANIONS):
        beside(database, ending).unlink(missing_ok=True)
