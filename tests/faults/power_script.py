"""What the recorded program does: each step, and what the list holds after each."""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState, advance
from aleph_desktop.store.job_store import SqliteJobStore
from aleph_desktop.store.result_shelf import ResultFolder

VIDEO = os.urandom(64) * 4096  # 256 KiB, written in 8 pieces
MARK = b"step done\n"
TARGET = "night.mp4"

Step = list[Job] | str  # jobs to save at once, or a verb


def script(folder: Path) -> list[Step]:
    """The steps of two sessions; the second begins at "reopen"."""
    edit = Edit(ClipSource(SourceKind.FILE, "/clips/a.mp4"), "Make it night " * 30, "aleph")
    first = Job("first", edit, 1.0, client_request_id="aleph-first")
    target = str(folder / "results" / TARGET)
    steps: list[Step] = [[first], [Job(f"more-{n}", edit, 2.0 + n) for n in range(12)]]
    sent = {"generation_id": "gen-1", "result_path": target}
    for state, changes in (
        (JobState.PREPARING, {}),
        (JobState.SUBMITTING, {}),
        (JobState.WAITING, sent),
        (JobState.GENERATING, {}),
        (JobState.DOWNLOADING, {}),
    ):
        first = advance(first, state, 5.0, **changes)
        steps.append([first])
    steps += ["reopen", "fetch", "publish", [advance(first, JobState.DONE, 6.0)]]
    for number in range(12):
        more = Job(f"more-{number}", edit, 2.0 + number)
        steps += [[replace(more, owner="me")], [advance(more, JobState.CANCELLED, 7.0)]]
    return [*steps, "remove", "reopen"]


def lists(steps: list[Step]) -> list[dict[str, Job]]:
    """What the list holds after none, one, two … of the steps."""
    states: list[dict[str, Job]] = [{}]
    for step in steps:
        state = dict(states[-1])
        if step == "remove":
            del state["more-0"]
        elif not isinstance(step, str):
            state |= {job.id: job for job in step}
        states.append(state)
    return states


async def run(folder: Path, video: bytes) -> None:
    """Play it, and write a mark after each step that has returned."""
    store = SqliteJobStore(folder / "jobs.db")
    await store.open()
    await store.load()
    part = folder / "results" / f"{TARGET}.part"
    downloading: Job | None = None
    for step in script(folder):
        if step == "reopen":
            await store.aclose()
            store = SqliteJobStore(folder / "jobs.db")
            await store.open()
            await store.load()
        elif step == "fetch":
            with part.open("wb", buffering=0) as file:
                for place in range(0, len(video), 32768):
                    file.write(video[place : place + 32768])
        elif step == "publish":
            assert downloading
            await ResultFolder().publish(downloading, part)
        elif step == "remove":
            await store.remove("more-0")
        elif isinstance(step, list):
            await store.save_all(step) if len(step) > 1 else await store.save(step[0])
            downloading = step[0] if step[0].state is JobState.DOWNLOADING else downloading
        os.write(1, MARK)
    await store.aclose()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
