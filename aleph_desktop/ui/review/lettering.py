"""Fonts and lines of words for pictures that go out: a sheet, a movie."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QTextLayout,
    QTextOption,
)

from aleph_desktop.ui.tokens import ON_CANVAS_TEXT

_TAG = QColor(11, 12, 14, 196)  # behind a name on a picture


class Lettering(NamedTuple):
    """The window's fonts. Made in its thread; used in any."""

    plain: QFont
    bold: QFont
    fixed: QFont  # for timecode: figures that don't move their neighbours

    def sized(self, pixels: int) -> "Lettering":
        """The same, for another height of the letters' line."""
        fonts = (QFont(font) for font in self)
        made = Lettering(*fonts)
        for font in made:
            font.setPixelSize(pixels)
        return made


def lettering() -> Lettering:
    """As the system has them."""
    plain = QGuiApplication.font()
    bold = QFont(plain)
    bold.setWeight(QFont.Weight.DemiBold)
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return Lettering(plain, bold, fixed)


def paint_tag(painter: QPainter, place: QRect, words: str, font: QFont) -> None:
    """A picture's name in its upper left corner."""
    unit = font.pixelSize()
    width = QFontMetricsF(font).horizontalAdvance(words) + unit
    tag = QRectF(place.x() + unit / 2, place.y() + unit / 2, width, unit * 1.6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_TAG)
    painter.drawRoundedRect(tag, unit * 0.3, unit * 0.3)
    painter.setPen(QColor(ON_CANVAS_TEXT))
    painter.setFont(font)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def elided(text: str, font: QFont, width: float) -> str:
    """One line of at most `width` pixels."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def wrapped(text: str, font: QFont, width: float, most: int) -> list[str]:
    """At most `most` lines of at most `width` pixels; what is left over is cut with "…"."""
    if not text:
        return []
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid() and len(starts) <= most:
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    units = text.encode("utf-16-le")  # Qt counts in these
    ends = [*starts[1:], len(units) // 2]
    parts = [units[2 * a : 2 * b] for a, b in zip(starts, ends, strict=True)]
    lines = [part.decode("utf-16-le").strip() for part in parts[:most]]
    if len(starts) > most:
        rest = units[2 * starts[most - 1] :].decode("utf-16-le")
        lines[-1] = elided(rest, font, width)
    return lines
