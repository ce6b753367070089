"""How the pictures are compared: the mode and its options, zoom and pan."""

from dataclasses import dataclass
from enum import Enum


class Mode(Enum):
    """What is done with the two pictures. The value is what the user reads."""

    SIDE = "Side by side"  # over and under, where that is larger
    WIPE = "Wipe"
    FLIP = "Flip"
    OVERLAY = "Overlay"
    DIFFERENCE = "Difference"
    GRID = "Grid"  # up to four takes


NEEDS_MATCH = frozenset({Mode.WIPE, Mode.OVERLAY, Mode.DIFFERENCE})  # useless for another picture
GAINS = (1, 2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Look:
    """All of it; frozen. Shares are 0 to 1 of the picture, from its upper left corner."""

    mode: Mode = Mode.SIDE
    wipe: tuple[float, float] = (0.5, 0.5)  # a point of the line; the reference is left of it
    angle: float = 0.0  # degrees that the line is turned clockwise; 0: upright
    flipped: bool = False  # the reference alone, in any mode; in FLIP else the edited one
    opacity: float = 0.5  # OVERLAY: of the edited picture, 0 to 1
    gain: int = 1  # DIFFERENCE: times, one of GAINS
    heat: bool = False  # DIFFERENCE: as heat map
    zoom: float | None = None  # screen pixels for a clip's pixel; None: fitted
    centre: tuple[float, float] = (0.5, 0.5)  # what lies in the middle, when zoomed
