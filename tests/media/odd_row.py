"""One odd file, and what is right to become of it."""

from dataclasses import dataclass
from fractions import Fraction

from odd_clips import SIZE, Make

from aleph_desktop.domain.framing import UNCHANGED, Framing
from aleph_desktop.domain.time_range import TimeRange

PART = TimeRange(0.2, 0.8)  # frames 5 to 19 at 25 fps
# Mean difference of two pictures' samples, of 255. One frame off is 20 and more, the wrong colour
# matrix 8.
ALIKE = 6.0


@dataclass(frozen=True, slots=True)
class Proxy:
    """It becomes a clip that can be sent: this one."""

    size: tuple[int, int] = SIZE
    rate: Fraction | int | None = 25  # None: any, as the timing is uneven
    frames: int | None = 15  # None: as many as FFmpeg finds in the range
    view: str = "null"  # FFmpeg's filters that make of the source what is right
    decoder: str = ""  # FFmpeg's that sees all of it, where the usual one doesn't
    as_it_is: bool = False
    alike: float = ALIKE
    last_within: int = 0  # frames; the end lies in what is damaged, where decoders differ


@dataclass(frozen=True, slots=True)
class Sentence:
    """It is refused, with words."""

    says: str  # a pattern that the message has
    remedy: str = "Choose a video"  # a pattern that the remedy has


@dataclass(frozen=True, slots=True)
class OddInput:
    """One row of the table."""

    name: str
    make: Make
    expected: Proxy | Sentence
    span: TimeRange | None = None
    framing: Framing = UNCHANGED


def row(
    name: str, make: Make, expected: Proxy | Sentence, span: TimeRange | None = PART
) -> OddInput:
    """Most are asked for a part, so that the way there is tried, too."""
    return OddInput(name, make, expected, span)
