"""Pictures beside each other, as many as there is room for, filled as they come."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

_WIDEST_CELL = 0.8  # of the height: more moments of the clip say more than its edges do
_NARROWEST_CELL = 0.5
_GROUND = "#1a1c20"  # where a picture will be; in both themes, as the canvas
_SEAM = "#0b0c0e"


class Filmstrip:
    """The pictures of one clip, drawn once for each size and each that comes."""

    def __init__(self) -> None:
        self._images: dict[float, QImage] = {}  # by where in the clip: 0 its start, 1 its end
        self._shape = 16 / 9  # of a picture: width to height
        self._drawn: QPixmap | None = None

    def clear(self) -> None:
        """Another clip comes."""
        self._images.clear()
        self._drawn = None

    def set_shape(self, shape: float) -> None:
        """The clip's width to its height."""
        self._shape = shape
        self._drawn = None

    def set_image(self, number: int, count: int, image: QImage) -> None:
        """One of `count` pictures spread over the clip."""
        self._images[(number + 0.5) / count] = image
        self._drawn = None

    def pixmap(self, size: QSizeF, ratio: float) -> QPixmap:
        """The strip in logical pixels of a size; `ratio`: the screen's pixels for each."""
        wanted = (size * ratio).toSize()
        if self._drawn is None or self._drawn.size() != wanted:
            self._drawn = QPixmap(wanted)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(QColor(_GROUND))
            painter = QPainter(self._drawn)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._draw(painter, size)
            painter.end()
        return self._drawn

    def _draw(self, painter: QPainter, size: QSizeF) -> None:
        width, height = size.width(), size.height()
        cell = height * min(max(self._shape, _NARROWEST_CELL), _WIDEST_CELL)
        cells = max(1, round(width / cell))
        for number in range(cells):
            left = width * number / cells
            place = QRectF(left, 0, width / cells, height)
            image = self._image_near((number + 0.5) / cells, 1 / cells)
            if image is not None:
                painter.drawImage(place, image, _middle(image, place.width() / height))
            elif number:
                painter.fillRect(QRectF(left, 0, 1, height), QColor(_SEAM))

    def _image_near(self, where: float, reach: float) -> QImage | None:
        """The picture nearest to a place in the clip, if there is one within `reach`."""
        nearest = min(self._images, key=lambda place: abs(place - where), default=None)
        if nearest is None or abs(nearest - where) > reach:
            return None
        return self._images[nearest]


def _middle(image: QImage, shape: float) -> QRectF:
    """The middle of `image` with a shape, width to height."""
    if image.width() / image.height() > shape:
        wide = image.height() * shape
        return QRectF((image.width() - wide) / 2, 0, wide, image.height())
    high = image.width() / shape
    return QRectF(0, (image.height() - high) / 2, image.width(), high)
