"""Clips whose frames say which they are, however they are painted: made here, and read back.

A frame's number stands in it four times beside each other, in black and white cells: one white, one
black, twelve bits, the highest first, and a bit that makes the white ones even. The reference has
it above the middle, the edited clip below, each black where the other's is: so both can be read
where the pictures lie on each other, and each on its side of a wipe.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage

SIZE = (480, 270)
BITS = 12
CELLS = 2 + BITS + 1
ROWS = {"reference": 0.36, "edited": 0.64}  # the middles, as shares of the height
HEIGHT = 0.1  # of a row
COPIES = 4  # counted from 0, from left to right
_BLACK, _WHITE = 16, 235

At = Callable[[float, float], QPointF]  # shares of the picture → the pixel where that is painted


class MisreadError(AssertionError):
    """What was read is no frame's number."""


def write_coded(
    path: Path,
    side: str,
    starts: Sequence[Fraction],
    *,
    first: int = 0,
    size: tuple[int, int] = SIZE,
    ground: Callable[[int], VideoFrame] | None = None,
    end: Fraction | None = None,
    preset: str = "ultrafast",
) -> Path:
    """A clip of one side whose frames begin at `starts`, seconds; its first number is `first`.

    `ground(n)` is what the n-th code is drawn on; None: black. `end`: of the last frame, seconds.
    """
    step = 1 / Fraction(120000)
    with av.open(str(path), "w", format="mp4") as out:
        rate = 1 / (starts[1] - starts[0])
        stream = out.add_stream("libx264", rate=rate, options={"preset": preset, "crf": "16"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.time_base = step
        for number, start in enumerate(starts):
            frame = _black(size) if ground is None else ground(number)
            _draw(frame, side, first + number)
            frame.pts, frame.time_base = round(start / step), step
            out.mux(_lasting(stream.encode(frame), starts, end, step))
        out.mux(_lasting(stream.encode(None), starts, end, step))
    return path


def even(rate: Fraction, frames: int) -> list[Fraction]:
    """The starts of frames that are all equally long."""
    return [number / rate for number in range(frames)]


def inside(place: QRect | QRectF) -> At:
    """Of a picture that fills this place."""

    def at(x: float, y: float) -> QPointF:
        return QPointF(place.x() + x * place.width(), place.y() + y * place.height())

    return at


def read_code(picture: QImage, side: str, at: At, copy: int = 1) -> int | None:
    """The number that is painted for a side, of one of its copies; None: there is none.

    Raises MisreadError for what is none whole: a mixture of frames.
    """
    cells = []
    for cell in range(CELLS):
        x = (copy + (cell + 0.5) / CELLS) / COPIES
        place = (at(x, ROWS[side]) * picture.devicePixelRatio()).toPoint()
        if not picture.rect().contains(place):
            raise MisreadError(f"{side}: cell {cell} lies outside of the picture")
        cells.append(picture.pixelColor(place))
    white, black, *rest = cells
    if _apart(white, black) < 40:
        return None
    bits = [_bit(cell, white, black) for cell in rest]
    if sum(bits) % 2:
        raise MisreadError(f"{side}: {bits} can't be: a cell is another frame's")
    return int("".join(map(str, bits[:-1])), 2)


def _bit(cell: QColor, white: QColor, black: QColor) -> int:
    to_white, to_black = _apart(cell, white), _apart(cell, black)
    if min(to_white, to_black) > 0.5 * max(to_white, to_black):
        raise MisreadError(f"{cell.name()} is neither {white.name()} nor {black.name()}")
    return int(to_white < to_black)


def _apart(one: QColor, other: QColor) -> int:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return sum(abs(a - b) for a, b in pairs)


def _draw(frame: VideoFrame, side: str, number: int) -> None:
    """Both rows: the side's code, and black in the place of the other's."""
    bits = [int(bit) for bit in f"{number:0{BITS}b}"]
    if len(bits) > BITS:
        raise ValueError(f"{number} takes more than {BITS} bits")
    cells = [1, 0, *bits, sum(bits) % 2] * COPIES
    plane, width = frame.planes[0], frame.width
    code = bytes(_WHITE if cells[x * len(cells) // width] else _BLACK for x in range(width))
    rows = bytearray(plane)
    for of_side, middle in ROWS.items():
        row = code if of_side == side else bytes([_BLACK]) * width
        for y in _band(middle, frame.height):
            rows[y * plane.line_size : y * plane.line_size + width] = row
    plane.update(rows)
    for chroma in frame.planes[1:]:
        _grey(chroma, frame.height)


def _grey(plane: av.video.plane.VideoPlane, height: int) -> None:
    rows = bytearray(plane)
    for middle in ROWS.values():
        band = _band(middle, height)
        begin, end = band.start // 2 * plane.line_size, (band.stop + 1) // 2 * plane.line_size
        rows[begin:end] = b"\x80" * (end - begin)
    plane.update(rows)


def _band(middle: float, height: int) -> range:
    return range(round((middle - HEIGHT / 2) * height), round((middle + HEIGHT / 2) * height))


def _black(size: tuple[int, int]) -> VideoFrame:
    frame = VideoFrame(*size, "yuv420p")
    for plane, level in zip(frame.planes, (_BLACK, 128, 128), strict=True):
        plane.update(bytes([level]) * plane.buffer_size)
    return frame


def _lasting(
    packets: Iterable[av.Packet], starts: Sequence[Fraction], end: Fraction | None, step: Fraction
) -> Iterator[av.Packet]:
    """With each frame's length, for which the last one has no successor to tell it."""
    ends = [*starts[1:], end if end is not None else 2 * starts[-1] - starts[-2]]
    lengths = {
        round(start / step): round((stop - start) / step)
        for start, stop in zip(starts, ends, strict=True)
    }
    for packet in packets:
        packet.duration = lengths[round(packet.pts * packet.time_base / step)]
        yield packet
