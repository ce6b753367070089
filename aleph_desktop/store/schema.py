"""Opens the database and brings it to the schema of this version.

The schema's number is SQLite's `user_version`; `migrations/0007_words.sql` leads from 6 to 7.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.refusal import is_damage, unusable
from aleph_desktop.store.wal import has_lost_commits

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 5.0  # how long to wait for another process that writes

_NO_VERSION = 1000  # a schema's number from here on is garbage


class Damaged(Exception):  # noqa: N818 (a finding; it never leaves this room)
    """The file holds, or held, a job list, and it can't be trusted any more."""


def look(path: Path, *, alone: bool, ours: bool) -> int | None:
    """The schema's version of a file, which is left as it is.

    0: there is no list in it yet. None: a cut-off change must be rolled back first, by `connect`.
    `alone`: nobody else has it open. `ours`: it is known to be a job list, whatever is in it now.
    Raises Damaged, or KnownError for a database that is another program's or a newer version's.
    """
    if path.with_name(path.name + "-journal").exists():
        return None
    if not path.exists():
        return 0
    # read-only: closing writes nothing then, and deletes nothing
    address = f"{path.absolute().as_uri()}?mode=ro"
    with in_words(path, ours_are_right=True), closing(_open(address)) as connection:
        version = _refuse_strangers(connection, path, ours=ours)
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise Damaged(found)
        if version:
            _check_numbers(connection)
        if alone and has_lost_commits(path):
            raise Damaged("changes that were made last are lost")
        return version


def connect(
    path: Path, before_migration: Callable[[sqlite3.Connection, int], None] | None = None
) -> sqlite3.Connection:
    """The open database, migrated. Blocks; the connection is for the calling thread only.

    `before_migration(connection, version)` is told of an older list before it is changed. Raises as
    `look`; the file is left as it is then.
    """
    with in_words(path):
        connection = _open(str(path))
        try:
            present = _refuse_strangers(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk: it returned
            if before_migration is not None and 0 < present < newest_version():
                before_migration(connection, present)
            _migrate(connection)
            _try_to_write(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def newest_version() -> int:
    """The schema's version that this app makes."""
    return _migrations()[-1][0]


def fitting(connection: sqlite3.Connection, *kinds: str) -> str:
    """The condition that a row's values in columns of these kinds are such as we write.

    SQLite takes any kind in any column, and has no checksum that would notice damage in a value.
    """
    return " AND ".join(
        f"typeof({name}) IN ({_KINDS[kind]}{'' if required else ', ' + repr('null')})"
        for _, name, kind, required, *_ in connection.execute("PRAGMA table_info(jobs)")
        if kind in kinds
    )


_KINDS = {"TEXT": "'text', 'blob'", "REAL": "'real', 'integer'", "INTEGER": "'integer'"}


def _open(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, uri=True)


@contextmanager
def in_words(path: Path, *, ours_are_right: bool = False) -> Iterator[None]:
    """Raises Damaged or KnownError for what SQLite says.

    `ours_are_right`: a statement that it doesn't understand was told by a damaged schema.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # in a name, or in SQLite's words about it
        raise Damaged(str(error)) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)  # None: Python's, for a text that is none
        if is_damage(error) or (ours_are_right and code in (None, sqlite3.SQLITE_ERROR)):
            raise Damaged(str(error)) from error
        raise unusable(path, error) from error


def _try_to_write(connection: sqlite3.Connection) -> None:
    """Better said at the start than at the first job. To begin is allowed on a read-only file."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version = {_version(connection)}")
    connection.execute("ROLLBACK")


def _check_numbers(connection: sqlite3.Connection) -> None:
    """SQLite's own check looks at text only."""
    fits = fitting(connection, "REAL", "INTEGER")
    if connection.execute(f"SELECT 1 FROM jobs WHERE NOT ({fits})").fetchone():  # noqa: S608 - ours
        raise Damaged("a number is none")


def _refuse_strangers(connection: sqlite3.Connection, path: Path, *, ours: bool = False) -> int:
    """The version; asked before anything is written, even the change to WAL."""
    connection.execute("BEGIN")  # one look: another process may be about to make the tables
    version, newest = _version(connection), newest_version()
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    connection.execute("COMMIT")
    if tables and "jobs" not in tables and not ours:
        raise KnownError(
            "The job list can't be used",
            f"{path} is a database of another program.",
            "Move it away, or start the app with another folder: --data-dir DIR.",
            kind=FailureKind.DISK,
        )
    if bool(version) is not ("jobs" in tables) or not 0 <= version < _NO_VERSION:
        raise Damaged(f"schema {version} with {len(tables)} tables")
    if version > newest:
        raise KnownError(
            "The job list is of a newer version",
            f"{path} has schema {version}; this version of the app knows {newest}.",
            "Update the app, or start it with another folder: --data-dir DIR.",
            kind=FailureKind.DISK,
        )
    return version


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
