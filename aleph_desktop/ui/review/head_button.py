"""A button of the line over the pictures: a drawn sign, and a word beside it if there is one."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from aleph_desktop.ui.review.head_signs import HeadSign, sign_path
from aleph_desktop.ui.theme import small

_SIGN = 14  # pixels
_WIDE, _TALL = 26, 28
_GAP = 4


class HeadButton(QToolButton):
    """Flat. When it is lit the sign has the accent's colour and a line under it."""

    def __init__(self, sign: HeadSign, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._word = ""
        self._is_lit = False
        self.setProperty("flat", True)
        self.setFont(small(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(_WIDE, _TALL)
        self.setAccessibleName(name)
        self.setToolTip(name)

    @property
    def word(self) -> str:
        return self._word

    def keep_room_for(self, widest: str) -> None:
        """For a word beside the sign: the button is always as wide."""
        room = QFontMetrics(self.font()).horizontalAdvance(widest)
        self.setFixedWidth(_WIDE + room)

    def set_word(self, word: str) -> None:
        """Beside the sign."""
        self._word = word
        self.update()

    def set_lit(self, lit: bool) -> None:
        """It is on, or there is something behind it."""
        self._is_lit = lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        lit = self._is_lit and self.isEnabled()
        role = QPalette.ColorRole.Accent if lit else QPalette.ColorRole.WindowText
        ink = self.palette().color(group, role)
        left, top = (_WIDE - _SIGN) / 2, (_TALL - _SIGN) / 2
        painter.setPen(ink)
        if self._word:
            words = QRectF(left + _SIGN + _GAP, 0, self.width(), self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._word)
        painter.save()
        painter.translate(QPointF(left, top))
        painter.scale(_SIGN / 16, _SIGN / 16)
        painter.fillPath(sign_path(self._sign, filled=self._is_lit), ink)
        painter.restore()
        if lit:  # colour alone would say nothing to some
            painter.fillRect(QRectF(left, self.height() - 5, _SIGN, 2), ink)
