"""The look, by mouse and key: wipe, zoom and pan, a region to be drawn."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from aleph_desktop.domain.region import Region
from aleph_desktop.ui.review.look import Look
from aleph_desktop.ui.review.picture_drag import PanDrag, RegionDrag, WipeDrag
from aleph_desktop.ui.review.scene import Scene, Spot
from aleph_desktop.ui.review.view_marks import distance
from aleph_desktop.ui.review.viewport import next_zoom

_NEAR = 8.0  # pixels from the wipe's line, where it is grabbed
_NOTCH = 120  # of a wheel, in eighths of a degree


class LookView(QWidget):
    """Changes the look as the user does, and tells it. Who paints the scene is another's matter."""

    look_changed = Signal(object)  # Look: the user wiped, zoomed or panned
    region_drawn = Signal(object)  # Region, or None: a click, no rectangle
    drawing_changed = Signal(bool)  # drawing has begun or ended, by whatever

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = Scene()
        self.region: Region | None = None
        self._drag: WipeDrag | PanDrag | RegionDrag | None = None
        self._is_drawing = False
        self.mouse: QPointF | None = None  # over the view
        self._turned = 0  # of the wheel, since the last notch
        self.setMouseTracking(True)

    @property
    def look(self) -> Look:
        """How the pictures are compared."""
        return self.scene.look

    def set_look(self, look: Look) -> None:
        """It isn't told back."""
        if self.scene.look != look:
            self.scene.look = look
            self.look_taken()

    def look_taken(self) -> None:
        """The look is another: show it so."""
        self.update()

    def set_region(self, region: Region | None) -> None:
        """Draw a rectangle on the pictures."""
        self.region = region
        self.update()

    def set_drawing(self, on: bool) -> None:
        """The next drag draws a region; Escape cancels."""
        if self._is_drawing == on:
            return
        self._is_drawing = on
        if on:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(self._drag, RegionDrag):
            self._drag = None
            self.update()
        self._show_cursor(None)
        self.drawing_changed.emit(on)

    def turn_wipe(self, degrees: float) -> None:
        """Turn the line clockwise, and tell it."""
        angle = (self.look.angle + degrees + 180) % 360 - 180
        self._change(replace(self.look, angle=angle))

    def move_wipe(self, across: float, down: float = 0.0) -> None:
        """Move the line by shares of the picture, and tell it."""
        x, y = self.look.wipe
        wipe = (min(1.0, max(0.0, x + across)), min(1.0, max(0.0, y + down)))
        self._change(replace(self.look, wipe=wipe))

    def zoom_by(self, steps: int) -> None:
        """Zoom in, or out, around the middle, and tell it."""
        spots = self.spots()
        self._zoom(steps, 0, spots[0].port.visible.center())

    def pan_by(self, across: float, down: float) -> None:
        """Look farther right and down, by shares of what is seen, and tell it."""
        port = self.spots()[0].port
        way = QPointF(across * port.cell.width(), down * port.cell.height())
        if self.scene.is_zoomed:
            middle = port.cell.center()
            self._change(PanDrag(port, middle, self.look).look_at(middle - way))

    def spots(self) -> list[Spot]:
        """What is seen, and where."""
        return self.scene.spots(self.size(), self.devicePixelRatioF())

    @property
    def region_seen(self) -> Region | None:
        """The one that is being drawn, else the one that is set."""
        if isinstance(self._drag, RegionDrag) and self.mouse is not None:
            return self._drag.region_at(self.mouse)
        return self.region

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.scene.is_empty or self.scene.placement is not None:
            event.ignore()
            return
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        spots = self.spots()
        spot = self.scene.at(event.position(), spots)
        if steps and spot is not None:
            self._zoom(steps, spots.index(spot), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.mouse = event.position()
        spot = self.scene.at(at, self.spots())
        if spot is None or event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
        elif self._is_drawing:
            self._drag = RegionDrag(spot.port, at)
        elif self._grabs_wipe(spot, at):
            self._drag = WipeDrag(spot.port, at, self.look)
        elif self.scene.is_zoomed:
            self._drag = PanDrag(spot.port, at, self.look)
        else:
            event.ignore()
        self._show_cursor(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse = event.position()
        if isinstance(self._drag, RegionDrag):
            self.update()
        elif self._drag is not None:
            self._change(self._drag.look_at(self.mouse))
        else:
            self._show_cursor(self.scene.at(self.mouse, self.spots()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, self._drag = self._drag, None
        if isinstance(drag, RegionDrag):
            self.region_drawn.emit(drag.region_at(event.position()))
            self.set_drawing(False)
            self.update()
        self._show_cursor(self.scene.at(event.position(), self.spots()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self.scene.at(event.position(), self.spots())
        if spot is not None and self.scene.is_wiped and not self._is_drawing:
            self._drag = None
            self._change(replace(self.look, wipe=spot.port.centre))

    def leaveEvent(self, event: QEvent) -> None:
        self.mouse = None

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and self._ends_drawing(event):
            event.accept()  # it is ours, whatever shortcut has it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._ends_drawing(event):
            self.set_drawing(False)
        else:
            super().keyPressEvent(event)

    def _ends_drawing(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        return self._is_drawing and is_escape

    def _zoom(self, steps: int, number: int, at: QPointF) -> None:
        """What is at a point of this spot stays there."""
        if self.scene.is_empty or self.scene.placement is not None:
            return
        scale = self.devicePixelRatioF()
        spot = self.spots()[number]
        fit = self.scene.fit_zoom(self.size(), scale)
        zoom = next_zoom(self.scene.zoom_of(spot, scale), steps, fit)
        look = replace(self.look, zoom=zoom, centre=(0.5, 0.5))
        if zoom is not None:
            self.scene.look = look  # for what it would lie like
            port = self.spots()[number].port
            look = replace(look, centre=port.centre_with(spot.port.share_at(at), at))
        self._change(look)

    def _change(self, look: Look) -> None:
        self.scene.look = look
        self.look_taken()
        self.look_changed.emit(look)

    def _grabs_wipe(self, spot: Spot, at: QPointF) -> bool:
        """Whether a drag from here moves the line: from anywhere, where there is no other drag."""
        is_near = distance(spot.port, self.look, at) <= _NEAR
        return self.scene.is_wiped and (is_near or not self.scene.is_zoomed)

    def _show_cursor(self, spot: Spot | None) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._is_drawing:
            shape = Qt.CursorShape.CrossCursor
        elif isinstance(self._drag, PanDrag):
            shape = Qt.CursorShape.ClosedHandCursor
        elif isinstance(self._drag, WipeDrag) or (spot and self._is_near(spot)):
            shape = self._across_line()
        elif spot is not None and self.scene.is_zoomed:
            shape = Qt.CursorShape.OpenHandCursor
        self.setCursor(shape)

    def _is_near(self, spot: Spot) -> bool:
        is_near = self.mouse and distance(spot.port, self.look, self.mouse) <= _NEAR
        return self.scene.is_wiped and bool(is_near)

    def _across_line(self) -> Qt.CursorShape:
        is_upright = abs((self.look.angle + 90) % 180 - 90) < 45
        return Qt.CursorShape.SplitHCursor if is_upright else Qt.CursorShape.SplitVCursor
