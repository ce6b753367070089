"""The strip: the whole clip in pictures, and the range to take hold of."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.domain.timecode import timecode
from aleph_desktop.ui.composer import strip_paint
from aleph_desktop.ui.composer.filmstrip import Filmstrip
from aleph_desktop.ui.composer.range_rule import RangeRule
from aleph_desktop.ui.composer.strip_drag import StripDrag
from aleph_desktop.ui.composer.strip_keys import key_of, range_after
from aleph_desktop.ui.composer.strip_rows import DETAIL, STRIP_HEIGHT, Row, RowKind, rows_in
from aleph_desktop.ui.composer.strip_view import HANDLE, Part, around, followed
from aleph_desktop.ui.theme import Theme, small
from aleph_desktop.ui.tokens import ON_CANVAS_TEXT

_TIP = (
    "Drag the range or its ends; double-click to bring it there.\n"
    "It snaps to cuts, but not while Shift or Alt is held.\n"
    "Keys: ← → move it, with Alt the in point, with Ctrl the out point; Shift: ten frames"
)
_CURSORS = {
    Part.IN: Qt.CursorShape.SizeHorCursor,
    Part.OUT: Qt.CursorShape.SizeHorCursor,
    Part.PLAYHEAD: Qt.CursorShape.SplitHCursor,
    Part.RANGE: Qt.CursorShape.OpenHandCursor,
    Part.OUTSIDE: Qt.CursorShape.ArrowCursor,
}


class ClipStrip(QWidget):
    """Drag, click and keys change the range and put the playhead. A long clip gets a second row:
    a magnified stretch around the range, or around where one looked last.
    """

    span_changed = Signal(object)  # TimeRange, by the user
    released = Signal()  # after the last `span_changed` of a drag
    scrubbed = Signal(float)  # seconds
    mark_in_wanted = Signal()
    mark_out_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._film = Filmstrip()
        self._rule: RangeRule | None = None
        self._span = TimeRange(0.0, 0.0)
        self._shown = self._span  # in the second row
        self._playhead: float | None = None
        self._cuts: list[float] = []
        self._drag: StripDrag | None = None
        self.setFixedHeight(STRIP_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("Range of the clip")
        self._refresh_use()

    def sizeHint(self) -> QSize:
        return QSize(300, STRIP_HEIGHT)

    # What is shown

    def clear(self) -> None:
        """Another clip comes; nothing is known of it yet."""
        self._film.clear()
        self._rule = self._drag = self._playhead = None
        self._cuts = []
        self._refresh_use()

    def set_clip(self, rule: RangeRule, shape: float, span: TimeRange) -> None:
        """What the clip is; `shape`: its width to its height."""
        self._rule = rule
        self._film.set_shape(shape)
        self._refresh_use()
        self.set_span(span)

    def set_still(self, number: int, count: int, image: QImage) -> None:
        self._film.set_image(number, count, image)
        self.update()

    def add_cut(self, seconds: float) -> None:
        if seconds not in self._cuts:
            self._cuts.append(seconds)
            self.update()

    def set_span(self, span: TimeRange) -> None:
        """Show a range, and bring it into view."""
        self._span = span
        if self._rule is not None and self._drag is not None:
            self._shown = followed(self._shown, span)
        elif self._rule is not None:
            self._shown = around(span, DETAIL, self._rule.duration)
        self._tell_value()
        self.update()

    def set_playhead(self, seconds: float | None) -> None:
        """Not while it is in the user's hand."""
        if self._drag is None or self._drag.part is not Part.PLAYHEAD:
            self._playhead = seconds
            self.update()

    @property
    def playhead(self) -> float | None:
        """Seconds."""
        return self._playhead

    @property
    def is_dragging(self) -> bool:
        """Whether the range, or an end of it, is in the user's hand."""
        return self._drag is not None and self._drag.part is not Part.PLAYHEAD

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._rule is None:
            event.ignore()
            return
        row = self._row_at(event.position())
        x = event.position().x()
        part = self._part_at(x, row)
        if part is Part.OUTSIDE:
            part = Part.PLAYHEAD
        self._drag = StripDrag(part, row.view, self._span, x)
        if part is Part.PLAYHEAD:
            self._scrub(x)
        self._show_cursor(part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._drag is None or self._rule is None:
            if self._rule is not None:
                self._show_cursor(self._part_at(x, self._row_at(event.position())))
        elif self._drag.part is Part.PLAYHEAD:
            self._scrub(x)
        elif not self._drag.is_click(x) or self._span != self._drag.span:
            free = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
            snaps = not event.modifiers() & free
            self._change(self._drag.range_at(x, self._rule, self._cuts, snaps=snaps))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self._drag
        if event.button() is not Qt.MouseButton.LeftButton or drag is None:
            return
        x = event.position().x()
        if drag.part is Part.RANGE and self._span == drag.span and drag.is_click(x):
            self._scrub(x)
        self._drag = None
        self._show_cursor(drag.part)
        if self._span != drag.span:
            self.set_span(self._span)  # its surroundings come into view
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._rule is None:
            return
        row = self._row_at(event.position())
        x = event.position().x()
        self._drag = None
        if row.part_at(x, self._span, None) is Part.OUTSIDE:
            start = row.view.seconds_at(x) - self._span.length / 2
            self._change(self._rule.moved(self._span, start))

    # Keys

    def event(self, event: QEvent) -> bool:
        """The keys of the strip are the window's elsewhere."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._rule is not None
            and key_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = key_of(event)
        if pressed is None or self._rule is None:
            super().keyPressEvent(event)
        elif pressed.key is Qt.Key.Key_I:
            self.mark_in_wanted.emit()
        elif pressed.key is Qt.Key.Key_O:
            self.mark_out_wanted.emit()
        else:
            self._change(range_after(pressed, self._span, self._rule))

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()  # the card's round corners
        path.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, 8), 7, 7)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor(t.canvas))
        rows = self._rows()
        film = rows[0].place.adjusted(HANDLE, 0, -HANDLE, 0)
        pixmap = self._film.pixmap(film.size(), self.devicePixelRatioF())
        painter.drawPixmap(film.topLeft(), pixmap)
        if self._rule is not None:
            for row in rows:
                self._draw_row(painter, row, enabled=self._rule.can_change)
        if self.hasFocus():
            self._draw_focus(painter)

    def _draw_row(self, painter: QPainter, row: Row, *, enabled: bool) -> None:
        t = self._theme.tokens
        if row.kind is RowKind.OVERVIEW:
            strip_paint.draw_mark(painter, row, self._shown, self._span, t)
        else:
            strip_paint.draw_range(painter, row, self._span, t, enabled=enabled)
            strip_paint.draw_cuts(painter, row, self._cuts)
        if row.kind is RowKind.DETAIL:
            painter.setFont(small(self.font()))
            strip_paint.draw_ruler(painter, row)
        if self._playhead is not None:
            strip_paint.draw_playhead(painter, row, self._playhead)

    def _draw_focus(self, painter: QPainter) -> None:
        """A light ring with dark around it: seen on any picture, and beside the range."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, inset in ((self._theme.tokens.canvas, 1), (ON_CANVAS_TEXT, 3)):
            painter.setPen(QPen(QColor(colour), 2))
            ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(ring, 6, 6)

    # Within

    def _rows(self) -> list[Row]:
        duration = self._rule.duration if self._rule else 1.0
        return rows_in(QRectF(self.rect()), duration, self._shown)

    def _row_at(self, point: QPointF) -> Row:
        rows = self._rows()
        return rows[-1] if point.y() >= rows[-1].place.top() else rows[0]

    def _part_at(self, x: float, row: Row) -> Part:
        part = row.part_at(x, self._span, self._playhead)
        fixed = self._rule is None or not self._rule.can_change
        return Part.OUTSIDE if fixed and part is not Part.PLAYHEAD else part

    def _scrub(self, x: float) -> None:
        """Put the playhead on the frame there; the second row shows where that is."""
        if self._rule is None or self._drag is None:
            return
        rule = self._rule
        frame = rule.shown_frame(self._drag.view.seconds_at(x))
        # the middle of its time on screen: no rounding makes that another frame
        seconds = min(rule.duration, float((frame + 0.5) / rule.rate))
        if self._drag.view.shown != self._shown:  # from the overview
            self._shown = around(TimeRange(seconds, seconds), DETAIL, rule.duration)
        if seconds != self._playhead:
            self._playhead = seconds
            self.update()
        self.scrubbed.emit(seconds)

    def _change(self, span: TimeRange) -> None:
        if span != self._span:
            self.set_span(span)
            self.span_changed.emit(span)

    def _refresh_use(self) -> None:
        can = self._rule is not None and self._rule.can_change
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can else Qt.FocusPolicy.NoFocus)
        self.setToolTip(_TIP if can else "")
        self.unsetCursor()
        self._tell_value()
        self.update()

    def _show_cursor(self, part: Part) -> None:
        held = self._drag is not None and part is Part.RANGE
        self.setCursor(Qt.CursorShape.ClosedHandCursor if held else _CURSORS[part])

    def _tell_value(self) -> None:
        """For those who hear the window."""
        if self._rule is None:
            self.setAccessibleDescription("")
            return
        rule = self._rule
        first, count = rule.frame_of(self._span.start), rule.count_of(self._span)
        points = (timecode(frame, rule.rate) for frame in (first, first + count, count))
        self.setAccessibleDescription("In {}, out {}, length {}".format(*points))
