"""The job list on real files."""

import asyncio
import sqlite3
import threading
from contextlib import aclosing, closing
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import BugError, Failure, FailureKind, KnownError
from aleph_desktop.store.job_row import COLUMNS, to_row
from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.store.review_text import from_text
from aleph_desktop.store.schema import MIGRATIONS, connect

EDIT = Edit(ClipSource(SourceKind.FILE, "/clips/rabbit.mp4"), "Make it night", "runway/gen4_aleph")

whole = st.integers(-(2**63), 2**63 - 1)
number = st.floats(allow_nan=False).map(lambda x: x + 0.0)  # SQLite knows no -0.0
text = st.text(st.characters())  # surrogates too: a Linux path may be any bytes
edits = st.builds(
    Edit,
    source=st.builds(ClipSource, st.sampled_from(SourceKind), text, st.none() | text),
    prompt=text,
    model_id=text,
    frame_size=st.none() | text,
    seed=st.none() | whole,
    references=st.lists(text).map(tuple),
    span=st.none() | st.builds(TimeRange, number, number),
    framing=st.builds(Framing, st.sampled_from(Shape), number),
)
failures = st.builds(
    Failure, st.sampled_from(FailureKind), text, text, text, request_id=st.none() | text
)
moment = st.floats(-1e9, 1e9).map(lambda x: x + 0.0)
spans = st.tuples(moment, moment).map(sorted)
reviews = st.builds(
    Review,
    mark=st.sampled_from(Mark),
    notes=st.lists(st.builds(lambda span, words: Note(*span, words), spans, text)).map(
        lambda notes: tuple(sorted(notes))
    ),
    offset=moment,
)
of_a_job = {
    "id": text,
    "edit": edits,
    "created_at": number,
    "shot": text,
    "take": whole,
    "owner": text,
    "state": st.sampled_from(JobState),
    "state_since": number,
    "position": number,
    "held": st.booleans(),
    "client_request_id": text,
    "service": text,
    "generation_id": st.none() | text,
    "status_word": text,
    "frame_size": st.none() | text,
    "sent_path": st.none() | text,
    "result_path": st.none() | text,
    "submitted_at": st.none() | number,
    "finished_at": st.none() | number,
    "generation_seconds": st.none() | number,
    "cost_usd": st.none() | st.decimals(allow_nan=False),
    "credits": st.none() | whole,
    "request_id": st.none() | text,
    "failure": st.none() | failures,
    "review": reviews,
}
jobs = st.builds(Job, **of_a_job)
assert set(of_a_job) == {field.name for field in fields(Job)}, "a field is not tried"


def job(number: int, **changes: Any) -> Job:
    return replace(Job(id=f"{number:05}", edit=EDIT, created_at=float(number)), **changes)


async def opened(path: Path) -> SqliteJobStore:
    store = SqliteJobStore(path)
    await store.open()
    return store


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(jobs, max_size=4, unique_by=lambda j: j.id))
def test_any_jobs_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, some: list[Job]):
    async def play() -> None:
        path = tmp_path_factory.mktemp("store") / "jobs.db"
        async with aclosing(await opened(path)) as store:
            for one in some:
                await store.save(one)
        async with aclosing(await opened(path)) as store:
            loaded = await store.load()
        assert sorted(map(repr, loaded)) == sorted(map(repr, some))
        assert [j.created_at for j in loaded] == sorted(j.created_at for j in some)

    asyncio.run(play())


@pytest.mark.asyncio
async def test_oldest_first_replaced_and_removed(tmp_path: Path):
    async with aclosing(await opened(tmp_path / "jobs.db")) as store:
        for number in (3, 1, 2):
            await store.save(job(number))
        await store.save(job(0, id="b", created_at=2.0))
        changed = job(1, state=JobState.DONE, cost_usd=Decimal("0.15750"), credits=315000)
        await store.save(changed)
        await store.remove("00003")
        await store.remove("never was")
        assert await store.load() == [changed, job(2), job(0, id="b", created_at=2.0)]


@pytest.mark.asyncio
async def test_another_process_sees_a_save_at_once(tmp_path: Path):
    path = tmp_path / "jobs.db"
    async with aclosing(await opened(path)) as store:
        await store.save(job(1))
        async with aclosing(await opened(path)) as other:
            assert await other.load() == [job(1)]
        assert store._connection is not None
        pragmas = await store._on_thread(
            lambda: [
                store._connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "busy_timeout")
            ]
        )
        assert pragmas == ["wal", 2, 5000]


@pytest.mark.asyncio
async def test_what_changed_since_the_opening_is_loaded(tmp_path: Path):
    path = tmp_path / "jobs.db"
    async with (
        aclosing(await opened(path)) as mine,
        aclosing(await opened(path)) as other,
        aclosing(await opened(path)) as third,
    ):
        await other.save(job(1))
        assert await mine.load() == [job(1)]
        await third.save(job(2))
        assert await third.load() == await mine.load() == [job(1), job(2)]


@pytest.mark.asyncio
async def test_sqlite_never_runs_on_the_loops_thread(tmp_path: Path):
    threads: set[str] = set()
    store = await opened(tmp_path / "jobs.db")
    async with aclosing(store):
        await store._on_thread(
            lambda: store._connection.set_trace_callback(
                lambda _: threads.add(threading.current_thread().name)
            )
        )
        await store.save(job(1))
        await store.load()
        await store.remove("00001")
    assert threads == {"job store_0"}


@pytest.mark.asyncio
async def test_a_cancelled_save_is_written_all_the_same(tmp_path: Path):
    path = tmp_path / "jobs.db"
    gate = threading.Event()
    async with aclosing(await opened(path)) as store:
        held = asyncio.create_task(store._on_thread(gate.wait))
        saves = [asyncio.create_task(store.save(job(n))) for n in range(20)]
        await asyncio.sleep(0)
        for save in saves:
            save.cancel()
        results = await asyncio.gather(*saves, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        gate.set()
        await held
        assert not await store._on_thread(lambda: store._connection.in_transaction)
        assert await store.load() == [job(n) for n in range(20)]


@pytest.mark.asyncio
async def test_a_failed_save_that_nobody_awaits_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    gate = threading.Event()
    async with aclosing(await opened(tmp_path / "jobs.db")) as store:
        held = asyncio.create_task(store._on_thread(gate.wait))
        await asyncio.sleep(0)
        save = asyncio.create_task(store.save(job(1, created_at=None)))
        await asyncio.sleep(0)
        save.cancel()
        with pytest.raises(asyncio.CancelledError):
            await save
        gate.set()
        await held
        assert await store.load() == []
    assert "NOT NULL" in caplog.text


@pytest.mark.asyncio
async def test_closing_waits_for_what_was_begun(tmp_path: Path):
    path = tmp_path / "jobs.db"
    store = await opened(path)
    save = asyncio.create_task(store.save(job(1)))
    await asyncio.sleep(0)
    await store.aclose()
    await store.aclose()
    assert save.done()
    with pytest.raises(BugError):
        await store.load()
    async with aclosing(await opened(path)) as store:
        assert await store.load() == [job(1)]


@pytest.mark.asyncio
async def test_a_newer_schema_is_refused_and_left(tmp_path: Path):
    path = tmp_path / "jobs.db"
    async with aclosing(await opened(path)) as store:
        await store.save(job(1))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    store = SqliteJobStore(path)
    with pytest.raises(KnownError, match=r"schema 999.*Update the app"):
        await store.open()
    await store.aclose()
    assert path.read_bytes() == before


@pytest.mark.asyncio
async def test_another_programs_database_is_refused_and_left(tmp_path: Path):
    path = tmp_path / "jobs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (title TEXT)")
    connection.close()
    before = path.read_bytes()
    store = SqliteJobStore(path)
    with pytest.raises(KnownError, match="another program"):
        await store.open()
    await store.aclose()
    assert path.read_bytes() == before


@pytest.mark.asyncio
async def test_a_folder_in_the_way_is_a_known_error(tmp_path: Path):
    store = SqliteJobStore(tmp_path)
    with pytest.raises(KnownError, match="can't be used") as caught:
        await store.open()
    await store.aclose()
    assert caught.value.failure.kind is FailureKind.DISK


@pytest.mark.asyncio
async def test_a_row_that_makes_no_sense_is_an_error_not_an_empty_list(tmp_path: Path):
    path = tmp_path / "jobs.db"
    async with aclosing(await opened(path)) as store:
        await store.save(job(1))
        await store.save(job(2))
        await store._on_thread(
            lambda: store._connection.execute("UPDATE jobs SET state = 'x' WHERE id = '00001'")
        )
        with pytest.raises(KnownError, match="damaged"):
            await store.load()


@pytest.mark.asyncio
async def test_a_migration_that_fails_leaves_the_old_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "jobs.db"
    async with aclosing(await opened(path)) as store:
        await store.save(job(1))
    scripts = tmp_path / "migrations"
    scripts.mkdir()
    for script in MIGRATIONS.iterdir():
        (scripts / script.name).write_bytes(script.read_bytes())
    following = f"{len(list(scripts.iterdir())) + 1:04}_bad.sql"
    (scripts / following).write_text("ALTER TABLE jobs ADD COLUMN x;\nCREATE\nTABLE jobs (y);")
    with monkeypatch.context() as patch:
        patch.setattr("aleph_desktop.store.schema.MIGRATIONS", scripts)
        store = SqliteJobStore(path)
        with pytest.raises(KnownError, match="already exists"):
            await store.open()
        await store.aclose()
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(jobs)")]
    connection.close()
    assert "x" not in columns
    async with aclosing(await opened(path)) as store:
        assert await store.load() == [job(1)]


@pytest.mark.asyncio
async def test_a_list_that_knew_no_reviews_is_brought_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "jobs.db"
    scripts = tmp_path / "migrations"
    scripts.mkdir()
    for script in sorted(MIGRATIONS.iterdir())[:3]:
        (scripts / script.name).write_bytes(script.read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr("aleph_desktop.store.schema.MIGRATIONS", scripts)
        connect(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        values = dict(zip(COLUMNS, to_row(job(1)), strict=True))
        del values["review"]
        marks = ", ".join("?" * len(values))
        connection.execute(
            f"INSERT INTO jobs ({', '.join(values)}) VALUES ({marks})",  # noqa: S608 - our columns
            list(values.values()),
        )
    async with aclosing(await opened(path)) as store:
        assert await store.load() == [job(1)]
        starred = job(1, review=Review(Mark.STAR))
        await store.save(starred)
    async with aclosing(await opened(path)) as store:
        assert await store.load() == [starred]


@settings(deadline=None, max_examples=200)
@given(st.none() | st.integers(-9, 9) | st.floats() | st.text() | st.binary(max_size=40))
@example("{")
@example("[" * 100_000)
@example("1" * 5_000)
@example('{"mark": "gold", "notes": 7, "offset": "x"}')
@example('{"mark": ["star"], "notes": [7, {}], "offset": true}')
@example('{"notes": [{"start": NaN, "end": 1, "text": "a"}], "offset": Infinity}')
@example(b"\xff\xfe{}")
def test_whatever_became_of_a_review_its_job_is_there(
    tmp_path_factory: pytest.TempPathFactory, stored: object
):
    async def play() -> None:
        path = tmp_path_factory.mktemp("store") / "jobs.db"
        async with aclosing(await opened(path)) as store:
            await store.save(job(1, review=Review(Mark.STAR)))
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE jobs SET review = coalesce(?, '')", [stored])
        store = SqliteJobStore(path)
        async with aclosing(store):
            assert await store.open() is None  # no damage
            assert await store.load() == [job(1)]
            assert (await store.claim("00001", "", "me")).review == UNREVIEWED
            await store.save(job(1, review=Review(Mark.REJECT)))
            assert await store.load() == [job(1, review=Review(Mark.REJECT))]

    asyncio.run(play())


def test_what_is_right_in_a_broken_review_stays():
    stored = """{"mark": "star", "offset": 1e99, "more": 1, "notes": [
        {"start": 2, "end": 2.5, "text": "flickers"}, {"start": 3, "end": 2, "text": "back"},
        "words", {"start": 1, "end": 1, "text": null},
        {"start": 0.5, "end": 0.5, "text": "dark"}]}"""
    notes = (Note(0.5, 0.5, "dark"), Note(2.0, 2.5, "flickers"))
    assert from_text(stored.encode()) == Review(Mark.STAR, notes)


@pytest.mark.asyncio
async def test_many_first_starts_at_once(tmp_path: Path):
    path = tmp_path / "jobs.db"
    stores = await asyncio.gather(*(opened(path) for _ in range(8)))
    await asyncio.gather(*(store.save(job(n)) for n, store in enumerate(stores)))
    assert len(await stores[0].load()) == 8
    for store in stores:
        await store.aclose()


def test_the_migrations_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in MIGRATIONS.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_of_several_programs_one_gets_a_job(tmp_path: Path) -> None:
    async def claims() -> list[bool]:
        stores = [SqliteJobStore(tmp_path / "jobs.db") for _ in range(6)]
        for store in stores:
            await store.open()
        await stores[0].save(Job("a", EDIT, 1.0, owner="ended"))
        answers = await asyncio.gather(
            *(store.claim("a", "ended", f"new-{number}") for number, store in enumerate(stores))
        )
        again = await stores[0].claim("a", "ended", "late")
        (job,) = await stores[0].load()
        for store in stores:
            await store.aclose()
        won = [answer for answer in answers if answer is not None]
        assert won == [job]
        assert job.owner == f"new-{answers.index(job)}"
        return [answer is not None for answer in (*answers, again)]

    assert sorted(asyncio.run(claims())) == [False] * 6 + [True]


@pytest.mark.asyncio
async def test_all_are_saved_or_none(tmp_path: Path):
    async with aclosing(await opened(tmp_path / "jobs.db")) as store:
        await store.save(job(1))
        later = job(1, state=JobState.PREPARING)
        with pytest.raises(KnownError, match="NOT NULL"):
            await store.save_all([later, job(2), job(3, created_at=None)])
        assert await store.load() == [job(1)]
        await store.save_all([later, job(2)])
        await store.save_all([])
        assert await store.load() == [later, job(2)]


@pytest.mark.asyncio
async def test_notes_are_kept_and_replaced(tmp_path: Path):
    path = tmp_path / "jobs.db"
    async with aclosing(await opened(path)) as store:
        assert await store.read_note("hold") is None
        await store.write_note("hold", "first")
        await store.write_note("hold", "credits")
        await store.write_note("other", "")
    async with aclosing(await opened(path)) as store:
        assert await store.read_note("hold") == "credits"
        assert await store.read_note("other") == ""


@pytest.mark.asyncio
async def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path):
    path = tmp_path / "jobs.db"
    async with aclosing(await opened(path)) as store:
        await store.save(job(1))
        await store._on_thread(lambda: store._connection.execute("PRAGMA max_page_count = 12"))
        many = [job(n, status_word="x" * 900) for n in range(1, 60)]
        with pytest.raises(KnownError, match="The disk is full") as caught:
            await store.save_all(many)
        assert caught.value.failure.kind is FailureKind.SPACE
        assert await store.load() == [job(1)]
        await store._on_thread(lambda: store._connection.execute("PRAGMA max_page_count = 10000"))
        await store.save_all(many)
        assert await store.load() == many
