"""Reviews of a list that was damaged: from the row, from its copy, from beside the result."""

import sqlite3
from contextlib import aclosing, closing
from dataclasses import replace
from pathlib import Path

import pytest

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review
from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.store.result_shelf import ResultFolder
from aleph_desktop.store.salvage import Results
from aleph_desktop.store.wreck import read_wreck

pytestmark = pytest.mark.asyncio
EDIT = Edit(ClipSource(SourceKind.FILE, "/clips/rabbit.mp4"), "night", "aleph")
STAR = Review(Mark.STAR, (Note(1.0, 1.5, "the ear flickers"),), 0.04)


def done(folder: Path, name: str = "a") -> Job:
    target = str(folder / f"{name}.mp4")
    return Job(name, EDIT, 1.0, state=JobState.DONE, state_since=2.0, result_path=target)


async def publish(job: Job) -> None:
    part = Path(f"{job.result_path}.part")
    part.write_bytes(b"video")
    await ResultFolder().publish(job, part)


async def fill(path: Path, *jobs: Job) -> None:
    """A list, and its copy."""
    async with aclosing(SqliteJobStore(path)) as store:
        await store.open()
        await store.save_all(jobs)
    async with aclosing(SqliteJobStore(path)) as store:
        await store.open()
        await store.load()


async def mended(path: Path) -> dict[str, Review]:
    async with aclosing(SqliteJobStore(path, Results((path.parent,)))) as store:
        assert await store.open() is not None
        return {job.id: job.review for job in await store.load()}


async def test_a_job_that_only_its_result_tells_of_has_its_review(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    await fill(path, done(tmp_path, "other"))
    await publish(done(tmp_path))
    await ResultFolder().write_review(replace(done(tmp_path), review=STAR))
    path.write_bytes(b"garbage" * 1000)
    assert await mended(path) == {"other": UNREVIEWED, "a": STAR}


@pytest.mark.parametrize(
    ("in_copy", "beside", "then"),
    [
        (UNREVIEWED, STAR, STAR),
        (Review(Mark.REJECT), STAR, STAR),  # the copy is older
        (STAR, UNREVIEWED, STAR),  # a folder that could not be written
    ],
)
async def test_what_was_written_last_counts(
    tmp_path: Path, in_copy: Review, beside: Review, then: Review
) -> None:
    path = tmp_path / "jobs.db"
    await fill(path, replace(done(tmp_path), review=in_copy))
    await publish(replace(done(tmp_path), review=beside))
    path.write_bytes(b"garbage" * 1000)
    assert await mended(path) == {"a": then}


async def test_a_row_of_the_list_itself_is_newer_than_what_is_beside(tmp_path: Path) -> None:
    path = tmp_path / "jobs.db"
    await fill(path, *(replace(done(tmp_path, name), review=STAR) for name in "abc"))
    await publish(replace(done(tmp_path), review=Review(Mark.REJECT)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE jobs SET created_at = 'never' WHERE id = 'c'")
    for backup in (tmp_path / "backups").iterdir():
        backup.unlink()
    assert await mended(path) == {"a": STAR, "b": STAR}


async def test_a_job_outlives_the_pages_of_its_long_review(tmp_path: Path) -> None:
    """SQLite keeps what a page has no room for in pages of its own."""
    path = tmp_path / "jobs.db"
    notes = tuple(Note(float(n), float(n), "word " * 40) for n in range(100))
    long = replace(done(tmp_path), review=Review(Mark.STAR, notes))
    await fill(path, long, replace(done(tmp_path, "b"), review=STAR))
    content = bytearray(path.read_bytes())
    pages = [at for at in range(0, len(content), 4096) if content.count(b"word ", at, at + 4096)]
    assert len(pages) > 3
    content[pages[1] : pages[1] + 4] = b"\xff" * 4  # where the next one is
    path.write_bytes(content)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    found = read_wreck(path, [], scratch).jobs
    assert found == {"a": done(tmp_path), "b": replace(done(tmp_path, "b"), review=STAR)}
