"""How the range, the cuts and the playhead are drawn on the strip."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.strip_rows import Row, RowKind
from aleph_desktop.ui.composer.strip_view import HANDLE, clock
from aleph_desktop.ui.tokens import ON_CANVAS_DIM, ON_CANVAS_TEXT, Tokens

_DIMMED = QColor(0, 0, 0, 165)
_SHADE = QColor(0, 0, 0, 170)  # beside light lines, so that they are seen on light pictures
_CUT = "#e2b04a"  # on the canvas, in both themes
_EDGE = 2.0  # pixels
_LEAST_MARK = 8.0  # pixels
_RADIUS = 3.0


def draw_range(painter: QPainter, row: Row, span: TimeRange, t: Tokens, *, enabled: bool) -> None:
    """The window with its handles. Pictures outside are dimmed; a ruler's part is tinted."""
    view, place = row.view, row.place
    left, right = view.x_of(span.start), view.x_of(span.end)
    colour = QColor(t.accent if enabled else t.faint)
    if row.kind is RowKind.DETAIL:
        tint = QColor(colour)
        tint.setAlpha(90)
        painter.fillRect(QRectF(left, place.top(), right - left, place.height()), tint)
    else:
        _dim_outside(painter, place, left, right)
    for edge in (place.top(), place.bottom() - _EDGE):
        painter.fillRect(QRectF(left, edge, right - left, _EDGE), colour)
    painter.setPen(Qt.PenStyle.NoPen)
    for x, inner in ((left - HANDLE, left - _RADIUS), (right, right)):
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(x, place.top(), HANDLE, place.height()), _RADIUS, _RADIUS)
        painter.drawRect(
            QRectF(inner, place.top(), _RADIUS, place.height())
        )  # square on the inside
        if enabled:
            grip = QRectF(0, 0, 2, min(16.0, place.height() / 2))
            grip.moveCenter(QPointF(x + HANDLE / 2, place.center().y()))
            painter.fillRect(grip, QColor(t.on_accent))


def _dim_outside(painter: QPainter, place: QRectF, left: float, right: float) -> None:
    before = QRectF(0, place.top(), max(0.0, left), place.height())
    after = QRectF(right, place.top(), max(0.0, place.width() - right), place.height())
    for part in (before, after):
        painter.fillRect(part, _DIMMED)


def draw_mark(painter: QPainter, row: Row, shown: TimeRange, span: TimeRange, t: Tokens) -> None:
    """In an overview: which stretch is shown below, and in it the range."""
    for part, least, solid in ((shown, _LEAST_MARK, False), (span, _EDGE, True)):
        left, right = row.view.x_of(part.start), row.view.x_of(part.end)
        spare = max(0.0, (least - (right - left)) / 2)
        place = QRectF(left - spare, row.place.top(), right - left + 2 * spare, row.place.height())
        if solid:
            painter.fillRect(place, QColor(t.accent))
            continue
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen, by in ((QPen(_SHADE, 1), 0.5), (QPen(QColor(ON_CANVAS_TEXT), 1.5), 1.5)):
            painter.setPen(pen)
            painter.drawRect(place.adjusted(by - 1, by, 1 - by, -by))


def draw_cuts(painter: QPainter, row: Row, cuts: Iterable[float]) -> None:
    """Short ticks at the top and bottom."""
    view, place = row.view, row.place
    for cut in cuts:
        x = view.x_of(cut)
        if HANDLE <= x <= view.width - HANDLE:
            for top in (place.top(), place.bottom() - 9):
                painter.fillRect(QRectF(x - 2, top, 4, 9), _SHADE)
                painter.fillRect(QRectF(x - 1, top, 2, 9), QColor(_CUT))


def draw_playhead(painter: QPainter, row: Row, seconds: float) -> None:
    """A line with a head; nothing when it isn't in view."""
    view, place = row.view, row.place
    x = view.x_of(seconds)
    if not HANDLE - 1 <= x <= view.width - HANDLE + 1:
        return
    painter.fillRect(QRectF(x - 2, place.top(), 4, place.height()), _SHADE)
    painter.fillRect(QRectF(x - 1, place.top(), 2, place.height()), QColor(ON_CANVAS_TEXT))
    painter.setPen(QPen(_SHADE, 1))
    painter.setBrush(QColor(ON_CANVAS_TEXT))
    top = place.top()
    painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)]))


def draw_ruler(painter: QPainter, row: Row) -> None:
    """Round times, with a line each."""
    view, place = row.view, row.place
    painter.setPen(QColor(ON_CANVAS_DIM))
    for mark in view.marks():
        x = view.x_of(mark)
        painter.fillRect(QRectF(x - 0.5, place.bottom() - 5, 1, 5), QColor(ON_CANVAS_DIM))
        words = QRectF(x + 3, place.top(), 60, place.height() - 2)
        if x + 40 < view.width:
            painter.drawText(
                words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, clock(mark)
            )
