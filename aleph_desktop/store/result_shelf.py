"""The folder of results: final names for whole files, each with its sidecar."""

import asyncio
import errno
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import BugError, FailureKind, KnownError
from aleph_desktop.store.durable import free_path, move, sync_file, sync_folder, write_file
from aleph_desktop.store.refusal import unwritable
from aleph_desktop.store.sidecar import Sidecar, read_sidecar, sidecar_path

T = TypeVar("T")

_PART = ".part"
_TAG = ".tag"  # what a download notes of its server, beside the .part


class ResultFolder:
    """Fulfils `jobs.ports.ResultShelf`. All work on the disk is done in threads."""

    async def free_name(self, wanted: Path, taken: Collection[Path], *, resuming: bool) -> Path:
        """`wanted`, or with a number where that is there (even as a link) or is in `taken`.

        A name whose .part is there is another job's, unless `resuming`: then it is this one's.
        """
        folded = frozenset(str(path).casefold() for path in taken)
        beside = () if resuming else (_PART,)
        return await asyncio.to_thread(_known, wanted, lambda: free_path(wanted, folded, beside))

    async def has_folder(self, folder: Path) -> bool:
        """Whether a folder is there: its disk may have been taken away."""
        return await asyncio.to_thread(os.path.isdir, folder)

    async def publish(self, job: Job, part: Path) -> None:
        """Give a whole file its final name, `job.result_path`, and write its sidecar beside it.

        The sidecar comes first: a video of ours without one would look like somebody else's. Cut
        off at any point it leaves the whole `part` or the whole result, and can be done again.
        Raises KnownError where the name is taken.
        """
        target = _result_path(job)
        await asyncio.to_thread(_known, target, lambda: _publish(job, part, target))

    async def is_published(self, job: Job) -> bool:
        """Whether the file at `job.result_path` is the job's own, by its sidecar."""
        if job.result_path is None:
            return False
        return await asyncio.to_thread(_is_own, job, Path(job.result_path))

    async def write_review(self, job: Job) -> None:
        """Put the job's review into the sidecar of its result; where that isn't there, nothing."""
        target = _result_path(job)
        await asyncio.to_thread(_known, target, lambda: _write_review(job, target))

    async def set_aside(self, part: Path) -> Path:
        """Keep a file that is no result as "NAME (broken).mp4"; the name."""
        return await asyncio.to_thread(_known, part, lambda: _set_aside(part))

    async def discard(self, part: Path) -> None:
        """Delete what was fetched of a result that nobody waits for."""
        await asyncio.to_thread(_known, part, lambda: _discard(part))

    async def missing(self, jobs: Sequence[Job]) -> set[str]:
        """The ids of those DONE jobs whose result is not there.

        A disk that doesn't answer says nothing about its files.
        """
        return await asyncio.to_thread(_missing, jobs)

    async def room(self, folder: Path) -> int:
        """Bytes free for us on the disk of a folder, which may not be there yet."""
        return await asyncio.to_thread(_known, folder, lambda: _room(folder))


def _known(target: Path, work: Callable[[], T]) -> T:
    """What the disk refuses, in words."""
    try:
        return work()
    except OSError as error:
        raise unwritable(error, target) from error
    except ValueError as error:  # a path with a NUL in it
        raise KnownError(
            "The video can't be saved",
            f"{str(target)!r} is no name for a file.",
            "Choose another folder or name.",
            kind=FailureKind.DISK,
        ) from error


def _result_path(job: Job) -> Path:
    if job.result_path is None:
        raise BugError(f"job {job.id} has no name for its result")
    return Path(job.result_path)


def _publish(job: Job, part: Path, target: Path) -> None:
    if os.path.lexists(target):
        if not _is_own(job, target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        _discard(part)  # an earlier try was cut off after the name was given
        sync_folder(target.parent)
        return
    if not stat.S_ISREG(part.lstat().st_mode):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(part))
    sync_file(part)
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    sidecar = Sidecar.of(job, sha256=digest, size=size, finished_at=time.time())
    beside = sidecar_path(target)
    _make_way(beside, job)
    write_file(beside, sidecar.dump(), beside.with_name(beside.name + _PART))
    sync_folder(target.parent)  # never a result without its sidecar
    try:
        move(part, target)
    except FileExistsError:
        beside.unlink()  # it would lie about what is there
        raise
    sync_folder(target.parent)
    _tag(part).unlink(missing_ok=True)


def _make_way(beside: Path, job: Job) -> None:
    """Another result's sidecar, whose video has been moved away, is kept under another name."""
    if not os.path.lexists(beside):
        return
    try:
        regular = stat.S_ISREG(beside.lstat().st_mode)
        ours = regular and Sidecar.parse(beside.read_bytes()).job_id == job.id
    except (OSError, ValueError):
        ours = False
    if not ours:
        move(beside, free_path(beside))


def _is_own(job: Job, target: Path) -> bool:
    sidecar = read_sidecar(target)
    return sidecar is not None and sidecar.job_id == job.id


def _write_review(job: Job, target: Path) -> None:
    found = read_sidecar(target)
    if found is None or found.job_id != job.id:
        return
    sidecar = found.with_review(job.review)
    if sidecar != found:
        beside = sidecar_path(target)
        write_file(beside, sidecar.dump(), beside.with_name(beside.name + _PART))
        sync_folder(target.parent)


def _set_aside(part: Path) -> Path:
    name = Path(part.name.removesuffix(_PART))
    wanted = part.with_name(f"{name.stem} (broken){name.suffix}")
    while True:
        aside = free_path(wanted)
        try:
            move(part, aside)
        except FileExistsError:
            continue  # taken in this very moment
        sync_folder(part.parent)
        _tag(part).unlink(missing_ok=True)
        return aside


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag(part).unlink(missing_ok=True)


def _tag(part: Path) -> Path:
    return part.with_name(part.name + _TAG)


def _missing(jobs: Sequence[Job]) -> set[str]:
    return {job.id for job in jobs if job.state is JobState.DONE and _is_gone(job.result_path)}


def _is_gone(path: str | None) -> bool:
    if path is None:
        return True
    try:
        return not stat.S_ISREG(Path(path).stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return True
    except OSError:
        return False


def _room(folder: Path) -> int:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
