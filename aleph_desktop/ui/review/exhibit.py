"""What is on show, as it goes out: frozen when it is asked for, whatever is shown next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from aleph_desktop.domain.timecode import timecode
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.caption import Caption
from aleph_desktop.ui.review.look import Look
from aleph_desktop.ui.review.reel_ask import ReelAsk


class FrameAsk(NamedTuple):
    """One frame, in its full size."""

    path: str
    seconds: float  # from the file's first frame
    words: str  # what it is: "The edited frame"


class Shown(NamedTuple):
    """One side: its frames, and where they come from."""

    reel: Reel
    ask: ReelAsk


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Frames are counted by the leader, from 0: `pairs` are (reference's index, edited one's)."""

    caption: Caption
    reference: Shown | None
    edited: Shown | None
    pairs: tuple[tuple[int, int], ...]
    rate: Fraction  # the leader's frames per second
    first: int = 0  # the leader's first frame, counted from where its timecode is 0
    drop: bool = False  # the timecode is counted with dropped numbers
    peaks: Sequence[int] = field(default=())  # frames with much change, the most first

    def code(self, index: int) -> str:
        """A frame's timecode in its source."""
        return timecode(self.first + index, self.rate, drop=self.drop)


@dataclass(frozen=True, slots=True)
class MovieAsk:
    """A review movie of a part of what is on show."""

    exhibit: Exhibit  # with both sides
    look: Look  # SIDE or WIPE, with its line
    burn_in: bool
    start: int  # the first frame
    count: int  # frames
