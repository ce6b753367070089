"""Row 3: no space, at every write."""

import asyncio
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fault_plan import RESULT, SUBMIT
from small_disk import small_disk

from aleph_desktop.domain.job import JobState
from aleph_desktop.errors import FailureKind, KnownError

pytestmark = [pytest.mark.fault(3), pytest.mark.asyncio]

LARGE = 3_000_000  # bytes, of a result


@pytest.fixture
def disk(tmp_path):
    """Of 64 MB, since the app leaves 32 MB free for its list.

    Skips where no disk can be mounted: `test_a_limit_on_file_sizes` runs anywhere.
    """
    with small_disk(tmp_path / "disk", "64m") as found:
        if found is None:
            pytest.skip("mounting a small disk needs root")
        yield found


def rows(database: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        assert opened.execute("pragma integrity_check").fetchone() == ("ok",)
        return opened.execute("select id, state from jobs order by created_at").fetchall()


async def test_a_download_waits_for_room(faulty, make_rig, disk) -> None:
    """The job stays DOWNLOADING and says why; the results that are there stay as they are."""
    results = disk.folder / "results"
    results.mkdir()
    async with make_rig(results_dir=str(results)).running() as rig:
        old = await rig.settled((await rig.add("old")).id)
        before = hashlib.sha256(Path(old.result_path).read_bytes()).hexdigest()
        disk.fill(leave=20_000)
        job = await rig.add("new")
        await rig.until(lambda: rig.job(job.id).failure is not None)
        waiting = rig.job(job.id)
        assert waiting.state is JobState.DOWNLOADING
        assert waiting.failure.kind is FailureKind.SPACE
        assert hashlib.sha256(Path(old.result_path).read_bytes()).hexdigest() == before
        assert [p.name for p in results.glob("*.mp4")] == [Path(old.result_path).name]
        disk.make_room()
        job = await rig.settled(job.id)
    assert (job.state, job.failure) == (JobState.DONE, None)
    assert len(faulty.seen(SUBMIT)) == 2


async def test_a_disk_that_fills_up_during_a_download(faulty, make_rig, disk, large) -> None:
    """Half of it had come when somebody else took the room: that half is kept."""
    results = disk.folder / "results"
    results.mkdir()
    faulty.once(RESULT, accept=False, body=large, stall=0.4)
    async with make_rig(results_dir=str(results)).running() as rig:
        job = await rig.add()
        await faulty.saw(RESULT, 1)
        disk.fill(leave=10_000)
        await rig.until(lambda: rig.job(job.id).failure is not None)
        assert rig.job(job.id).state is JobState.DOWNLOADING
        assert rig.job(job.id).failure.kind is FailureKind.SPACE
        assert not list(results.glob("*.mp4"))
        assert list(results.glob("*.part"))
        faulty.always(RESULT, accept=False, body=large)
        disk.make_room()
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert Path(job.result_path).read_bytes() == large


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> bytes:
    """A valid clip of about LARGE bytes: the rest is padding that players skip."""
    from tiny_clip import make_clip

    clip = make_clip(tmp_path_factory.mktemp("large") / "large.mp4").read_bytes()
    padding = LARGE - len(clip)
    return clip + padding.to_bytes(4, "big") + b"free" + bytes(padding - 8)


async def test_preparing_waits_for_room(faulty, make_rig, disk, tmp_path) -> None:
    """Nothing was sent: the queue is held, and goes on by itself."""
    folder = disk.folder / "data"
    rig = make_rig(folder=folder, results_dir=str(tmp_path))
    async with rig.running():
        disk.fill(leave=700_000)
        jobs = [await rig.add(f"rain {n}", source=wide(tmp_path)) for n in range(3)]
        await rig.until(lambda: rig.jobs.hold.is_on)
        assert rig.jobs.hold.failure.kind is FailureKind.SPACE
        assert {rig.job(job.id).state for job in jobs} <= {JobState.QUEUED, JobState.PREPARING}
        assert faulty.seen(SUBMIT) == []
        assert not list(rig.paths.sent_dir.iterdir())
        disk.make_room()
        ended = await rig.all_settled()
    assert [job.state for job in ended] == [JobState.DONE] * 3
    assert sorted(faulty.accepted().values()) == [1] * 3


def wide(folder: Path) -> Path:
    """A clip whose copy needs more than the room that is left."""
    from tiny_clip import make_clip

    path = folder / "wide.mp4"
    if not path.exists():
        make_clip(path, frames=25, size=(1280, 720), seed=3)
        assert path.stat().st_size > 700_000
    return path


async def test_a_list_that_cannot_be_written_is_left_as_it_was(faulty, make_rig, disk) -> None:
    folder = disk.folder / "data"
    async with make_rig(folder=folder).running() as rig:
        await rig.jobs.pause()
        for number in range(3):
            await rig.add(f"rain {number}")
        before = rows(rig.paths.database)
        disk.fill()
        with pytest.raises(KnownError) as told:
            await add_until_refused(rig)
        assert told.value.failure.kind in (FailureKind.SPACE, FailureKind.DISK)
        assert rows(rig.paths.database)[:3] == before
        # what could not be stored isn't shown
        assert [job for job, _ in rows(rig.paths.database)] == list(rig.session.book.jobs)
        disk.make_room()
        await rig.jobs.resume()
        jobs = await rig.all_settled()
    assert {job.state for job in jobs} == {JobState.DONE}
    assert sorted(faulty.accepted().values()) == [1] * len(jobs)


async def add_until_refused(rig) -> None:
    for number in range(500):
        await rig.add("x" * 990 + str(number))


async def test_an_accepted_id_that_cannot_be_stored_is_stored_later(
    faulty, make_rig, monkeypatch, caplog
) -> None:
    """The dearest moment for a list that takes nothing: the job was accepted just now."""
    monkeypatch.setattr("aleph_desktop.store.schema.BUSY_SECONDS", 0.1)
    faulty.once(SUBMIT, delay=0.2)
    async with make_rig().running() as rig:
        job = await rig.add()
        await rig.reached(job.id, JobState.SUBMITTING)
        with closing(sqlite3.connect(rig.paths.database)) as other:
            other.execute("begin immediate")
            await asyncio.sleep(0.5)  # longer than the answer and the store's patience take
            assert rig.job(job.id).state is JobState.SUBMITTING
            other.rollback()
        job = await rig.settled(job.id)
    assert job.state is JobState.DONE
    assert "can't be stored" in caplog.text
    assert faulty.accepted() == {job.client_request_id: 1}


_CHILD = """
import asyncio, resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from aleph_desktop.media.proxy import ProxyPreparer
from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.model_spec import find_model_spec
from aleph_desktop.errors import KnownError
from aleph_desktop.resources import resource
async def main():
    preparer = ProxyPreparer()
    source, target = map(Path, sys.argv[1:])
    try:
        await preparer.prepare(
            Edit(ClipSource(SourceKind.FILE, str(source)), "", "runway/gen4_aleph"),
            find_model_spec(resource("models"), "runway/gen4_aleph"),
            target,
            progress=lambda done, total: None,
        )
    except KnownError as error:
        print(error.failure.kind)
    print([path.name for path in target.parent.iterdir()])
    preparer.close()
asyncio.run(main())
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no such limit")
async def test_a_limit_on_file_sizes(tiny, tmp_path) -> None:
    """Short writes, without a disk of our own: EFBIG at 20,000 bytes."""
    assert tiny.stat().st_size > 20_000
    (tmp_path / "sent").mkdir()
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(tiny), str(tmp_path / "sent" / "proxy.mp4")],
        capture_output=True,
        text=True,
        check=True,
    )
    kind, left = child.stdout.splitlines()
    assert kind in ("disk", "space")
    assert left == "[]"
