"""The job list on the disk."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from aleph_desktop.domain.job import Job
from aleph_desktop.errors import BugError, FailureKind, KnownError
from aleph_desktop.store.job_row import COLUMNS, from_row, to_row
from aleph_desktop.store.refusal import unusable
from aleph_desktop.store.schema import connect

log = logging.getLogger(__name__)

T = TypeVar("T")

_CLAIM = f"UPDATE jobs SET owner = ? WHERE id = ? AND owner = ? RETURNING {', '.join(COLUMNS)}"  # noqa: S608  our own column names
_LOAD = f"SELECT {', '.join(COLUMNS)} FROM jobs ORDER BY created_at, id"  # noqa: S608 - our columns
_READ_NOTE = "SELECT text FROM notes WHERE name = ?"
_WRITE_NOTE = "INSERT OR REPLACE INTO notes (name, text) VALUES (?, ?)"
_SAVE = (
    f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our columns
    " ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in COLUMNS if column != "id")
)


class SqliteJobStore:
    """Keeps jobs in one SQLite file; fulfils `jobs.ports.JobStore`.

    All of SQLite happens on one thread of its own, in the order of the calls. A call that was made
    runs to its end even when the task that awaits it is cancelled. Every call raises KnownError for
    what the disk or the file refuses: of kind SPACE when the disk is full, else DISK.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="job store")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open or create the file, and bring it to this version's schema."""
        await self._on_thread(self._open)

    async def load(self) -> list[Job]:
        """All jobs, oldest first."""
        return await self._on_thread(self._load)

    async def save(self, job: Job) -> None:
        """Insert or replace a job; on the disk when it returns."""
        row = to_row(job)
        await self._on_thread(lambda: self._execute(_SAVE, row))

    async def save_all(self, jobs: Sequence[Job]) -> None:
        """All in one transaction: on the disk when it returns, or none of them."""
        rows = [to_row(job) for job in jobs]
        await self._on_thread(lambda: self._execute_all(_SAVE, rows))

    async def remove(self, job_id: str) -> None:
        """Forget a job; one that isn't there is no error."""
        await self._on_thread(lambda: self._execute("DELETE FROM jobs WHERE id = ?", [job_id]))

    async def claim(self, job_id: str, before: str, after: str) -> Job | None:
        """Change a job's owner, in one step; the job as it then is, None if not `before`'s.

        Of several programs that start at once, one gets the job: it must not be sent twice.
        """
        return await self._on_thread(lambda: self._claim([after, job_id, before]))

    async def read_note(self, name: str) -> str | None:
        """A word about the list as a whole; None if there is none."""
        rows = await self._on_thread(lambda: self._execute(_READ_NOTE, [name]))
        return rows[0][0] if rows else None

    async def write_note(self, name: str, text: str) -> None:
        """Insert or replace it; on the disk when it returns."""
        await self._on_thread(lambda: self._execute(_WRITE_NOTE, [name, text]))

    async def aclose(self) -> None:
        """After all calls that were made. Safe to call twice."""
        await self._on_thread(self._close)

    async def _on_thread(self, work: Callable[[], T]) -> T:
        future = asyncio.wrap_future(self._thread.submit(work))
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            future.add_done_callback(_log_unseen)
            raise

    def _open(self) -> None:
        if self._connection is None:
            self._connection = connect(self._path)

    def _load(self) -> list[Job]:
        try:
            rows = self._opened().execute(_LOAD).fetchall()
            return [from_row(row) for row in rows]
        except sqlite3.Error as error:
            raise unusable(self._path, error) from error
        except (ValueError, TypeError) as error:
            raise KnownError(
                "The job list is damaged",
                f"{self._path} holds a job that can't be read ({error}). Nothing was changed.",
                "Put back a copy from a backup, or move it away to start with an empty list.",
                kind=FailureKind.DISK,
            ) from error

    def _claim(self, values: list[Any]) -> Job | None:
        rows = self._execute(_CLAIM, values)
        return from_row(rows[0]) if rows else None

    def _execute(self, statement: str, values: list[Any]) -> list[Any]:
        """One statement is one transaction: it is committed, or nothing has happened."""
        try:
            return self._opened().execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise unusable(self._path, error) from error

    def _execute_all(self, statement: str, rows: list[list[Any]]) -> None:
        connection = self._opened()
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, rows)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise unusable(self._path, error) from error

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise BugError("the job store is not open")
        return self._connection


def _log_unseen(future: asyncio.Future[Any]) -> None:
    """The task that asked has been cancelled; a failed write must not go unseen."""
    if not future.cancelled() and (error := future.exception()) is not None:
        log.error("the job list: %s", error)
