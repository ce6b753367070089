"""The strip under the scrub bar: how much each frame differs from the reference."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from aleph_desktop.ui.review import change_chart as chart
from aleph_desktop.ui.review.change_words import IN_REGION, description, tip
from aleph_desktop.ui.theme import small

_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ChangeStrip(QWidget):
    """Frames are counted from 0 and lie under the scrub bar's. It asks; the room goes there."""

    frame_wanted = Signal(int)
    scrub_started = Signal()
    scrub_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = self._frame = 0
        self._changes: tuple[float, ...] = ()
        self._peaks: tuple[int, ...] = ()
        self._notes: tuple[chart.Span, ...] = ()
        self._words = ""
        self._is_region = self._is_down = False
        self._curve: QPolygonF | None = None
        self.setFixedHeight(chart.TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Change")

    def set_count(self, count: int) -> None:
        """How many frames there are; 0: there is no clip."""
        self._count = count
        self._frame = self._clamp(self._frame)
        self._redraw()

    def set_changes(self, changes: Sequence[float] | None) -> None:
        """Each frame's change, 0 to 1; None: there are words instead. Its peaks come after it."""
        self._changes = tuple(changes or ())
        self._peaks = ()
        self._redraw()

    def set_peaks(self, peaks: Sequence[int]) -> None:
        """The frames where the change stands out."""
        self._peaks = tuple(peaks)
        self._redraw()

    def set_notes(self, spans: Sequence[chart.Span]) -> None:
        """Notes: the first and the last frame of each, and its words."""
        self._notes = tuple(spans)
        self._redraw()

    def set_words(self, words: str) -> None:
        """What stands there while there are no changes to draw."""
        self._words = words
        self._redraw()

    def set_region_label(self, on: bool) -> None:
        """Whether the changes are those in the rectangle that was drawn on the picture."""
        self._is_region = on
        self._redraw()

    def set_frame(self, frame: int) -> None:
        """Which frame is on screen."""
        frame = self._clamp(frame)
        if frame != self._frame:
            self.update(self._playhead())
            self._frame = frame
            self.update(self._playhead())

    def tip_at(self, x: float) -> str:
        """What is said of the frame at a place; empty: there is none."""
        if not self._count:
            return ""
        scale = self._scale
        notes = [
            span[2]
            for span, (left, right) in zip(
                self._notes, map(scale.ends_of, self._notes), strict=True
            )
            if left <= x <= right
        ]
        return tip(scale.frame_at(x), self._changes, self._peaks, notes)

    def sizeHint(self) -> QSize:
        return QSize(120, chart.TALL)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, chart.TALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._curve = None
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._let_go()
        super().hideEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._count:
            event.ignore()
            return
        self._is_down = True
        self.scrub_started.emit()
        self._go_to(self._scale.frame_at(event.position().x()), always=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_down:
            self._go_to(self._scale.frame_at(event.position().x()))
        words = self.tip_at(event.position().x())
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._let_go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _KEYS:
            self._go_to(self._frame + _KEYS[Qt.Key(key)])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._go_to(0 if key == Qt.Key.Key_Home else self._count - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small(self.font()))
        palette = self.palette()
        scale = self._scale
        chart.paint_ground(painter, self.width(), palette)
        if self._changes and self._count:
            if self._curve is None:
                self._curve = chart.curve(scale, self._changes)
            chart.paint_curve(painter, self._curve, palette)
            chart.paint_peaks(painter, scale, self._peaks, palette)
            if self._is_region:
                chart.paint_label(painter, IN_REGION, self._curve, palette)
        else:
            chart.paint_words(painter, self.rect(), self._words, palette)
        chart.paint_notes(painter, scale, self._notes, palette)
        if self._count and (self._changes or self.hasFocus()):  # no line through words
            chart.paint_playhead(painter, scale, self._frame, self.hasFocus(), palette)

    @property
    def _scale(self) -> chart.Scale:
        return chart.Scale(self._count, self.width())

    def _clamp(self, frame: int) -> int:
        return min(max(0, frame), max(0, self._count - 1))

    def _playhead(self) -> QRect:
        return chart.playhead(self._scale, self._frame).toAlignedRect().adjusted(-4, 0, 4, 0)

    def _redraw(self) -> None:
        self._curve = None
        said = description(self._changes, self._peaks, self._is_region)
        self.setAccessibleDescription(said if self._changes else self._words)
        self.update()

    def _go_to(self, frame: int, *, always: bool = False) -> None:
        frame = self._clamp(frame)
        if self._count and (always or frame != self._frame):
            self.set_frame(frame)
            self.frame_wanted.emit(frame)

    def _let_go(self) -> None:
        if self._is_down:
            self._is_down = False
            self.scrub_ended.emit()
