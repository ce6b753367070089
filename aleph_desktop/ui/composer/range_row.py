"""The range in figures, to be typed: in, out and length."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.ui.composer.range_field import RangeField
from aleph_desktop.ui.composer.range_rule import RangeRule
from aleph_desktop.ui.labels import label


class RangeRow(QWidget):
    """Three fields and a button that plays what they say."""

    span_changed = Signal(object)  # TimeRange, by the user
    play_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule: RangeRule | None = None
        self._span = TimeRange(0.0, 0.0)
        self._in = RangeField("In point", "In point (I: at the playhead)", short=False)
        self._out = RangeField("Out point", "Out point (O: at the playhead)", short=False)
        self._length = RangeField("Length of the range", "Length", short=True)
        self._play = _PlayButton()
        self._in.frame_given.connect(self._on_in_given)
        self._out.frame_given.connect(self._on_out_given)
        self._length.frame_given.connect(self._on_length_given)
        self._play.clicked.connect(self.play_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._in)
        row.addWidget(label("–", "dim"))
        row.addWidget(self._out)
        row.addStretch(1)
        row.addWidget(self._length)
        row.addWidget(self._play)
        self.clear()

    def clear(self) -> None:
        """There is no clip, or it isn't read yet."""
        self._rule = None
        self.setEnabled(False)  # a field that loses the focus shows what it holds
        for field in (self._in, self._out, self._length):
            field.clear()

    def set_span(self, rule: RangeRule, span: TimeRange) -> None:
        """Show a range of a clip."""
        self._rule, self._span = rule, span
        first, count = rule.frame_of(span.start), rule.count_of(span)
        self._in.set_frame(first, rule.rate)
        self._out.set_frame(first + count, rule.rate)
        self._length.set_frame(count, rule.rate)
        self.setEnabled(True)
        for field in (self._in, self._out, self._length):
            field.setReadOnly(not rule.can_change)

    def _on_in_given(self, frame: int) -> None:
        if self._rule is not None:
            self._give(self._rule.begun(self._span, frame))

    def _on_out_given(self, frame: int) -> None:
        if self._rule is not None:
            self._give(self._rule.ended(self._span, frame))

    def _on_length_given(self, frames: int) -> None:
        """The out point gives way; at the clip's end, the in point."""
        if self._rule is not None:
            first = self._rule.frame_of(self._span.start)
            self._give(self._rule.settled(self._rule.between(first, first + frames)))

    def _give(self, span: TimeRange) -> None:
        if span != self._span:
            self.span_changed.emit(span)


class _PlayButton(QToolButton):
    """A drawn sign: a font's triangle is an emoji on some systems."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("flat", True)
        self.setFixedSize(26, 24)
        self.setAccessibleName("Play the range")
        self.setToolTip("Play just this part")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setBrush(self.palette().color(group, QPalette.ColorRole.ButtonText))
        painter.setPen(Qt.PenStyle.NoPen)
        place = QRectF(0, 0, 9, 10)
        place.moveCenter(QRectF(self.rect()).center())
        middle = place.center()
        middle.setX(place.right())
        painter.drawPolygon(QPolygonF([place.topLeft(), middle, place.bottomLeft()]))
