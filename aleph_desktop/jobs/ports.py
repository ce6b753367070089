"""What the jobs room needs of the world. The composition root hands in what fulfils it."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.generation import Generation
from aleph_desktop.domain.job import Job
from aleph_desktop.domain.submission import MediaFile, PreparedClip, Submission

Progress = Callable[[int, int | None], None]


class VideoService(Protocol):
    """The hosted model. Raises `client.errors.ServiceError`."""

    async def submit(self, submission: Submission) -> Generation:
        """POST once; never tried again here."""
        ...

    async def poll(self, generation_id: str) -> Generation:
        """GET once."""
        ...


class Downloader(Protocol):
    """Fetches files by URL."""

    async def download(self, url: str, target: Path, progress: Progress, limit: int | None) -> int:
        """Write to `target` through `target.part`; returns the size in bytes.

        `progress(received, total)` is in bytes, total None while unknown; it is called on the
        event loop, at most 10 times a second. Over `limit` bytes is an error.
        """
        ...


class ClipPreparer(Protocol):
    """Makes a local file ready to be sent. Raises KnownError with why it can't."""

    async def prepare(
        self, source: Path, target: Path, *, seconds: float, limit: int, progress: Progress
    ) -> PreparedClip:
        """Put the clip's first `seconds`, of at most `limit` bytes, at `target` (an .mp4 path).

        `progress(done, total)` is in frames. Cancelling the task ends the work within 100 ms and
        leaves no file.
        """
        ...

    async def inspect(self, path: Path) -> ClipInfo:
        """What a clip is. Raises KnownError for what is none."""
        ...

    async def prepare_image(self, source: Path, *, limit: int) -> MediaFile:
        """An image file as it can be sent. Raises KnownError for one that is none or too large."""
        ...


class JobStore(Protocol):
    """Keeps jobs. A call returns when the change is on the disk."""

    async def load(self) -> list[Job]: ...

    async def save(self, job: Job) -> None: ...

    async def remove(self, job_id: str) -> None: ...

    async def claim(self, job_id: str, before: str, after: str) -> Job | None:
        """Change a job's owner, in one step; the job as it then is, None if not `before`'s."""
        ...


class Owner(Protocol):
    """Which running program this is, and which others still run: no two run the same job."""

    @property
    def id(self) -> str: ...

    def is_alive(self, owner: str) -> bool:
        """Whether the program with this id still runs; this one's own counts as alive."""
        ...


class Clock(Protocol):
    """Time, so that tests can hold it."""

    def now(self) -> float:
        """Wall time: seconds since 1970, UTC. May jump."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment. Never jumps."""
        ...

    async def sleep(self, seconds: float) -> None: ...
