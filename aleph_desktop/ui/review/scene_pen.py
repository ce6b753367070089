"""Paints a scene: pictures, and the words on them."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from aleph_desktop.ui.review import framed
from aleph_desktop.ui.review.compare_pen import difference, paint_compared
from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.pane import Pane
from aleph_desktop.ui.review.pane_words import paint_label, paint_words
from aleph_desktop.ui.review.scene import Scene, Spot
from aleph_desktop.ui.review.viewport import Viewport

_DIMMED = 0.28  # the reference behind the status, so that the words stay at 4.5:1
_VEIL = QColor(0x14, 0x15, 0x18)  # a pane without a picture, on the canvas


class ScenePen:
    """`scale`: device pixels to the view's."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._made = QImage()
        self._made_for: tuple[int, int, int, bool] | None = None

    def paint(self, painter: QPainter, spots: list[Spot], scale: float) -> None:
        """Pictures, labels, and words where there is no picture."""
        for spot in spots:
            self._paint_ground(painter, spot, scale)
            self.paint_picture(painter, spot, scale)
            self._paint_words(painter, spot)

    def paint_picture(self, painter: QPainter, spot: Spot, scale: float) -> None:
        """The picture alone."""
        if spot.other is not None:
            self._paint_compared(painter, spot, spot.other, scale)
        elif spot.pane is self._scene.reference and self._scene.placement is not None:
            self._paint_framed(painter, spot, scale)
        elif spot.pane.has_picture:
            painter.drawImage(spot.port.visible, spot.pane.seen(spot.port, scale))

    def image(self, spots: list[Spot], scale: float) -> QImage:
        """The pictures as they lie, in device pixels, without what is around them."""
        bounds = QRect()
        for spot in spots:
            bounds = bounds.united(spot.place)
        image = QImage(bounds.size() * scale, QImage.Format.Format_RGB32)
        image.fill(QColor(0, 0, 0))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(scale, scale)
        painter.translate(-bounds.topLeft())
        for spot in spots:
            self.paint_picture(painter, spot, scale)
        painter.end()
        return image

    def _paint_ground(self, painter: QPainter, spot: Spot, scale: float) -> None:
        """Where there is no picture; behind the status the reference, dimmed."""
        if spot.pane.has_picture:
            return
        painter.fillRect(spot.place, _VEIL)
        reference = self._scene.reference
        if self._is_waiting(spot) and reference.has_picture:
            painter.setOpacity(_DIMMED)
            painter.drawImage(spot.port.visible, reference.seen(spot.port, scale))
            painter.setOpacity(1.0)

    def _paint_words(self, painter: QPainter, spot: Spot) -> None:
        place, pane = spot.place, spot.pane
        if self._is_waiting(spot):
            paint_words(painter, place, self._scene.status)
            return
        if not pane.has_picture:
            paint_words(painter, place, pane.problem)
        if spot.other is None:
            paint_label(painter, place, pane.label)
            return
        half = QSize(place.width() // 2, place.height())
        paint_label(painter, QRect(place.topLeft(), half), pane.label)
        right = QRect(place.topLeft() + QPoint(place.width() - half.width(), 0), half)
        paint_label(painter, right, spot.other.label, right=True)

    def _paint_compared(self, painter: QPainter, spot: Spot, other: Pane, scale: float) -> None:
        visible = spot.port.visible
        wiped = spot.port.point_of(self._scene.look.wipe) - visible.topLeft()
        share = (wiped.x() / visible.width(), wiped.y() / visible.height())
        reference = spot.pane.seen(spot.port, scale, small=True)
        edited = other.seen(spot.port, scale, small=True)
        look = replace(self._scene.look, wipe=share, flipped=False)
        if look.mode is Mode.DIFFERENCE:
            painter.drawImage(visible, self._difference(reference, edited, look))
        else:
            paint_compared(painter, visible, reference, edited, look)

    def _difference(self, reference: QImage, edited: QImage, look: Look) -> QImage:
        """Made once for a pair, which is painted again at each move of the mouse."""
        wanted = (reference.cacheKey(), edited.cacheKey(), look.gain, look.heat)
        if self._made_for != wanted:
            self._made = difference(reference, edited, look.gain, heat=look.heat)
            self._made_for = wanted
        return self._made

    def _paint_framed(self, painter: QPainter, spot: Spot, scale: float) -> None:
        """The reference in what is sent of it."""
        place, placement = spot.place, self._scene.placement
        if placement is None or not spot.pane.has_picture:
            return
        if not placement.has_bars:
            painter.drawImage(QRectF(place), spot.pane.seen(spot.port, scale))
            framed.paint_crop(painter, place, placement)
            return
        framed.paint_bars(painter, place)
        inner = Viewport.fitted(framed.picture_in(place, placement))
        painter.drawImage(inner.frame, spot.pane.seen(inner, scale))
        framed.paint_edge(painter, place)

    def _is_waiting(self, spot: Spot) -> bool:
        """Whether the status stands in the place of the edited picture."""
        pane = spot.pane
        return pane is self._scene.edited and not (pane.has_picture or pane.problem)
