"""How a picture is put into a frame of another shape. Plain arithmetic, in pixels."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from aleph_desktop.domain.shape import Size, even, fitted, within_long_side

SAME_SHAPE = 0.01  # shapes that differ by less are one: nobody sees it, and 1080 has odd parts


class Shape(StrEnum):
    """What to do where the shapes differ."""

    FIT = "fit"  # the whole picture, with black bars
    FILL = "fill"  # the whole frame, with the picture's edges cut off


@dataclass(frozen=True, slots=True)
class Framing:
    """What the editor chose."""

    shape: Shape = Shape.FIT
    position: float = (
        0.5  # FILL: where the crop lies, 0 at the left or top, 1 at the right or bottom
    )


UNCHANGED = Framing()  # nobody has chosen


class Rect(NamedTuple):
    """Pixels from the top left."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Which part of the source's picture goes where in what is sent."""

    source: Size  # the picture as shown
    size: Size  # of what is sent; even sides
    crop: Rect  # of the source
    picture: Rect  # where that lies in what is sent; even sides and offsets

    @property
    def is_cropped(self) -> bool:
        """Whether something of the picture is left out."""
        return self.crop[2:] != self.source

    @property
    def has_bars(self) -> bool:
        """Whether what is sent is not filled by the picture."""
        return self.picture[2:] != self.size


def is_same_shape(one: Size, other: Size) -> bool:
    """Whether two sizes have one shape, as far as anybody sees."""
    a, b = one[0] * other[1], one[1] * other[0]
    return max(a, b) <= (1 + SAME_SHAPE) * min(a, b)


def place(source: Size, frame: Size, framing: Framing, long_side: int) -> Placement:
    """A picture for a frame of the model's.

    One of the frame's shape keeps its size, up to `long_side`; else what is sent has the frame's
    own size, and the picture is fitted into it, or fills it.
    """
    whole = Rect(0, 0, *source)
    if is_same_shape(source, frame):
        size = within_long_side(source, long_side)
        return Placement(source, size, whole, Rect(0, 0, *size))
    if framing.shape is Shape.FIT:
        width, height = even(fitted(source, frame))
        x, y = (frame[0] - width) // 4 * 2, (frame[1] - height) // 4 * 2
        return Placement(source, frame, whole, Rect(x, y, width, height))
    width, height = fitted(frame, source)
    x = round((source[0] - width) * framing.position)
    y = round((source[1] - height) * framing.position)
    return Placement(source, frame, Rect(x, y, width, height), Rect(0, 0, *frame))
