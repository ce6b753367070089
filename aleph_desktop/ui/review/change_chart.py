"""The change strip's drawing: the curve, the peaks' ticks, the notes' marks, the playhead."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from aleph_desktop.domain.change import scaled

TALL = 24  # pixels
HANDLE = 3  # pixels wide, as the scrub bar's: both have their frames at the same places
_TOP, _BOTTOM = 6, 18  # of the curve, pixels
_TICK = 3  # half of its width, pixels
_NOTE = 4  # pixels tall
_LEAST_NOTE = 6  # pixels wide
_LINE = 1.5  # pixels, the playhead's width
_STEPS = 16  # places that are tried for the label

Span = tuple[int, int, str]  # a note's first and last frame, and its words
Role = QPalette.ColorRole


@dataclass(frozen=True)
class Scale:
    """Where frames lie on a strip."""

    count: int  # frames
    width: int  # pixels

    def x_of(self, frame: int) -> float:
        """The middle of a frame's place."""
        return HANDLE / 2 + frame / max(1, self.count - 1) * (self.width - HANDLE)

    def frame_at(self, x: float) -> int:
        share = (x - HANDLE / 2) / max(1, self.width - HANDLE)
        return round(min(1.0, max(0.0, share)) * max(0, self.count - 1))

    def ends_of(self, span: Span) -> tuple[float, float]:
        """A note's mark: left and right end."""
        left, right = self.x_of(span[0]), self.x_of(span[1])
        spare = max(0.0, _LEAST_NOTE - (right - left)) / 2
        return left - spare, right + spare


def curve(scale: Scale, changes: Sequence[float]) -> QPolygonF:
    """The upper edge of what is filled."""
    heights = scaled(changes[: scale.count])
    if len(heights) == 1:
        ends = (HANDLE / 2, scale.width - HANDLE / 2)
        return QPolygonF([QPointF(x, _BOTTOM - heights[0] * (_BOTTOM - _TOP)) for x in ends])
    points = [
        QPointF(scale.x_of(frame), _BOTTOM - height * (_BOTTOM - _TOP))
        for frame, height in enumerate(heights)
    ]
    return QPolygonF(points)


def paint_curve(painter: QPainter, edge: QPolygonF, palette: QPalette) -> None:
    accent = palette.color(Role.Highlight)
    fill = QColor(accent)
    fill.setAlpha(0x66)
    whole = QPolygonF(edge)
    whole.append(QPointF(edge.last().x(), _BOTTOM))
    whole.prepend(QPointF(edge.first().x(), _BOTTOM))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(whole)
    painter.setPen(QPen(accent, 1))
    painter.drawPolyline(edge)


def paint_ground(painter: QPainter, width: int, palette: QPalette) -> None:
    """The line of no change."""
    painter.fillRect(QRectF(0, _BOTTOM, width, 1), palette.color(Role.Mid))


def paint_peaks(painter: QPainter, scale: Scale, peaks: Sequence[int], palette: QPalette) -> None:
    """Ticks over the curve, which point at it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(Role.WindowText))
    for frame in peaks:
        x = min(max(_TICK, scale.x_of(frame)), scale.width - _TICK)
        corners = [QPointF(x - _TICK, 0), QPointF(x + _TICK, 0), QPointF(x, _TICK + 2)]
        painter.drawPolygon(QPolygonF(corners))


def paint_notes(painter: QPainter, scale: Scale, notes: Sequence[Span], palette: QPalette) -> None:
    """Marks under the curve."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(Role.PlaceholderText))
    for left, right in map(scale.ends_of, notes):
        place = QRectF(left, TALL - _NOTE, right - left, _NOTE)
        painter.drawRoundedRect(place, _NOTE / 2, _NOTE / 2)


def playhead(scale: Scale, frame: int) -> QRectF:
    return QRectF(scale.x_of(frame) - _LINE / 2, 0, _LINE, TALL)


def paint_playhead(
    painter: QPainter, scale: Scale, frame: int, has_focus: bool, palette: QPalette
) -> None:
    line = playhead(scale, frame)
    painter.setPen(Qt.PenStyle.NoPen)
    if has_focus:
        painter.setBrush(palette.color(Role.Highlight))
        painter.drawRoundedRect(line.adjusted(-3, 0, 3, 0), 3, 3)
    painter.setBrush(palette.color(Role.WindowText))
    painter.drawRect(line)


def paint_words(painter: QPainter, place: QRect, text: str, palette: QPalette) -> None:
    """Words in place of a curve, cut where there is no room."""
    metrics = painter.fontMetrics()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.setPen(palette.color(Role.PlaceholderText))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)


def paint_label(painter: QPainter, text: str, edge: QPolygonF, palette: QPalette) -> None:
    """Small words above the curve, where there is most room."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text) + 12
    place = QRectF(quiet_place(edge, width), 0, width, metrics.height())
    ground = palette.color(Role.AlternateBase)
    ground.setAlpha(0xB0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(palette.color(Role.PlaceholderText))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)


def quiet_place(edge: QPolygonF, width: float) -> float:
    """The left end, in pixels, of the part this wide in which the curve stays lowest."""
    points = edge.toList()
    last = max(0.0, edge.last().x() - width)
    places = [last * step / _STEPS for step in range(_STEPS + 1)]

    def highest(left: float) -> float:
        inside = (point.y() for point in points if left <= point.x() <= left + width)
        return _BOTTOM - min(inside, default=_BOTTOM)

    return min(places, key=highest)
