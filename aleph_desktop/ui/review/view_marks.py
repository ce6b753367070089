"""What is drawn on the pictures, thin and without colour: the wipe's line, a region."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from aleph_desktop.domain.region import Region
from aleph_desktop.ui.review.compare_pen import line_direction
from aleph_desktop.ui.review.look import Look
from aleph_desktop.ui.review.viewport import Viewport

_LIGHT = QColor(0xFF, 0xFF, 0xFF, 0xD8)
_DARK = QColor(0, 0, 0, 0x90)  # beside the light one, which alone is lost on white
_KNOB = 5.0  # pixels


def paint_wipe(painter: QPainter, port: Viewport, look: Look) -> None:
    """The line, and a knob where it turns."""
    at, along = port.point_of(look.wipe), line_direction(look.angle)
    reach = port.cell.width() + port.cell.height() + _far(at, port)
    painter.save()
    painter.setClipRect(port.visible)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, look.angle % 90 != 0)
    for pen in (QPen(_DARK, 3), QPen(_LIGHT, 1)):
        painter.setPen(pen)
        painter.drawLine(at - along * reach, at + along * reach)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_DARK, 1))
    painter.setBrush(_LIGHT)
    painter.drawEllipse(at, _KNOB, _KNOB)
    painter.restore()


def paint_region(painter: QPainter, port: Viewport, region: Region) -> None:
    """Its edge, where it is seen."""
    corners = (port.point_of(region[:2]), port.point_of(region[2:]))
    edge = QRectF(*corners).toAlignedRect()
    painter.save()
    painter.setClipRect(port.visible)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_DARK)
    painter.drawRect(edge)
    painter.setPen(_LIGHT)
    painter.drawRect(edge.adjusted(1, 1, -1, -1))
    painter.restore()


def distance(port: Viewport, look: Look, point: QPointF) -> float:
    """From the wipe's line, in pixels."""
    along, way = line_direction(look.angle), point - port.point_of(look.wipe)
    return abs(along.x() * way.y() - along.y() * way.x())


def _far(at: QPointF, port: Viewport) -> float:
    return (at - port.cell.center()).manhattanLength()
