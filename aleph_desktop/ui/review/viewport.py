"""Where a picture lies in its cell: zoom and pan, as geometry alone.

Points and rectangles are in the view's pixels, sources in the picture's; shares are 0 to 1 of the
picture from its upper left corner.
"""

import math
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF

Share = tuple[float, float]

_STEPS = 2  # of the wheel, until it is twice as large
_LARGEST = 32.0  # screen pixels for a clip's pixel


@dataclass(frozen=True)
class Viewport:
    """The picture fills `frame`, of which what lies in `cell` is seen."""

    cell: QRectF
    frame: QRectF

    @classmethod
    def fitted(cls, place: QRect) -> Self:
        """The whole picture at just this place."""
        return cls(QRectF(place), QRectF(place))

    @classmethod
    def zoomed(cls, cell: QRect, size: QSizeF, centre: Share, scale: float) -> Self:
        """A picture of a size, this share of it in the middle of the cell, as far as it reaches.

        It begins on a device pixel, of which there are `scale` to each of the view's.
        """
        room = QRectF(cell)
        left = _start(room.x(), room.width(), size.width(), centre[0], scale)
        top = _start(room.y(), room.height(), size.height(), centre[1], scale)
        return cls(room, QRectF(QPointF(left, top), size))

    @property
    def is_whole(self) -> bool:
        """Whether the picture lies in its cell just so."""
        return self.frame == self.cell

    @property
    def visible(self) -> QRectF:
        """The part of the view with picture in it."""
        return self.frame.intersected(self.cell)

    @property
    def centre(self) -> Share:
        """What lies in the middle of what is seen."""
        return self.share_at(self.visible.center())

    def share_at(self, point: QPointF) -> Share:
        """Beyond 0 to 1 outside of the picture."""
        return (
            (point.x() - self.frame.x()) / self.frame.width(),
            (point.y() - self.frame.y()) / self.frame.height(),
        )

    def point_of(self, share: Share) -> QPointF:
        return QPointF(
            self.frame.x() + share[0] * self.frame.width(),
            self.frame.y() + share[1] * self.frame.height(),
        )

    def source(self, size: QSize) -> QRectF:
        """What is seen, of a picture that has this size in pixels."""
        across, down = size.width() / self.frame.width(), size.height() / self.frame.height()
        seen = self.visible.translated(-self.frame.topLeft())
        return QRectF(
            seen.x() * across, seen.y() * down, seen.width() * across, seen.height() * down
        )

    def centre_with(self, share: Share, at: QPointF) -> Share:
        """The centre that puts a share of the picture at a point, if it can be had."""
        way = self.cell.center() - at
        return (
            _held(share[0] + way.x() / self.frame.width(), self.cell.width() / self.frame.width()),
            _held(
                share[1] + way.y() / self.frame.height(), self.cell.height() / self.frame.height()
            ),
        )


def next_zoom(zoom: float, steps: float, fit: float) -> float | None:
    """The zoom some steps in, or out; `fit`: the zoom at which it is fitted. None: fitted.

    Steps lead over the powers of two, so that 1:1 is never missed.
    """
    rung = math.log2(zoom) * _STEPS
    near = round(rung)
    if abs(rung - near) > 0.01:
        near = math.floor(rung) if steps > 0 else math.ceil(rung)
    wanted = min(_LARGEST, 2 ** ((near + steps) / _STEPS))
    return None if steps < 0 and wanted <= fit else wanted


def _start(begin: float, room: float, size: float, centre: float, scale: float) -> float:
    """Where a picture begins, along one axis; never with a gap that it could fill."""
    if size <= room:
        at = begin + (room - size) / 2
    else:
        at = min(begin, max(begin + room - size, begin + room / 2 - centre * size))
    return round(at * scale) / scale


def _held(centre: float, seen: float) -> float:
    """A centre that the picture can have without a gap, when so much of it is seen."""
    half = min(1.0, seen) / 2
    return min(1 - half, max(half, centre))
