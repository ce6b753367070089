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
from aleph_desktop.store.backups import Backups
from aleph_desktop.store.job_row import (
    CLAIM,
    LOAD,
    READ_NOTE,
    SAVE,
    WRITE_NOTE,
    from_row,
    to_row,
)
from aleph_desktop.store.opening import Opened, open_list
from aleph_desktop.store.refusal import unusable
from aleph_desktop.store.salvage import Results, Salvage
from aleph_desktop.store.schema import newest_version

log = logging.getLogger(__name__)

T = TypeVar("T")


class SqliteJobStore:
    """Keeps jobs in one SQLite file; fulfils `jobs.ports.JobStore`.

    All of SQLite happens on one thread of its own, in the order of the calls. A call that was made
    runs to its end even when the task that awaits it is cancelled. Every call raises KnownError for
    what the disk or the file refuses: of kind SPACE when the disk is full, else DISK.
    """

    def __init__(self, path: Path, results: Results | None = None) -> None:
        """`results`: where a list that was lost may find its finished jobs again."""
        self._path = path
        self._results = results or Results()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="job store")
        self._opened: Opened | None = None
        self._fresh: tuple[object, list[Job]] | None = None  # as `open` has read them, and when

    async def open(self) -> Salvage | None:
        """Open or create the file, and bring it to this version's schema.

        A damaged one is set aside, and what could be saved is in a new one: what that was, with
        words for the user. None: it was sound.
        """
        return await self._on_thread(self._open)

    async def load(self) -> list[Job]:
        """All jobs, oldest first."""
        return await self._on_thread(self._load)

    async def save(self, job: Job) -> None:
        """Insert or replace a job; on the disk when it returns."""
        row = to_row(job)
        await self._on_thread(lambda: self._execute(SAVE, row))

    async def save_all(self, jobs: Sequence[Job]) -> None:
        """All in one transaction: on the disk when it returns, or none of them."""
        rows = [to_row(job) for job in jobs]
        await self._on_thread(lambda: self._execute_all(SAVE, rows))

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
        rows = await self._on_thread(lambda: self._execute(READ_NOTE, [name]))
        return rows[0][0] if rows else None

    async def write_note(self, name: str, text: str) -> None:
        """Insert or replace it; on the disk when it returns."""
        await self._on_thread(lambda: self._execute(WRITE_NOTE, [name, text]))

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

    def _open(self) -> Salvage | None:
        if self._opened is not None:
            return None
        self._opened = open_list(self._path, self._results)
        self._fresh = self._moment(), self._opened.jobs
        return self._opened.salvage

    def _load(self) -> list[Job]:
        """As `open` has read them, where nobody has written since."""
        fresh, self._fresh = self._fresh, None
        if fresh is None:
            return self._read()
        self._thread.submit(self._back_up)  # not sooner: the window waits for the jobs
        moment, jobs = fresh
        return jobs if moment == self._moment() else self._read()

    def _read(self) -> list[Job]:
        try:
            return [from_row(row) for row in self._execute(LOAD, [])]
        except (ValueError, TypeError) as error:
            raise KnownError(
                "The job list is damaged",
                f"{self._path} holds a job that can't be read ({error}). Nothing was changed.",
                "Close the app and start it again: it then saves what can be read, and tells what.",
                kind=FailureKind.DISK,
            ) from error

    def _back_up(self) -> None:
        """A list that can't be copied now is no less a list."""
        try:
            if self._opened is not None:
                Backups(self._path).at_start(self._opened.connection, newest_version())
        except (OSError, sqlite3.Error) as error:
            log.warning("the job list has not been copied: %s", error)

    def _moment(self) -> object:
        """Changes when another program has written, or this one."""
        return self._execute("PRAGMA data_version", []), self._connection.total_changes

    def _claim(self, values: list[Any]) -> Job | None:
        rows = self._execute(CLAIM, values)
        return from_row(rows[0]) if rows else None

    def _execute(self, statement: str, values: list[Any]) -> list[Any]:
        """One statement is one transaction: it is committed, or nothing has happened."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise unusable(self._path, error) from error

    def _execute_all(self, statement: str, rows: list[list[Any]]) -> None:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, rows)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise unusable(self._path, error) from error

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.connection.close()
            self._opened.lease.release()
            self._opened = None

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            raise BugError("the job store is not open")
        return self._opened.connection


def _log_unseen(future: asyncio.Future[Any]) -> None:
    """The task that asked has been cancelled; a failed write must not go unseen."""
    if not future.cancelled() and (error := future.exception()) is not None:
        log.error("the job list: %s", error)
