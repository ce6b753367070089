"""Two pictures in one, by a Look."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF

from aleph_desktop.ui.review.look import Look, Mode

_HOT = ((0, 0, 0), (32, 12, 92), (132, 32, 108), (224, 76, 44), (252, 172, 36), (255, 255, 220))


def paint_compared(
    painter: QPainter, place: QRectF, reference: QImage, edited: QImage, look: Look
) -> None:
    """Both in one place: wiped, overlaid, as difference; else one of them.

    `look.wipe` is a share of the place. Quick, if the images have the place's device pixels.
    """
    if look.flipped:
        painter.drawImage(place, reference)
    elif look.mode is Mode.DIFFERENCE:
        painter.drawImage(place, difference(reference, edited, look.gain, heat=look.heat))
    else:
        painter.drawImage(place, edited)
        if look.mode is Mode.WIPE:
            _paint_wiped(painter, place, reference, look)
        elif look.mode is Mode.OVERLAY:
            painter.save()
            painter.setOpacity(painter.opacity() * (1 - look.opacity))
            painter.drawImage(place, reference)
            painter.restore()


def difference(reference: QImage, edited: QImage, gain: int, *, heat: bool = False) -> QImage:
    """How far each pixel is from the other's, times a power of two; of the reference's size."""
    made = reference.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    _fill(painter, made.size(), edited)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    for _ in range(gain.bit_length() - 1):
        _fill(painter, made.size(), made.copy())
    painter.end()
    return _heated(made) if heat else made


def line_direction(angle: float) -> QPointF:
    """Along the wipe's line, upwards, of length 1; the reference is on the left of it."""
    turned = math.radians(angle)
    return QPointF(math.sin(turned), -math.cos(turned))


def line_point(place: QRectF, look: Look) -> QPointF:
    """The point that the wipe's line goes through."""
    x, y = look.wipe
    return QPointF(place.x() + x * place.width(), place.y() + y * place.height())


def _paint_wiped(painter: QPainter, place: QRectF, reference: QImage, look: Look) -> None:
    at = line_point(place, look)
    reach = place.width() + place.height() + (at - place.center()).manhattanLength()
    path = QPainterPath()
    path.addPolygon(_left_of(at, line_direction(look.angle), reach))
    path.closeSubpath()
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.drawImage(place, reference)
    painter.restore()


def _left_of(at: QPointF, along: QPointF, reach: float) -> QPolygonF:
    """The half of the plane on the left of a line, so far."""
    aside = QPointF(along.y(), -along.x())
    one, other = at + along * reach, at - along * reach
    return QPolygonF([one, other, other + aside * reach, one + aside * reach])


def _fill(painter: QPainter, size: QSize, image: QImage) -> None:
    if image.size() == size:
        painter.drawImage(QPointF(0, 0), image)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(QPointF(0, 0), size.toSizeF()), image)


def _heated(image: QImage) -> QImage:
    """From black over red to white, by how bright it is."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if not grey.reinterpretAsFormat(QImage.Format.Format_Indexed8):
        return image
    grey.setColorTable(_HEAT)
    return grey.convertToFormat(QImage.Format.Format_RGB32)


def _mixed(level: int) -> int:
    """The heat map's colour for 0 to 255, as 0xffrrggbb."""
    step, part = divmod(level * (len(_HOT) - 1) / 255, 1)
    below = _HOT[int(step)]
    above = _HOT[min(int(step) + 1, len(_HOT) - 1)]
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(below, above, strict=True))
    return 0xFF000000 | red << 16 | green << 8 | blue


_HEAT = [_mixed(level) for level in range(256)]
