"""The small marks of a row: tiles, dots and bars."""

import math

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPixmap, QTransform

from aleph_desktop.ui.queue.state_line import Bar

BAR_HEIGHT = 4
STAR = 12  # its height and width

_RADIUS = 3.0
_WAIST = 0.45  # of a star's radius, between its points
_FOLD = 4.0  # half the fold sign's length
_BRANCH_GAP = 4.0
_SOFT_END = 18.0  # pixels over which a soft bar fades: where it ends is not known


def draw_picture(painter: QPainter, rect: QRect, pixmap: QPixmap) -> None:
    """A thumbnail that covers the rect, its middle shown, with round corners."""
    scale = max(rect.width() / pixmap.width(), rect.height() / pixmap.height())
    shift = QTransform.fromTranslate(
        rect.x() + (rect.width() - pixmap.width() * scale) / 2,
        rect.y() + (rect.height() - pixmap.height() * scale) / 2,
    )
    # texture brushes count a pixmap's own pixels, whatever its device pixel ratio
    brush = QBrush(pixmap)
    brush.setTransform(shift.scale(scale, scale))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(QRectF(rect), _RADIUS, _RADIUS)


def draw_tile(painter: QPainter, rect: QRect, ground: QColor, ink: QColor, mark: str) -> None:
    """A tile without a picture, with a mark in its middle."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(rect), _RADIUS, _RADIUS)
    painter.setPen(ink)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, mark)


def draw_fold(painter: QPainter, centre: QPointF, *, folded: bool, ink: QColor) -> None:
    """The sign before what can be folded: to the right while it is, else down."""
    long, short = _FOLD, _FOLD / 2
    corners = ((-short, -long), (short, 0), (-short, long))
    sign = [QPointF(x, y) if folded else QPointF(y, x) for x, y in corners]
    painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([centre + corner for corner in sign])


def draw_branch(painter: QPainter, tile: QRect, x: float, *, last: bool, ink: QColor) -> None:
    """From the row above down to a take's tile, and on to the next take if there is one."""
    middle = tile.y() + tile.height() // 2
    painter.fillRect(QRectF(x, 0, 1, middle if last else 2 * middle), ink)
    painter.fillRect(QRectF(x, middle, tile.x() - _BRANCH_GAP - x, 1), ink)


def draw_dot(painter: QPainter, centre: QPointF, radius: float, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(centre, radius, radius)


def draw_star(painter: QPainter, centre: QPointF, ink: QColor) -> None:
    """Five points, one upwards. Drawn: not every font has one."""
    radii = (STAR / 2, STAR / 2 * _WAIST)
    turns = [math.pi * (i / 5 - 0.5) for i in range(10)]
    corners = [
        centre + QPointF(math.cos(turn), math.sin(turn)) * radii[i % 2]
        for i, turn in enumerate(turns)
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(corners)


def draw_bar(painter: QPainter, rect: QRect, bar: Bar, ink: QColor, ground: QColor) -> None:
    """A progress bar; a soft one fades out at its end."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    radius = rect.height() / 2
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    full = QRectF(rect)
    full.setWidth(rect.width() * bar.fraction)
    if full.width() < 1:
        return
    if bar.soft:
        fade = QLinearGradient(full.topLeft(), full.topRight())
        fade.setColorAt(max(0.0, 1 - _SOFT_END / full.width()), ink)
        fade.setColorAt(1.0, ground)
        painter.setBrush(QBrush(fade))
    else:
        painter.setBrush(ink)
    painter.drawRoundedRect(full, radius, radius)
