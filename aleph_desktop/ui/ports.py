"""What the window needs from rooms that it must not import; the composition root hands it in."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.prompt import Snippet
from aleph_desktop.domain.region import Region
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.url_report import UrlReport


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


class Comparison(Protocol):
    """How two reels differ, pair by pair."""

    @property
    def match(self) -> float:
        """How much of the pictures' structure they share, 0 to 1; relit or recoloured is much."""
        ...

    @property
    def lines_up(self) -> bool:
        """Whether the edited picture is of the same view, so that a wipe means something."""
        ...

    def changes(self, region: Region | None = None) -> Sequence[float]:
        """Each pair's mean difference, 0 to 1, inside a part of the picture; None: of all."""
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

    async def strip(
        self, path: str, count: int, width: int, height: int, on_still: Callable[[int, Still], None]
    ) -> None:
        """`count` pictures spread over the whole clip, told on the loop as they come.

        `on_still(number, still)`, coarse first: the first, the middle, the quarters, … Nearby key
        frames do. Cancelling the task ends it.
        """
        ...

    async def still(self, path: str, seconds: float, width: int, height: int) -> Still:
        """The very frame that is on screen at a time from the first frame."""
        ...

    async def cuts(self, path: str, span: TimeRange, on_cut: Callable[[float], None]) -> None:
        """Cuts inside a part of the clip, told on the loop as they are found, in seconds from the
        first frame: the start of the first frame after the cut. Cancelling the task ends it.
        """
        ...

    async def reel(
        self,
        path: str,
        span: TimeRange | None = None,
        on_first: Callable[[Reel], None] | None = None,
    ) -> Reel:
        """The frames of a part of the clip, at most five seconds; None: of its start.

        The reel's times begin at 0 with the part's first frame. `on_first` is told on the loop, at
        once, a reel of that frame alone. Cancelling ends the reading.
        """
        ...

    async def compare(
        self, reference: Reel, edited: Reel, pairs: Sequence[tuple[int, int]]
    ) -> Comparison:
        """How these frames of the two differ: (reference's index, edited clip's index)."""
        ...

    async def frame(self, path: str, seconds: float) -> Still:
        """The very frame that is on screen at a time from the first frame, in its full size."""
        ...

    async def movie(
        self,
        path: str,
        rate: Fraction,
        count: int,
        picture: Callable[[int], Still],
        progress: Callable[[int, int], None],
    ) -> None:
        """Write `count` pictures, all of one even size, as H.264 in MP4: `path` appears whole.

        `picture(number)` is called in a thread, `progress(done, count)` on the loop. Cancelling
        leaves nothing behind.
        """
        ...

    async def keep_frame(self, path: str, seconds: float) -> str:
        """Take a frame into the library of image references; the image's path."""
        ...


class UrlReader(Protocol):
    """Looks at clips on the web, off the event loop. `private`: the user chose to let a private
    address be asked. Raises KnownError.
    """

    async def look(self, url: str, *, private: bool = False) -> UrlReport:
        """What is behind a URL: asked by HEAD and ranged reads, never fetched whole."""
        ...

    async def thumbnail(self, url: str, width: int, height: int, *, private: bool = False) -> Still:
        """A picture of the clip, by ranged reads."""
        ...

    async def fetch(
        self, url: str, progress: Callable[[int, int | None], None], *, private: bool = False
    ) -> str:
        """Bring the clip here, to be sent as data; its path. `progress(received, total)`: bytes."""
        ...


class Library(Protocol):
    """The image references that were used, newest first: our own copies. Raises KnownError."""

    async def images(self) -> Sequence[str]:
        """Paths."""
        ...

    async def add(self, path: str) -> str:
        """Take an image file in, made small enough to be sent; its path in the library.

        The same picture twice is one.
        """
        ...

    async def add_data(self, data: bytes) -> str:
        """As `add`, for the bytes of an image file, as the clipboard has them."""
        ...

    async def remove(self, path: str) -> None: ...


class PromptBook(Protocol):
    """Prompts that were run, newest first, and saved snippets. Raises KnownError."""

    async def history(self) -> Sequence[str]: ...

    async def remember(self, prompt: str) -> None: ...

    async def snippets(self) -> Sequence[Snippet]: ...

    async def save_snippet(self, snippet: Snippet) -> None:
        """Replaces one of the same name."""
        ...

    async def remove_snippet(self, name: str) -> None: ...


class Speller(Protocol):
    """The system's spell checker. Called from the window's thread: quick."""

    def is_right(self, word: str) -> bool: ...

    def suggestions(self, word: str) -> Sequence[str]: ...


class MediaPorts(NamedTuple):
    """What the window's draft and review stand on."""

    clips: ClipReader
    web: UrlReader
    library: Library
    prompts: PromptBook
