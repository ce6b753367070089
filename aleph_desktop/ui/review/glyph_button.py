"""A button with a sign that is drawn, not loaded: it follows the theme and the screen's scale."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from aleph_desktop.ui.review.glyphs import Glyph, glyph_path

_SIGN = 14  # pixels


class GlyphButton(QToolButton):
    """A flat tool button; `raised` for the one that is used most."""

    def __init__(
        self, glyph: Glyph, name: str, keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._keys = keys
        self.setProperty("flat", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(QSize(32, 28))
        self.set_meaning(glyph, name)

    def set_raised(self) -> None:
        """Draw it as a box: before it is first shown."""
        self.setProperty("flat", False)
        self.setFixedSize(QSize(38, 28))

    def set_meaning(self, glyph: Glyph, name: str) -> None:
        """What it shows, and does when pressed."""
        self._glyph = glyph
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({self._keys})" if self._keys else name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        lit = self.isCheckable() and self.isChecked()
        role = QPalette.ColorRole.Accent if lit else QPalette.ColorRole.WindowText
        colour = self.palette().color(group, role)
        place = QRectF(0, 0, _SIGN, _SIGN)
        place.moveCenter(QRectF(self.rect()).center())
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(_SIGN / 16, _SIGN / 16)
        painter.fillPath(glyph_path(self._glyph), colour)
        painter.restore()
        if lit:  # colour alone would say nothing to some
            painter.fillRect(QRectF(place.x(), self.height() - 5, _SIGN, 2), colour)
