"""Opens the job list: looked at, mended if need be, by one program at a time."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aleph_desktop.domain.job import Job
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.backups import Backups
from aleph_desktop.store.job_row import LOAD, STATEMENTS, from_row
from aleph_desktop.store.lease import Lease, lock
from aleph_desktop.store.refusal import unusable
from aleph_desktop.store.replacement import beside, finish
from aleph_desktop.store.salvage import Results, Salvage, salvage
from aleph_desktop.store.schema import Damaged, connect, in_words, look

_PATIENCE = 30.0  # seconds; a salvage of 10,000 jobs takes 3
_STEP = 0.02  # seconds


@dataclass(frozen=True, slots=True)
class Opened:
    """An open list. `lease` tells other programs that it is; release it after closing."""

    connection: sqlite3.Connection
    jobs: list[Job]  # oldest first
    lease: Lease
    salvage: Salvage | None  # None: it was sound


def open_list(path: Path, results: Results) -> Opened:
    """Open or create the database, and bring it to this version's schema. Blocks.

    Raises KnownError; the file is left as it is then.
    """
    try:
        with _alone_at_the_door(path):
            return _open(path, results)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from error


def _open(path: Path, results: Results) -> Opened:
    lease = Lease(path.parent / "open")
    try:
        finish(path)
        saved: Salvage | None = None
        others = lease.others()
        try:
            connection, jobs = _sound(path, others=others)
        except Damaged as damage:
            if others:
                raise _in_use(path, damage) from damage
            saved = salvage(path, Backups(path).newest_first(), results)
            connection, jobs = _sound(path, others=False)
    except BaseException:
        lease.release()
        raise
    return Opened(connection, jobs, lease, saved)


def _sound(path: Path, *, others: bool) -> tuple[sqlite3.Connection, list[Job]]:
    """Raises Damaged."""
    backups = Backups(path)
    ours = bool(backups.newest_first())
    if look(path, alone=not others, ours=ours) == 0 and ours:
        raise Damaged("it is empty")
    connection = connect(path, backups.before_migration)
    try:
        with in_words(path, ours_are_right=True):
            for statement in STATEMENTS:
                connection.execute(f"EXPLAIN {statement}", [None] * statement.count("?"))
            return connection, [from_row(row) for row in connection.execute(LOAD)]
    except (ValueError, TypeError) as error:
        connection.close()
        raise Damaged(str(error)) from error
    except BaseException:
        connection.close()
        raise


@contextmanager
def _alone_at_the_door(path: Path) -> Iterator[None]:
    """Two that open at once would both find the damage, and one set the other's mending aside."""
    until = time.monotonic() + _PATIENCE
    with beside(path, ".lock").open("ab") as file:
        while True:
            try:
                lock(file)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise KnownError(
                        "The job list can't be used",
                        f"Another aleph_desktop has been opening {path} for {_PATIENCE:g} s.",
                        "Wait until it is done, or end it, and start again.",
                        kind=FailureKind.DISK,
                    ) from error
            time.sleep(_STEP)
        yield


def _in_use(path: Path, damage: Damaged) -> KnownError:
    return KnownError(
        "The job list is damaged",
        f"{path} can't be read any more ({damage}), and another aleph_desktop has it open.",
        "Close that one, then start this one again: it saves what can be read, and tells what.",
        kind=FailureKind.DISK,
    )
