"""A flat button with a drawn sign, and words beside it where there is room for them."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QToolButton, QWidget

from aleph_desktop.ui.theme import small

_SIGN = 12  # pixels
_PADDING = 8
_GAP = 6
_BARE = QSize(28, 28)


class Sign(Enum):
    """What is drawn, in a square of 12."""

    PAUSE = auto()
    GO_ON = auto()
    MORE = auto()


def _path(sign: Sign) -> QPainterPath:
    path = QPainterPath()
    if sign is Sign.PAUSE:
        path.addRoundedRect(QRectF(2, 1.5, 2.6, 9), 0.6, 0.6)
        path.addRoundedRect(QRectF(7.4, 1.5, 2.6, 9), 0.6, 0.6)
    elif sign is Sign.GO_ON:
        path.addPolygon(QPolygonF([QPointF(2.5, 1), QPointF(10.5, 6), QPointF(2.5, 11)]))
        path.closeSubpath()
    else:
        for x in (1.5, 6.0, 10.5):
            path.addEllipse(QPointF(x, 6), 1.3, 1.3)
    return path


class SignButton(QToolButton):
    """Its width is that of the longest of its words: what it says can change in place."""

    def __init__(self, sign: Sign, *words: str, parent: QWidget | None = None) -> None:
        """`words`: all that it will ever say; the first is what it says now."""
        super().__init__(parent)
        self._sign = sign
        self._words = words[0]
        self._with_words = False
        self.setFont(small(self.font()))
        metrics = QFontMetrics(self.font())
        widest = max(metrics.horizontalAdvance(text) for text in words)
        self._full = QSize(2 * _PADDING + _SIGN + _GAP + widest + 2, _BARE.height())
        self.setProperty("flat", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_words(False)
        self.set_meaning(sign, words[0])

    def full_width(self) -> int:
        """Pixels, with its words."""
        return self._full.width()

    def bare_width(self) -> int:
        """Pixels, without."""
        return _BARE.width()

    def show_words(self, shown: bool) -> None:
        """The sign alone, or with words; a reader says them in any case."""
        self._with_words = shown
        self.setFixedSize(self._full if shown else _BARE)
        self.update()

    def set_meaning(self, sign: Sign, words: str) -> None:
        """What it shows, and does when pressed."""
        self._sign, self._words = sign, words
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        ink = self.palette().color(group, QPalette.ColorRole.WindowText)
        left = _PADDING if self._with_words else (self.width() - _SIGN) // 2
        painter.save()
        painter.translate(left, (self.height() - _SIGN) / 2)
        painter.fillPath(_path(self._sign), ink)
        painter.restore()
        if self._with_words:
            place = QRect(left + _SIGN + _GAP, 0, self.width() - left - _SIGN - _GAP, self.height())
            painter.setPen(ink)
            painter.setFont(self.font())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words
            )
