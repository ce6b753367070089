"""The transport's signs, as paths in a square of 16: crisp at every scale, in any colour."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker, QPolygonF, QTransform


class Glyph(Enum):
    """What a button's sign says."""

    TO_START = auto()
    BACK = auto()
    PLAY = auto()
    PAUSE = auto()
    FORWARD = auto()
    TO_END = auto()
    LOOP = auto()
    SOUND = auto()
    MUTED = auto()


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _bars(*bars: QRectF) -> QPainterPath:
    path = QPainterPath()
    for bar in bars:
        path.addRoundedRect(bar, 0.6, 0.6)
    return path


def _mirrored(path: QPainterPath) -> QPainterPath:
    return QTransform(-1, 0, 0, 1, 16, 0).map(path)


def _line(start: tuple[float, float], end: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*start))
    path.lineTo(QPointF(*end))
    return path


def _arc(box: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.arcMoveTo(box, -50)
    path.arcTo(box, -50, 100)
    return path


def _stroked(path: QPainterPath) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(1.5)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(path)


def _speaker() -> QPainterPath:
    return _polygon((1.5, 6), (4, 6), (7.5, 3), (7.5, 13), (4, 10), (1.5, 10))


def _loop() -> QPainterPath:
    """Most of a ring, and an arrow's head at its end."""
    box = QRectF(3, 3, 10, 10)
    ring = QPainterPath()
    ring.arcMoveTo(box, 20)
    ring.arcTo(box, 20, -290)
    return _stroked(ring).united(_polygon((9.2, 0.6), (13.4, 3.6), (9.2, 6.4)))


def _sound() -> QPainterPath:
    return _speaker().united(_stroked(_arc(QRectF(6, 4.5, 7, 7))))


def _muted() -> QPainterPath:
    cross = _line((10, 6), (14, 10))
    cross.addPath(_line((14, 6), (10, 10)))
    return _speaker().united(_stroked(cross))


def _forward() -> QPainterPath:
    return _bars(QRectF(4, 3.5, 1.6, 9)).united(_polygon((7.5, 4.5), (13, 8), (7.5, 11.5)))


def _to_end() -> QPainterPath:
    return _polygon((3, 3), (11, 8), (3, 13)).united(_bars(QRectF(11.5, 3, 2, 10)))


_PATHS = {
    Glyph.TO_START: _mirrored(_to_end()),
    Glyph.BACK: _mirrored(_forward()),
    Glyph.PLAY: _polygon((4, 2), (13.5, 8), (4, 14)),
    Glyph.PAUSE: _bars(QRectF(3.5, 2.5, 3, 11), QRectF(9.5, 2.5, 3, 11)),
    Glyph.FORWARD: _forward(),
    Glyph.TO_END: _to_end(),
    Glyph.LOOP: _loop(),
    Glyph.SOUND: _sound(),
    Glyph.MUTED: _muted(),
}


def glyph_path(glyph: Glyph) -> QPainterPath:
    """The sign's outline, to be filled."""
    return _PATHS[glyph]
