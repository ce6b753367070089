"""What the jobs room needs of the world. The composition root hands in what fulfils it."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.generation import Generation
from aleph_desktop.domain.job import Job
from aleph_desktop.domain.model_spec import ModelSpec
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

    async def find(self, client_request_ids: Collection[str], hours: int) -> dict[str, str]:
        """Which of our ids the service's log of the last `hours` has, with their generation ids.

        Rows can take some minutes to appear, so an id that is not there says nothing.
        """
        ...

    async def balance(self) -> Decimal:
        """USD in the account: whether key and credits are in order."""
        ...


class Downloader(Protocol):
    """Fetches files by URL."""

    async def fetch(self, url: str, part: Path, progress: Progress, limit: int) -> int:
        """Bring a file to `part`; returns its size in bytes. It is whole and on the disk then.

        Goes on with what an earlier try left in `part`, where the server can, and says so to
        `progress(received, total)`: bytes, total None while unknown, called on the event loop, at
        most 10 times a second. What has come stays in `part` when it is cancelled or breaks off.
        Raises ServiceError (NotFound: the address has expired), KnownError of kind DISK, or SPACE
        when there is too little room for the whole. Over `limit` bytes is an error.
        """
        ...


class ResultChecker(Protocol):
    """Whether a file is what was paid for."""

    async def check(self, path: Path) -> ClipInfo:
        """Decode a video to its last frame. Raises KnownError of kind PROVIDER for what is none,
        or breaks off before its end.
        """
        ...


class ResultShelf(Protocol):
    """The folder of results. Raises KnownError of kind DISK or SPACE."""

    async def free_name(self, wanted: Path, taken: Collection[Path], *, resuming: bool) -> Path:
        """`wanted`, or with a number where that is there (even as a link) or is in `taken`.

        A name whose .part is there is another job's, unless `resuming`: then it is this one's.
        """
        ...

    async def has_folder(self, folder: Path) -> bool:
        """Whether a folder is there: its disk may have been taken away."""
        ...

    async def publish(self, job: Job, part: Path) -> None:
        """Give a whole file its final name, `job.result_path`, and write its sidecar beside it.

        Never overwrites: raises KnownError where the name is taken meanwhile.
        """
        ...

    async def is_published(self, job: Job) -> bool:
        """Whether the file at `job.result_path` is the job's own, by its sidecar."""
        ...

    async def write_review(self, job: Job) -> None:
        """Keep the job's review beside its result, too; where that isn't there, nothing.

        Raises KnownError.
        """
        ...

    async def set_aside(self, part: Path) -> Path:
        """Keep a file that is no result under a name that says so; the name."""
        ...

    async def discard(self, part: Path) -> None:
        """Delete what was fetched of a result that nobody waits for."""
        ...

    async def missing(self, jobs: Sequence[Job]) -> set[str]:
        """The ids of those DONE jobs whose result is not there."""
        ...

    async def room(self, folder: Path) -> int:
        """Bytes free on the disk of a folder, for us."""
        ...


class ClipPreparer(Protocol):
    """Makes a local file ready to be sent. Raises KnownError with why it can't."""

    async def prepare(
        self, edit: Edit, spec: ModelSpec, target: Path, *, progress: Progress
    ) -> PreparedClip:
        """Put what the edit sends of its clip, as `plan_send` says, at `target` (an .mp4 path).

        `progress(done, total)` is in frames. Cancelling the task ends the work within 100 ms and
        leaves no file.
        """
        ...

    async def inspect(self, path: Path) -> ClipInfo:
        """What a clip is. Raises KnownError for what is none."""
        ...

    async def digest(self, path: Path) -> str:
        """A file's mark, which changes when the file does. Raises KnownError."""
        ...

    async def prepare_image(self, source: Path, *, limit: int) -> MediaFile:
        """An image file as it can be sent. Raises KnownError for one that is none or too large."""
        ...


class JobStore(Protocol):
    """Keeps jobs. A call returns when the change is on the disk."""

    async def load(self) -> list[Job]: ...

    async def save(self, job: Job) -> None: ...

    async def save_all(self, jobs: Sequence[Job]) -> None:
        """All or, if it raises, none."""
        ...

    async def remove(self, job_id: str) -> None: ...

    async def read_note(self, name: str) -> str | None:
        """A word about the list as a whole; None if there is none."""
        ...

    async def write_note(self, name: str, text: str) -> None: ...

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
