"""What the window needs from rooms that it must not import; the composition root hands it in."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from aleph_desktop.domain.clip import ClipInfo


class Still(Protocol):
    """One picture: rows of 32-bit pixels, blue first, as QImage.Format_RGB32 holds them."""

    @property
    def width(self) -> int: ...  # pixels

    @property
    def height(self) -> int: ...  # pixels

    @property
    def stride(self) -> int: ...  # bytes a row

    @property
    def data(self) -> bytes: ...


class Reel(Protocol):
    """A clip's frames, held in memory, each to be had at once."""

    def __len__(self) -> int: ...

    @property
    def width(self) -> int: ...  # pixels, as shown

    @property
    def height(self) -> int: ...  # pixels, as shown

    @property
    def frame_rate(self) -> Fraction: ...  # frames per second

    @property
    def duration(self) -> float: ...  # seconds

    def index_at(self, seconds: float) -> int:
        """The frame that is on screen at a time; clamped to the clip."""
        ...

    def time_of(self, index: int) -> float:
        """The middle of a frame's time on screen, in seconds."""
        ...

    def still(self, index: int, width: int, height: int) -> Still:
        """A frame, scaled to just this size."""
        ...


class ClipReader(Protocol):
    """Looks into clip files, off the event loop. Raises KnownError with why it can't."""

    async def probe(self, path: str) -> ClipInfo: ...

    async def digest(self, path: str) -> str:
        """A file's mark, which changes when the file does."""
        ...

    async def stills(self, path: str, count: int, width: int, height: int) -> Sequence[Still]:
        """`count` pictures spread over the clip, each inside a box of width × height pixels."""
        ...

    async def reel(self, path: str) -> Reel:
        """The frames of the clip's first seconds. Cancelling the task ends the reading."""
        ...
