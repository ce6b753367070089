"""The job list is damaged, foreign, newer, or may not be written: never a silent empty list, never
a second submit.
"""

import asyncio
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.store.lease import Lease
from aleph_desktop.store.result_shelf import ResultFolder
from aleph_desktop.store.salvage import Results, Salvage

pytestmark = [pytest.mark.fault(18), pytest.mark.asyncio]

PAGE = 4096
WAITING = {JobState.QUEUED, JobState.PREPARING, JobState.SUBMITTING}
STATES = list(JobState)
SEED = random.randrange(2**32)


def job(number: int, state: JobState | None = None, **changes: Any) -> Job:
    state = STATES[number % len(STATES)] if state is None else state
    sent = state not in WAITING | {JobState.UNCONFIRMED}
    edit = Edit(ClipSource(SourceKind.FILE, f"/clips/{number}.mp4"), "Make it night " * 20, "aleph")
    return replace(
        Job(f"{number:032x}", edit, 1e9 + number, state=state, state_since=1e9 + number),
        client_request_id=f"aleph-{number:032x}",
        generation_id=f"gen-{number}" if sent else None,
        **changes,
    )


async def fill(path: Path, jobs: list[Job]) -> None:
    """A session that ends well."""
    store = SqliteJobStore(path)
    await store.open()
    await store.save_all(jobs)
    await store.write_note("hold", "by the user")
    await store.aclose()


async def start(path: Path, results: Results | None = None) -> tuple[list[Job], Salvage | None]:
    """One start and end of the app."""
    store = SqliteJobStore(path, results)
    try:
        salvage = await store.open()
        return await store.load(), salvage
    finally:
        await store.aclose()


async def prepared(folder: Path, count: int = 300) -> tuple[Path, list[Job]]:
    """A list with a copy: of a start after the first `count` jobs, and 20 more since."""
    path = folder / "jobs.db"
    jobs = [job(number) for number in range(count)]
    await fill(path, jobs)
    assert await start(path) == (jobs, None)
    assert len(copies(path, "start")) == 1
    later = [job(number) for number in range(count, count + 20)]
    await fill(path, later)
    return path, jobs + later


def copies(path: Path, kind: str) -> list[Path]:
    return sorted((path.parent / "backups").glob(f"jobs-*-{kind}-*.db"))


def check(jobs: list[Job], salvage: Salvage | None, before: list[Job], known: int) -> None:
    """`known`: how many of `before` the copy has: none of them is lost or sent again."""
    assert salvage is not None
    assert f"{salvage.from_file} of its jobs could be read" in salvage.words
    assert len(jobs) == salvage.from_file + salvage.from_copy + salvage.from_results
    found = {job.id: job for job in jobs}
    assert found.keys() >= {job.id for job in before[:known]}
    assert not WAITING & {job.state for job in jobs}
    assert salvage.unsure == sum(job.is_looked_up for job in jobs)
    for old in before:
        new = found.get(old.id)
        if new is None:
            continue
        assert new.client_request_id == old.client_request_id
        if old.state in WAITING:
            assert new.is_looked_up
            assert new.state_since == old.state_since  # how far back the log is looked through
            assert new.failure
            assert new.failure.title == "It may have been accepted"
            assert new.failure.kind is FailureKind.NETWORK
        else:
            assert (new.state, new.generation_id) == (old.state, old.generation_id)


def header(file: bytearray) -> None:
    file[:100] = random.Random(1).randbytes(100)


def first_page(file: bytearray) -> None:
    file[:PAGE] = random.Random(1).randbytes(PAGE)


def page(file: bytearray) -> None:
    middle = len(file) // PAGE // 2 * PAGE
    file[middle : middle + PAGE] = random.Random(1).randbytes(PAGE)


def root_page(file: bytearray) -> None:
    file[PAGE : 2 * PAGE] = bytes(PAGE)


def truncated(file: bytearray) -> None:
    del file[len(file) // 2 + 100 :]


def half_empty(file: bytearray) -> None:
    file[len(file) // 2 :] = bytes(len(file) - len(file) // 2)


def text(file: bytearray) -> None:
    file[:] = b"this is no database, only text " * 400


def empty(file: bytearray) -> None:
    file.clear()


@pytest.mark.parametrize(
    "damage", [header, first_page, page, root_page, truncated, half_empty, text, empty]
)
async def test_damage_is_mended(tmp_path: Path, damage: Callable[[bytearray], None]) -> None:
    path, before = await prepared(tmp_path)
    content = bytearray(path.read_bytes())
    damage(content)
    path.write_bytes(content)
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 300)
    assert salvage is not None
    assert salvage.kept is not None
    assert salvage.kept.parent == tmp_path / "damaged"
    assert salvage.kept.read_bytes() == content
    assert str(salvage.kept) in salvage.words
    if damage in (header, first_page, page):
        assert salvage.from_file > 290  # the rest of the file was as good as before
    assert await start(path) == (jobs, None)
    store = SqliteJobStore(path)
    await store.open()
    assert await store.read_note("hold") == "by the user"
    await store.aclose()


async def test_damage_at_20_places(tmp_path: Path) -> None:
    print("seed", SEED)  # noqa: T201 - to see it again
    chance = random.Random(SEED)
    whole = tmp_path / "whole"
    whole.mkdir()
    path, before = await prepared(whole)
    for number in range(20):
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder)
        damaged = folder / path.name
        content = bytearray(path.read_bytes())
        size = chance.choice([1, 16, 200, PAGE, 5 * PAGE])
        place = chance.randrange(len(content) - size)
        content[place : place + size] = chance.randbytes(size)
        damaged.write_bytes(content)
        print("place", place, "size", size)  # noqa: T201 - to see it again
        jobs, salvage = await start(damaged)
        if salvage is None:  # in free space, or in a text: as many jobs as before
            assert [job.id for job in jobs] == [job.id for job in before]
            assert [job.state for job in jobs] == [job.state for job in before]
        else:
            check(jobs, salvage, before, 300)


async def test_damage_in_the_schema_at_60_places(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    path, before = await prepared(whole, 30)
    content = path.read_bytes()
    for number in range(60):
        chance = random.Random(SEED + number)
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder)
        damaged = bytearray(content)
        size = chance.choice([1, 2, 16])
        place = chance.randrange(100, PAGE - size)
        damaged[place : place + size] = chance.randbytes(size)
        (folder / path.name).write_bytes(damaged)
        print("seed", SEED, "place", place, "size", size)  # noqa: T201 - to see it again
        jobs, salvage = await start(folder / path.name)
        if salvage is None:
            assert jobs == before
        else:
            check(jobs, salvage, before, 30)
        store = SqliteJobStore(folder / path.name)
        assert await store.open() is None
        changed = replace(jobs[0], owner="me")
        await store.save(changed)
        assert await store.load() == [changed, *jobs[1:]]
        await store.aclose()


async def test_a_list_without_a_copy_gives_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    before = [job(number) for number in range(50)]
    await fill(path, before)
    content = bytearray(path.read_bytes())
    header(content)
    path.write_bytes(content)
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 50)
    assert salvage is not None
    assert salvage.copied_at is None


async def test_nothing_to_be_saved_is_said(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    path.write_bytes(bytes(PAGE))
    jobs, salvage = await start(path)
    assert jobs == []
    assert salvage is not None
    assert "0 of its jobs could be read" in salvage.words
    assert salvage.kept is not None
    assert salvage.kept.read_bytes() == bytes(PAGE)


async def test_a_row_at_the_service_without_its_id_is_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    await fill(path, [replace(job(0, JobState.WAITING), generation_id=None)])
    await start(path)
    path.write_bytes(b"")
    (found,), _ = await start(path)
    assert found.is_looked_up


async def test_a_list_that_is_gone_comes_from_its_copy(tmp_path: Path) -> None:
    path, before = await prepared(tmp_path, 30)
    path.unlink()
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 30)
    assert salvage is not None
    assert "is gone" not in salvage.words
    assert salvage.words.startswith("The job list was gone")


SECOND = ("position", "held", "service", "source_digest")  # columns that the schema brought
THIRD = ("in_point", "out_point", "shape", "crop_position", "shot", "take")
FOURTH = ("review",)


@pytest.mark.parametrize(
    ("version", "unknown"),
    [(1, (*SECOND, *THIRD, *FOURTH)), (2, (*THIRD, *FOURTH)), (3, FOURTH)],
)
async def test_an_older_schemas_list_is_saved_too(
    tmp_path: Path, version: int, unknown: tuple[str, ...]
) -> None:
    path, before = await prepared(tmp_path, 30)
    shutil.rmtree(tmp_path / "backups")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for column in unknown:
            connection.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
        if version == 1:
            connection.execute("DROP TABLE notes")
            connection.execute("UPDATE jobs SET client_request_id = '' WHERE state = 'queued'")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("VACUUM")
    content = bytearray(path.read_bytes())
    content[-PAGE:] = random.Random(1).randbytes(PAGE)
    path.write_bytes(content)
    jobs, salvage = await start(path)
    assert salvage is not None
    assert len(jobs) == salvage.from_file > 30
    check(jobs, salvage, before, 0)


# The log: what was promised and not yet in the database itself


async def with_log(folder: Path, count: int = 40) -> tuple[Path, list[Job]]:
    """As a kill leaves it: a list whose last changes are in the log, one commit a job."""
    path, _ = await prepared(folder)
    store = SqliteJobStore(path)
    await store.open()
    await store.load()
    for number in range(count):  # each of these had been submitted when the app was killed
        await store.save(job(number, JobState.WAITING))
    killed = folder / "killed"
    killed.mkdir()
    for name in (path.name, f"{path.name}-wal"):
        shutil.copyfile(folder / name, killed / name)
    shutil.copytree(folder / "backups", killed / "backups")
    jobs = await store.load()
    await store.aclose()
    return killed / path.name, jobs


async def test_a_sound_log_is_taken(tmp_path: Path) -> None:
    path, before = await with_log(tmp_path)
    assert await start(path) == (before, None)


@pytest.mark.parametrize("place", [0.0, 0.1, 0.5, 0.9])
async def test_a_damaged_log_sends_nothing_again(tmp_path: Path, place: float) -> None:
    path, before = await with_log(tmp_path)
    log = path.with_name(path.name + "-wal")
    content = bytearray(log.read_bytes())
    at = int(len(content) * place)
    content[at : at + 100] = random.Random(1).randbytes(100)
    log.write_bytes(content)
    jobs, salvage = await start(path)
    assert salvage is not None
    assert salvage.kept is not None
    assert salvage.kept.with_name(salvage.kept.name + "-wal").read_bytes() == content
    assert {job.id for job in jobs} == {job.id for job in before}
    assert not WAITING & {job.state for job in jobs}


async def test_a_log_cut_in_its_last_change_is_no_damage(tmp_path: Path) -> None:
    """A power cut leaves that, and what was being written had not been promised."""
    path, before = await with_log(tmp_path)
    log = path.with_name(path.name + "-wal")
    content = log.read_bytes()
    log.write_bytes(content[: len(content) - 2000])
    jobs, salvage = await start(path)
    assert salvage is None
    assert [job.id for job in jobs] == [job.id for job in before]


# Beside the list: results, and other programs


async def test_a_result_tells_more_than_an_old_row(tmp_path: Path) -> None:
    path, _ = await prepared(tmp_path, 10)
    folder = tmp_path / "results"
    folder.mkdir()
    shelf = ResultFolder()
    known = job(0, JobState.DOWNLOADING, result_path=str(folder / "a.mp4"))
    new = job(999, JobState.DOWNLOADING, result_path=str(folder / "b.mp4"))
    cancelled = STATES.index(JobState.CANCELLED)
    stopped = job(cancelled, JobState.DOWNLOADING, result_path=str(folder / "c.mp4"))
    strange = replace(new, id="strange", service="http://127.0.0.1:1")
    for one, name in ((known, "a"), (new, "b"), (stopped, "c"), (strange, "d")):
        part = folder / f"{name}.mp4.part"
        part.write_bytes(b"video")
        await shelf.publish(replace(one, result_path=str(folder / f"{name}.mp4")), part)
    (folder / "e.mp4").write_bytes(b"video")
    (folder / "e.mp4.json").write_text('{"app": "aleph_desktop", "format": 1, "job_id": "../x"}')
    path.write_bytes(b"garbage" * 1000)
    results = Results((folder, tmp_path / "gone"), belongs=lambda sidecar: not sidecar.service)
    jobs, salvage = await start(path, results)
    assert salvage is not None
    assert salvage.from_results == 1
    found = {job.id: job for job in jobs}
    assert found[known.id].state is found[new.id].state is JobState.DONE
    assert found[new.id].result_path == str(folder / "b.mp4")
    assert found[new.id].edit.prompt == new.edit.prompt
    assert found[known.id].edit == job(0).edit
    assert found[stopped.id].state is JobState.CANCELLED
    assert "strange" not in found
    assert len(found) == 11


@pytest.mark.parametrize(
    "state", [JobState.QUEUED, JobState.SUBMITTING, JobState.WAITING, JobState.DOWNLOADING]
)
async def test_an_old_row_takes_from_its_result_what_it_lacks(
    tmp_path: Path, state: JobState
) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    old = job(1, state, status_word="busy")
    ended: dict[str, Any] = {
        "service": "https://api.example.com",
        "generation_id": "gen-1",
        "frame_size": "16:9",
        "submitted_at": 1e9 + 2,
        "generation_seconds": 3.25,
        "cost_usd": Decimal("1.05"),
        "request_id": "req-1",
    }
    path = tmp_path / "jobs.db"
    await fill(path, [old])
    assert await start(path) == ([old], None)  # and a copy was made
    video = folder / "a.mp4"
    part = folder / "a.mp4.part"
    part.write_bytes(b"video")
    now = replace(old, state=JobState.DOWNLOADING, result_path=str(video), **ended)
    await ResultFolder().publish(now, part)
    path.write_bytes(b"garbage" * 1000)
    (found,), salvage = await start(path, Results((folder,)))
    assert salvage is not None
    assert (salvage.from_copy, salvage.unsure) == (1, 0)
    assert found.finished_at is not None
    assert found.state_since == found.finished_at
    assert found == replace(
        old,
        **ended,
        state=JobState.DONE,
        state_since=found.state_since,
        status_word="",
        result_path=str(video),
        finished_at=found.finished_at,
    )


async def test_a_row_keeps_what_its_result_does_not_tell(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    kept: dict[str, Any] = {"cost_usd": Decimal("1.05"), "generation_seconds": 3.25}
    old = job(1, JobState.DOWNLOADING, service="https://mine.example", request_id="r-1", **kept)
    path = tmp_path / "jobs.db"
    await fill(path, [old])
    assert await start(path) == ([old], None)
    video, part = folder / "a.mp4", folder / "a.mp4.part"
    part.write_bytes(b"video")
    silent = replace(old, cost_usd=None, generation_seconds=None, request_id=None)
    silent = replace(silent, service="https://other.example", result_path=str(video))
    await ResultFolder().publish(silent, part)
    path.write_bytes(b"garbage" * 1000)
    (found,), _ = await start(path, Results((folder,)))
    assert found.state is JobState.DONE
    assert (found.cost_usd, found.generation_seconds) == (Decimal("1.05"), 3.25)
    assert (found.request_id, found.service) == ("r-1", "https://mine.example")


@pytest.mark.parametrize(
    ("end", "seconds"),
    [("20010909T014640Z", 1e9), ("20019999T014640Z", 2e9), ("mine", 2e9)],
)
async def test_a_copy_is_as_old_as_its_name_says(tmp_path: Path, end: str, seconds: float) -> None:
    """A folder that was copied has other times; a name that tells none leaves the file's."""
    path, _ = await prepared(tmp_path, 10)
    (copy,) = copies(path, "start")
    renamed = copy.with_name(f"{copy.stem.rpartition('-')[0]}-{end}.db")
    copy.rename(renamed)
    os.utime(renamed, (2e9, 2e9))
    path.write_bytes(b"garbage" * 1000)
    _, salvage = await start(path)
    assert salvage is not None
    assert salvage.copied_at == seconds
    told = datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
    assert f"came from the copy of {told}" in salvage.words


async def test_a_list_that_another_program_has_open_is_not_set_aside(tmp_path: Path) -> None:
    path, before = await prepared(tmp_path, 30)
    other = SqliteJobStore(path)
    await other.open()
    content = bytearray(path.read_bytes())
    page(content)
    path.write_bytes(content)
    with pytest.raises(KnownError, match="another aleph_desktop has it open"):
        await start(path)
    assert path.read_bytes() == content
    await other.aclose()
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 30)


async def test_of_many_that_start_one_salvages(tmp_path: Path) -> None:
    path, before = await prepared(tmp_path, 30)
    content = bytearray(path.read_bytes())
    header(content)
    path.write_bytes(content)
    stores = [SqliteJobStore(path) for _ in range(6)]
    salvages = await asyncio.gather(*(store.open() for store in stores))
    (salvage,) = [found for found in salvages if found is not None]
    for store in stores:
        check(await store.load(), salvage, before, 30)
    for store in stores:
        await store.aclose()
    assert len(list((tmp_path / "damaged").glob("*.db"))) == 1


async def test_a_busy_list_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before = await prepared(tmp_path, 30)
    monkeypatch.setattr("aleph_desktop.store.schema.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(KnownError, match="locked"):
            await start(path)
    assert not (tmp_path / "damaged").exists()
    assert await start(path) == (before, None)


@pytest.mark.parametrize("after", range(8))
async def test_killed_while_it_sets_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Between any two changes of names: the next start has all jobs, and sends none again.

    The damage is in the log: without it, the database itself looks sound, and is an older list.
    """
    path, before = await with_log(tmp_path)
    log = path.with_name(path.name + "-wal")
    content = bytearray(log.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 100] = bytes(100)
    log.write_bytes(content)
    left = [after]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any) -> Any:
            if left[0] == 0:
                raise OSError("killed here")
            left[0] -= 1
            return real(*args)

        return step

    with monkeypatch.context() as patch:
        for name in ("rename", "replace"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a kill tidies nothing up
        try:
            await start(path)
        except KnownError:
            assert left == [0]
    jobs, _ = await start(path)
    assert {job.id for job in jobs} == {job.id for job in before}
    assert not WAITING & {job.state for job in jobs}
    assert len(list((path.parent / "damaged").glob("jobs-*.db"))) == 1


@pytest.mark.parametrize(
    "change", ["state = 'x'", "created_at = 'x'", "credits = 'x'", "prompt = 5", "cost_usd = 'x'"]
)
async def test_a_row_that_makes_no_sense_comes_from_the_copy(tmp_path: Path, change: str) -> None:
    path, before = await prepared(tmp_path, 30)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if change == "prompt = 5":  # SQLite would make a text of it
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(
                "UPDATE sqlite_schema SET sql = replace(sql, 'prompt              TEXT', 'prompt')"
            )
            connection.execute("PRAGMA writable_schema = RESET")
        connection.execute(f"UPDATE jobs SET {change} WHERE id = '{before[3].id}'")  # noqa: S608 - ours
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'prompt NOT', 'prompt TEXT NOT')"
        )
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 30)
    assert salvage is not None
    assert (salvage.from_file, salvage.from_copy) == (49, 1)


# What is no damage: refused with words, and nothing is changed


def listing(folder: Path) -> dict[str, bytes]:
    """All but what whoever looks at a database leaves: a lock, SQLite's index, an empty log."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith((".lock", "-shm")) and path.stat().st_size
    }


async def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path, _ = await prepared(tmp_path, 30)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = listing(tmp_path)
    with pytest.raises(KnownError, match="newer version"):
        await start(path)
    assert listing(tmp_path) == before
    assert not (tmp_path / "damaged").exists()


@pytest.mark.parametrize("version", [0, 1, 7])
async def test_a_foreign_database_is_refused(tmp_path: Path, version: int) -> None:
    path = tmp_path / "jobs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (title TEXT)")
        connection.execute(f"PRAGMA user_version = {version}")
    before = listing(tmp_path)
    with pytest.raises(KnownError, match="another program"):
        await start(path)
    assert listing(tmp_path) == before


@contextmanager
def someone_else() -> Iterator[None]:
    """Root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("what", ["file", "folder"])
async def test_read_only_is_said_and_nothing_is_changed(what: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, jobs = await prepared(folder, 30)
        for other in [folder, *folder.rglob("*")]:
            if os.geteuid() == 0:
                os.chown(other, 65534, 65534)
        before = listing(folder)
        closed = path if what == "file" else folder
        mode = closed.stat().st_mode
        closed.chmod(mode & ~0o222)
        try:
            with someone_else(), pytest.raises(KnownError, match="can't be used") as caught:
                await start(path)
        finally:
            closed.chmod(mode)
        assert caught.value.failure.kind is FailureKind.DISK
        assert caught.value.failure.remedy
        assert listing(folder) == before
        assert await start(path) == (jobs, None)


# Copies


async def test_a_copy_is_made_at_a_start_after_changes_and_three_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    for number in range(6):
        await fill(path, [job(number)])
        for _ in range(3):
            await start(path)
        assert len(copies(path, "start")) == min(number + 1, 3)
    newest = copies(path, "start")[-1]
    with closing(sqlite3.connect(newest)) as connection:
        assert connection.execute("SELECT count(*) FROM jobs").fetchone() == (6,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_copy_is_made_before_a_migration_and_five_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aleph_desktop.store.schema import MIGRATIONS

    path = tmp_path / "jobs.db"
    await fill(path, [job(1)])
    scripts = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, scripts)
    monkeypatch.setattr("aleph_desktop.store.schema.MIGRATIONS", scripts)
    following = len(list(scripts.iterdir())) + 1
    for version in range(following, following + 7):
        (scripts / f"{version:04}_more.sql").write_text(f"ALTER TABLE jobs ADD COLUMN x{version};")
        assert await start(path) == ([job(1)], None)
        newest = copies(path, "migration")[-1]
        with closing(sqlite3.connect(newest)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (version - 1,)
    assert len(copies(path, "migration")) == 5


async def test_a_list_that_cannot_be_copied_is_not_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aleph_desktop.store.schema import MIGRATIONS

    path = tmp_path / "jobs.db"
    await fill(path, [job(1)])
    scripts = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, scripts)
    following = len(list(scripts.iterdir())) + 1
    (scripts / f"{following:04}_more.sql").write_text("ALTER TABLE jobs ADD COLUMN x;")
    monkeypatch.setattr("aleph_desktop.store.schema.MIGRATIONS", scripts)
    (tmp_path / "backups").write_text("in the way")
    before = path.read_bytes()
    with pytest.raises(KnownError):
        await start(path)
    assert path.read_bytes() == before


async def test_leases_of_ended_programs_count_for_nothing(tmp_path: Path) -> None:
    path, before = await prepared(tmp_path, 30)
    ended = Lease(tmp_path / "open")
    ended._file.close()  # as a kill does
    content = bytearray(path.read_bytes())
    page(content)
    path.write_bytes(content)
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 30)
    assert list((tmp_path / "open").iterdir()) == []


async def test_a_copy_that_fails_leaves_nothing_and_the_list_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "jobs.db"
    await fill(path, [job(1)])
    with monkeypatch.context() as patch:
        patch.setattr("aleph_desktop.store.backups.sync_file", full)
        assert await start(path) == ([job(1)], None)
    assert "has not been copied" in caplog.text
    assert list((tmp_path / "backups").glob("unfinished*")) == []


async def test_a_salvage_that_finds_no_room_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    path, before = await prepared(tmp_path, 30)
    content = bytearray(path.read_bytes())
    header(content)
    path.write_bytes(content)
    files = listing(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("aleph_desktop.store.replacement.sync_file", full)
        with pytest.raises(KnownError, match="disk is full") as caught:
            await start(path)
    assert caught.value.failure.kind is FailureKind.SPACE
    assert listing(tmp_path) == files
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 30)


@pytest.mark.parametrize(
    "change",
    [
        "sql = replace(sql, 'text TEXT', 'texu TEXT') WHERE name = 'notes'",
        "sql = replace(sql, 'owner    ', 'ownes    ') WHERE name = 'jobs'",
        "name='note', tbl_name = 'note', sql = replace(sql, 'notes', 'note') WHERE name = 'notes'",
    ],
)
async def test_a_schema_that_is_not_ours_any_more_is_damage(tmp_path: Path, change: str) -> None:
    """Noticed at the start, not when the first job is saved."""
    path, before = await prepared(tmp_path, 30)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"UPDATE sqlite_schema SET {change}")  # noqa: S608 - ours
    jobs, salvage = await start(path)
    check(jobs, salvage, before, 30)
    assert salvage is not None
    assert salvage.from_file == 50
