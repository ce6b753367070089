"""The signs of the line over the pictures, as paths in a square of 16: crisp at every scale."""

import math
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF


class HeadSign(Enum):
    """What a button's sign says."""

    STAR = auto()
    REJECT = auto()
    NOTE = auto()
    SYNC = auto()


def _outline(path: QPainterPath) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(1.4)
    return stroker.createStroke(path)


def _star() -> QPainterPath:
    """Five points, the first one up."""
    points = []
    for number in range(10):
        radius = 6.8 if number % 2 == 0 else 2.9
        turn = math.pi * (number / 5 - 0.5)
        points.append(QPointF(8 + radius * math.cos(turn), 8.4 + radius * math.sin(turn)))
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _cross() -> QPainterPath:
    lines = QPainterPath(QPointF(3.5, 3.5))
    lines.lineTo(12.5, 12.5)
    lines.moveTo(12.5, 3.5)
    lines.lineTo(3.5, 12.5)
    stroker = QPainterPathStroker()
    stroker.setWidth(2)
    return stroker.createStroke(lines)


def _note() -> QPainterPath:
    """A bubble with two lines of words."""
    bubble = QPainterPath()
    bubble.addRoundedRect(QRectF(1.8, 2.2, 12.4, 9.2), 2, 2)
    tail = QPainterPath()
    tail.addPolygon(QPolygonF([QPointF(4, 11), QPointF(8.2, 11), QPointF(4, 15)]))
    words = QPainterPath()
    words.addRect(QRectF(4.4, 4.9, 7.2, 1.3))
    words.addRect(QRectF(4.4, 7.6, 4.8, 1.3))
    return _outline(bubble).united(tail).united(words)


def _sync() -> QPainterPath:
    """Two clips, the lower one later."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(1.5, 3.2, 9, 3.6), 1, 1)
    path.addRoundedRect(QRectF(5.5, 9.2, 9, 3.6), 1, 1)
    return path


_PATHS = {
    HeadSign.STAR: _star(),
    HeadSign.REJECT: _cross(),
    HeadSign.NOTE: _note(),
    HeadSign.SYNC: _sync(),
}


def sign_path(sign: HeadSign, *, filled: bool = True) -> QPainterPath:
    """The sign's outline, to be filled; `filled` False: a star that is only a line."""
    path = _PATHS[sign]
    return path if filled or sign is not HeadSign.STAR else _outline(path)
