"""The pictures of a review movie: both sides, or a wipe, and a line of words under them."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.compare_pen import line_direction, line_point, paint_compared
from aleph_desktop.ui.review.exhibit import MovieAsk
from aleph_desktop.ui.review.lettering import Lettering, elided, paint_tag
from aleph_desktop.ui.review.look import Mode
from aleph_desktop.ui.tokens import DARK, ON_CANVAS_DIM, ON_CANVAS_TEXT

MOST = (1920, 1080)  # pixels, in all
_LEAST = 640  # pixels wide, so that the words can be read
_GAP = 4  # pixels between the sides
_BAND = (48, 80)  # pixels, the least and the largest height of the words under the pictures
_GROUND = QColor(DARK.canvas)
_TEXT, _DIM = QColor(ON_CANVAS_TEXT), QColor(ON_CANVAS_DIM)
_LINE = QColor(255, 255, 255, 200)


@dataclass(frozen=True, slots=True)
class PaintedStill:
    """Fulfils `ui.ports.Still`."""

    width: int  # pixels
    height: int  # pixels
    stride: int  # bytes a row
    data: bytes


class MoviePicture:
    """`picture(number)` is the movie's frame, from 0. For one thread at a time, any thread."""

    def __init__(self, ask: MovieAsk, reference: Reel, edited: Reel, fonts: Lettering) -> None:
        """The reels are nobody else's meanwhile."""
        self._ask = ask
        self._reels = (reference, edited)
        self.size, self.places, self._band = _arranged(ask, reference, edited)
        self._tag = fonts.sized(max(12, self.places[0].height() // 28)).plain
        self._fonts = fonts.sized(round(self._band.height() * 0.36)) if self._band else fonts

    def __call__(self, number: int) -> PaintedStill:
        image = self.image(number)
        return PaintedStill(
            image.width(), image.height(), image.bytesPerLine(), bytes(image.constBits())
        )

    def image(self, number: int) -> QImage:
        """Painted anew."""
        index = self._ask.start + number
        image = QImage(*self.size, QImage.Format.Format_RGB32)
        image.fill(_GROUND)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            self._paint_pictures(painter, *self._ask.exhibit.pairs[index])
            if self._band:
                self._paint_words(painter, self._band, index)
        finally:
            painter.end()
        return image

    def _paint_pictures(self, painter: QPainter, *pair: int) -> None:
        reference, edited = (
            to_image(reel.still(index, place.width(), place.height()))
            for reel, index, place in zip(self._reels, pair, self.places, strict=True)
        )
        if self._ask.look.mode is Mode.WIPE:
            self._paint_wiped(painter, QRectF(self.places[0]), reference, edited)
            return
        for place, picture, words in zip(
            self.places, (reference, edited), ("Reference", "Edited"), strict=True
        ):
            painter.drawImage(place.topLeft(), picture)
            if self._ask.burn_in:
                paint_tag(painter, place, words, self._tag)

    def _paint_wiped(
        self, painter: QPainter, place: QRectF, reference: QImage, edited: QImage
    ) -> None:
        look = self._ask.look
        paint_compared(painter, place, reference, edited, look)
        reach = line_direction(look.angle) * (place.width() + place.height()) * 2
        at = line_point(place, look)
        painter.save()
        painter.setClipRect(place)
        painter.setPen(QPen(_LINE, max(2.0, place.height() / 360)))
        painter.drawLine(at - reach, at + reach)
        painter.restore()

    def _paint_words(self, painter: QPainter, band: QRect, index: int) -> None:
        """Two lines: the prompt and the timecode; what it is of, and the frame's number."""
        exhibit, pad = self._ask.exhibit, round(band.height() * 0.25)
        upper = QRectF(band.x() + pad, band.y() + band.height() * 0.08, 0, band.height() * 0.42)
        upper.setRight(band.right() - pad)
        lower = upper.translated(0, upper.height())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        caption = exhibit.caption
        number = f"frame {exhibit.first + index}"
        facts = " · ".join((caption.title, *caption.facts[:1]))
        for place, words, ending, colour, font in (
            (upper, caption.prompt or caption.clip, exhibit.code(index), _TEXT, self._fonts.bold),
            (lower, facts, number, _DIM, self._fonts.plain),
        ):
            painter.setPen(colour)
            painter.setFont(self._fonts.fixed)
            used = painter.boundingRect(place, right, ending).width() + pad
            painter.drawText(place, right, ending)
            painter.setFont(font)
            painter.drawText(place, left, elided(words, font, place.width() - used))


def _arranged(
    ask: MovieAsk, reference: Reel, edited: Reel
) -> tuple[tuple[int, int], tuple[QRect, QRect], QRect | None]:
    """The movie's even size, where the two pictures are, and where the words are."""
    is_wipe = ask.look.mode is Mode.WIPE
    sides = (reference,) if is_wipe else (reference, edited)
    shapes = [side.width / side.height for side in sides]
    room = MOST[0] - _GAP * (len(sides) - 1), MOST[1] - (_BAND[1] if ask.burn_in else 0)
    wanted = max(reference.height, edited.height, _LEAST / sum(shapes))
    height = math.floor(min(wanted, room[0] / sum(shapes), room[1]))
    widths = [max(1, math.floor(shape * height)) for shape in shapes]
    used = sum(widths) + _GAP * (len(sides) - 1)
    width = _even(max(_LEAST, used))
    band = min(_BAND[1], max(_BAND[0], width // 24)) if ask.burn_in else 0
    x = (width - used) // 2
    first = QRect(x, 0, widths[0], height)
    last = QRect(x + used - widths[-1], 0, widths[-1], height)
    whole = _even(height + band)
    return (width, whole), (first, last), QRect(0, height, width, band) if band else None


def _even(pixels: int) -> int:
    """H.264 in 4:2:0 has whole pairs of pixels."""
    return pixels + pixels % 2
