"""What the editor thinks of a take: a mark, notes, and how the clips lie beside each other."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """The verdict on a take."""

    NONE = ""
    STAR = "star"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Words on a frame, or on a range of frames. Seconds from the first frame that was sent."""

    start: float  # the first frame's start
    end: float  # the last frame's start; a frame alone: the same
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """Of one take."""

    mark: Mark = Mark.NONE
    notes: tuple[Note, ...] = ()  # in the order of time
    offset: float = 0.0  # seconds that the edited clip is shown later than the reference


UNREVIEWED = Review()
