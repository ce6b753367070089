"""Opens the database and brings it to the schema of this version.

The schema's number is SQLite's `user_version`; `migrations/0007_words.sql` leads from 6 to 7.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.refusal import unusable

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 5.0  # how long to wait for another process that writes


def connect(path: Path) -> sqlite3.Connection:
    """The open database, migrated. Blocks; the connection is for the calling thread only.

    Raises KnownError for what can't be opened, is no database of ours, or is of a newer version.
    The file is left as it is then.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        _refuse_strangers(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk when it returns
        _migrate(connection)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise unusable(path, error) from error
        raise
    return connection


def _refuse_strangers(connection: sqlite3.Connection, path: Path) -> None:
    """Before anything is written, even the change to WAL."""
    connection.execute("BEGIN")  # one look: another process may be about to make the tables
    version, newest = _version(connection), _migrations()[-1][0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    connection.execute("COMMIT")
    if version > newest:
        raise KnownError(
            "The job list is of a newer version",
            f"{path} has schema {version}; this version of the app knows {newest}.",
            "Update the app, or start it with another folder: --data-dir DIR.",
            kind=FailureKind.DISK,
        )
    if version == 0 and tables:
        raise KnownError(
            "The job list can't be used",
            f"{path} is a database of another program.",
            "Move it away, or start the app with another folder: --data-dir DIR.",
            kind=FailureKind.DISK,
        )


def _migrate(connection: sqlite3.Connection) -> None:
    present = _version(connection)
    for number, script in _migrations():
        if number <= present:
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            # asked inside the transaction: another process may have been quicker
            if _version(connection) < number:
                for statement in _statements(script.read_text(encoding="utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _migrations() -> list[tuple[int, Path]]:
    return sorted((int(path.name[:4]), path) for path in MIGRATIONS.glob("[0-9]*.sql"))


def _statements(script: str) -> Iterator[str]:
    """One at a time, each ends with its line: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement  # without its semicolon
