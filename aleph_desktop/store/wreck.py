"""What can still be read of a damaged database."""

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aleph_desktop.domain.job import Job
from aleph_desktop.store.job_row import ROW, ROW_UNREVIEWED, from_row
from aleph_desktop.store.replacement import beside
from aleph_desktop.store.schema import fitting

_PAGE = 4096  # bytes; SQLite's default, which all of ours have
_SIZE = slice(28, 32)  # of the header: how many pages; 0: ask the file system
_ROWS_A_PAGE = 40  # at the most: a row has 100 bytes and more
_MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Finds:
    """Jobs by id, notes by name."""

    jobs: dict[str, Job] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def read_wreck(database: Path, templates: list[Path], scratch: Path) -> Finds:
    """All rows that can still be read. Never raises for what is in the file.

    A first page that is garbage is replaced by that of a template, a sound database of ours: it
    says no more than where the tables begin. `scratch` is an empty folder: the copy there is read,
    the damaged file itself is left as it is. Raises OSError.
    """
    pages = [None, *(_first_page(template) for template in templates)]
    found = [_read_with(database, page, scratch) for page in pages]
    return max(found, key=lambda finds: len(finds.jobs))


def _first_page(template: Path) -> bytes:
    with template.open("rb") as file:
        return file.read(_PAGE)


def _read_with(database: Path, page: bytes | None, scratch: Path) -> Finds:
    copy = scratch / "copy.db"
    for ending in ("", "-wal", "-journal"):
        beside(copy, ending).unlink(missing_ok=True)
        if beside(database, ending).exists():
            shutil.copyfile(beside(database, ending), beside(copy, ending))
    if not copy.exists():
        return Finds()
    beside(copy, "-shm").unlink(missing_ok=True)
    with copy.open("r+b") as file:
        head = bytearray(page or file.read(_PAGE))
        head[_SIZE] = bytes(4)
        file.seek(0)
        file.write(head)
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")  # a damaged table hides no other
            return Finds(_jobs(connection), _notes(connection))
    except (sqlite3.Error, UnicodeDecodeError):  # in the schema
        return Finds()


def _jobs(connection: sqlite3.Connection) -> dict[str, Job]:
    """Row by row, so that one that can't be read costs only itself."""
    fits = fitting(connection, "TEXT", "REAL", "INTEGER")
    if not fits:
        return {}
    jobs: dict[str, Job] = {}
    for number in _row_numbers(connection):
        job = _job(connection, number, fits)
        if job is None or not job.id.isprintable():
            continue
        known = jobs.get(job.id)
        if not known or known.state_since <= job.state_since:
            jobs[job.id] = job
    return jobs


def _job(connection: sqlite3.Connection, number: int, fits: str) -> Job | None:
    for query in (ROW, ROW_UNREVIEWED):
        with suppress(sqlite3.Error, ValueError, TypeError):
            for row in connection.execute(f"{query} AND {fits}", [number]):
                return from_row(row)
    return None


def _row_numbers(connection: sqlite3.Connection) -> list[int]:
    """From both ends up to the damage, and whatever may be between."""
    first, broke = _walk(connection, "ASC")
    if not broke:
        return sorted(first)
    last, _ = _walk(connection, "DESC")
    low = max(first, default=0)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    high = min([*(number for number in last if number > low), low + pages * _ROWS_A_PAGE])
    between = range(low + 1, min(high, low + _MOST_ROWS))
    return sorted({*first, *last, *between})


def _walk(connection: sqlite3.Connection, direction: str) -> tuple[set[int], bool]:
    numbers: set[int] = set()
    query = f"SELECT rowid FROM jobs NOT INDEXED ORDER BY rowid {direction} LIMIT {_MOST_ROWS}"  # noqa: S608 - ours
    try:
        for (number,) in connection.execute(query):
            numbers.add(number)
    except sqlite3.Error:
        return numbers, True
    return numbers, False


def _notes(connection: sqlite3.Connection) -> dict[str, str]:
    notes: dict[str, str] = {}
    with suppress(sqlite3.Error, UnicodeDecodeError):
        for name, text in connection.execute("SELECT name, text FROM notes NOT INDEXED"):
            notes[str(name)] = str(text)
    return notes
