"""A data folder as tests see it: jobs that an earlier run left, and what became of them."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import av

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job
from aleph_desktop.store.job_store import SqliteJobStore


class JobFolder:
    """The job list in a folder. Not to be used while a program has it open."""

    def __init__(self, path: Path, clip: Path) -> None:
        """`clip` is that of the jobs that are left."""
        self.path = path
        self._clip = clip
        self._left = 0
        path.mkdir()
        asyncio.run(self._save(None))

    def leave(self, prompt: str = "rain", **fields: Any) -> None:
        """A job of a run that has ended; QUEUED, if the fields don't say otherwise."""
        self._left += 1
        source = ClipSource(SourceKind.FILE, str(self._clip))
        edit = Edit(source, prompt, "runway/gen4_aleph", seed=self._left)
        name = f"left{self._left}"
        job = Job(name, edit, float(self._left), owner="gone", client_request_id=f"aleph-{name}")
        asyncio.run(self._save(replace(job, **fields)))

    def write(self, statement: str) -> None:
        """One statement of SQL."""
        with closing(sqlite3.connect(self.path / "jobs.db")) as database, database:
            database.execute(statement)

    def states(self) -> list[str]:
        """Of all jobs, oldest first."""
        return self.read("state")

    def read(self, column: str) -> list[Any]:
        """Of all jobs, oldest first."""
        with closing(sqlite3.connect(self.path / "jobs.db")) as database:
            rows = database.execute(f"select {column} from jobs order by created_at")  # noqa: S608 - ours
            return [row[0] for row in rows]

    async def _save(self, job: Job | None) -> None:
        store = SqliteJobStore(self.path / "jobs.db")
        await store.open()
        if job is not None:
            await store.save(job)
        await store.aclose()


def frames(path: Path | str) -> int:
    """By decoding to the last."""
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))
