"""The power goes at any moment: the list is what was promised or what was being written, and a
result's final name is never a part of a file.

What a power cut may leave is modelled in `power_record`, what the program does in `power_script`.
"""

import asyncio
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import power_script
import pytest
from power_record import Event, Mark, Name, Sync, leave, record
from power_script import MARK, TARGET, VIDEO, lists, script

from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.store.sidecar import read_sidecar

pytestmark = [
    pytest.mark.fault(2),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
SEED = random.randrange(2**32)


@pytest.fixture
def fast_disk(tmp_path: Path) -> Iterator[Path]:
    """What is synced here needn't outlast anything."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own in it
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def recorded(folder: Path) -> list[Event]:
    results = folder / "data" / "results"
    results.mkdir(parents=True)
    video = folder / "video"
    video.write_bytes(VIDEO)
    command = [sys.executable, power_script.__file__, str(results.parent), str(video)]
    return record(results.parent, command, folder / "log", MARK)


def cuts(events: list[Event], chance: random.Random) -> list[int]:
    """Around each sync and change of names, and 100 other moments."""
    edges = {
        place + after
        for place, event in enumerate(events)
        for after in (0, 1)
        if isinstance(event, Name | Sync | Mark)
    }
    return sorted({*edges, *(chance.randrange(len(events) + 1) for _ in range(100))})


def test_whatever_is_left_is_the_old_or_the_new(tmp_path: Path, fast_disk: Path) -> None:
    print("seed", SEED)  # noqa: T201 - to see it again
    chance = random.Random(SEED)
    events = recorded(tmp_path)
    root = tmp_path / "data"
    steps = script(root)
    assert sum(isinstance(event, Mark) for event in events) == len(steps)
    states = lists(steps)
    published = steps.index("publish") + 1

    async def look(place: int, luck: random.Random | None, number: int) -> None:
        left = fast_disk / str(number)
        (left / "results").mkdir(parents=True)
        leave(events[:place], str(root), left, luck)
        done = sum(isinstance(event, Mark) for event in events[:place])
        target = left / "results" / TARGET
        if target.exists():
            assert target.read_bytes() == VIDEO
            sidecar = read_sidecar(target)
            assert sidecar is not None
            assert sidecar.job_id == "first"
        assert target.exists() or done < published
        store = SqliteJobStore(left / "jobs.db")
        try:
            assert await store.open() is None, "damaged"
            jobs = {job.id: job for job in await store.load()}
            assert jobs in states[done : done + 2], f"after {place} events, {done} steps"
        finally:
            await store.aclose()
        shutil.rmtree(left)

    async def all_of_them() -> None:
        number = 0
        for place in cuts(events, chance):
            for luck in (None, chance):
                await look(place, luck, number)
                number += 1

    asyncio.run(all_of_them())
