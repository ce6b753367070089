"""One picture in the middle of the canvas, or a word where there is none."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from aleph_desktop.ui.composer.strip_rows import STRIP_HEIGHT
from aleph_desktop.ui.theme import Theme
from aleph_desktop.ui.tokens import ON_CANVAS_DIM


class ClipPicture(QWidget):
    """Where the strip would be, for a clip that has none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._words = ""
        self.setFixedHeight(STRIP_HEIGHT)

    def set_words(self, words: str) -> None:
        """Shown while there is no picture."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    @property
    def has_image(self) -> bool:
        return self._image is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        path = QPainterPath()  # the card's round corners
        path.addRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, 8), 7, 7)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.canvas))
        if self._image is None:
            painter.setPen(QColor(ON_CANVAS_DIM))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(place, self._image)
