"""Text fitted into one or two lines of a width, remembered: rows are painted again and again."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

_KEPT = 4000  # texts; a screen shows some hundred

_Fit = Literal["one", "name", "two"]


class FittedText:
    """Elides and wraps in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self.height = self.metrics.height()
        self._lines: dict[tuple[str, int, _Fit], tuple[str, ...]] = {}

    def one(self, text: str, width: int) -> str:
        """The text in one line."""
        return self._fitted(text, width, "one")[0]

    def name(self, text: str, width: int) -> tuple[str, ...]:
        """A name in one or two lines; a long one loses its middle: names differ at the end."""
        return self._fitted(text, width, "name")

    def two(self, text: str, width: int) -> tuple[str, ...]:
        """The text in one or two lines, broken between words."""
        return self._fitted(text, width, "two")

    def _fitted(self, text: str, width: int, fit: _Fit) -> tuple[str, ...]:
        key = (text, width, fit)
        found = self._lines.get(key)
        if found is None:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            found = (self._elide(text, width),) if fit == "one" else self._wrap(text, width, fit)
            self._lines[key] = found
        return found

    def _elide(self, text: str, width: int, fit: _Fit = "one") -> str:
        mode = Qt.TextElideMode
        return self.metrics.elidedText(
            text, mode.ElideMiddle if fit == "name" else mode.ElideRight, width
        )

    def _wrap(self, text: str, width: int, fit: _Fit) -> tuple[str, ...]:
        if self.metrics.horizontalAdvance(text) <= width:
            return (text,)
        layout = QTextLayout(text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(width)
        length = line.textLength()
        layout.endLayout()
        # QTextLayout counts UTF-16 units, Python code points
        units = text.encode("utf-16-le")
        first = units[: 2 * length].decode("utf-16-le", "ignore")
        rest = text[len(first) :]
        return (first.rstrip(), self._elide(rest.lstrip(), width, fit))
