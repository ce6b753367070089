"""The pictures: reference and edited, painted together, so that they are always one instant."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aleph_desktop.domain.framing import Placement
from aleph_desktop.domain.region import Region
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review import framed
from aleph_desktop.ui.review.look import Look
from aleph_desktop.ui.review.pane import Pane
from aleph_desktop.ui.review.pane_words import paint_label, paint_words
from aleph_desktop.ui.review.panes import MARGIN, one_pane, two_panes
from aleph_desktop.ui.review.picture_tools import PictureTools
from aleph_desktop.ui.theme import Theme

Side = Literal["reference", "edited"]

_DIMMED = 0.28  # the reference behind the status, so that the words stay at 4.5:1
_VEIL = QColor(0x14, 0x15, 0x18)  # a pane without a picture, on the canvas
_INVITATION = "The reference clip and the edited one play here side by side"


class PairView(QWidget):
    """Both panes in one widget: one paint shows one pair.

    A reference alone fills the view; with a status or an edited clip there are two panes. Without
    an edited clip the right one is the reference, dimmed under the status.
    """

    framing_moved = Signal(float)  # where the crop should lie, 0 to 1
    frame_used = Signal(str)  # on this side: "reference" or "edited"
    look_changed = Signal(object)  # Look: the user wiped, zoomed or panned
    region_drawn = Signal(object)  # Region, or None: a click, no rectangle
    drawing_changed = Signal(bool)  # drawing has begun or ended, by whatever
    painted = Signal(int, int)  # this pair is on the screen now: reference, edited

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reference = Pane()
        self._edited = Pane()
        self._status = ""
        self._placement: Placement | None = None
        self._look = Look()
        self._region: Region | None = None
        self._has_readout = True
        self._tools = PictureTools(self)
        self._tools.frame_used.connect(self.frame_used)
        self._tools.crop.moved.connect(self.framing_moved)
        self.setAccessibleName("Picture")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 120)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # so that a click gives the keys to it
        theme.changed.connect(self.update)
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(1040, 400)

    def set_reference(self, reel: Reel | None, label: str) -> None:
        """Show a clip on the left; None with a label: it is still on its way."""
        self._set(self._reference, reel, label)

    def set_reference_label(self, label: str) -> None:
        """Another word in its corner; the picture stays."""
        if self._reference.label != label:
            self._reference.label = label
            self._describe()

    def set_edited(self, reel: Reel | None, label: str) -> None:
        """Show a clip on the right; None: there is none yet."""
        self._set(self._edited, reel, label)

    def set_status(self, text: str | None) -> None:
        """Words over the right pane until there is an edited clip; the first line is the title."""
        if self._status != (text or ""):
            self._status = text or ""
            self._describe()

    def set_problem(self, side: Side, text: str) -> None:
        """Say in a pane why its clip can't be shown; the first line is the title."""
        pane = self._reference if side == "reference" else self._edited
        pane.set_problem(text)
        self._describe()

    def set_fallback_image(self, image: QImage) -> None:
        """The player's picture of the reference, shown until its reel is there."""
        self._reference.set_fallback(image)
        self._arrange()

    def set_still(self, image: QImage | None) -> None:
        """A picture in place of the reference's frame; None: its frame again."""
        self._reference.set_still(image)
        self._arrange()

    def let_go_reference(self, *, keep: bool) -> None:
        """Its frames will be others; `keep`: the picture is right until another is wanted."""
        self._reference.let_go(keep=keep)
        self._describe()

    def expect(self, size: QSize | None) -> None:
        """The reference's size in pixels, before its frames are here; None: not known."""
        self._reference.expected = size
        self._arrange()

    def set_framing(self, placement: Placement | None, movable: bool) -> None:
        """Draw how the reference is put into what is sent; `movable`: a crop can be dragged."""
        shows = placement is not None and (placement.is_cropped or placement.has_bars)
        self._placement = placement if shows else None
        is_crop = self._placement is not None and self._placement.is_cropped
        self._tools.set_crop(self._placement if is_crop and movable else None)
        self._arrange()

    def show_pair(self, reference_index: int, edited_index: int) -> None:
        """Show these two frames, at the next paint."""
        if (reference_index, edited_index) != (self._reference.index, self._edited.index):
            self._reference.go_to(reference_index)
            self._edited.go_to(edited_index)
            self.update()

    @property
    def look(self) -> Look:
        """How the pictures are compared."""
        return self._look

    def set_look(self, look: Look) -> None:
        """It isn't told back."""
        self._look = look
        self.update()

    def set_region(self, region: Region | None) -> None:
        """Draw a rectangle on the pictures."""
        self._region = region
        self.update()

    def set_drawing(self, on: bool) -> None:
        """The next drag draws a region; Escape cancels."""
        self.drawing_changed.emit(on)

    def set_readout(self, on: bool) -> None:
        """Say what the pixel under the mouse is; costs time, so not while it plays."""
        self._has_readout = on

    def set_first(self, side: Side, reel: Reel) -> None:
        """A reel of the first frame alone, until the real one comes."""

    def set_takes(self, sides: Sequence[tuple[Reel | None, str]]) -> None:
        """What the grid shows, at most four: reels, None: on its way, and labels."""

    def show_takes(self, indices: Sequence[int]) -> None:
        """Each take's frame, at the next paint."""

    def turn_wipe(self, degrees: float) -> None:
        """Turn the line clockwise, and tell it."""

    def move_wipe(self, by: float) -> None:
        """Move the line across, by a share of the picture, and tell it."""

    def zoom_by(self, steps: int) -> None:
        """Zoom in, or out, around the middle, and tell it."""

    def pan_by(self, across: float, down: float) -> None:
        """Look farther right and down, by shares of what is seen, and tell it."""

    def comparison_image(self) -> QImage:
        """The pictures as they are seen, in device pixels: no handles, words or margins."""
        return QImage()

    def panes(self) -> tuple[QRect, QRect | None]:
        """Where the pictures are: the reference, and the edited one when there are two.

        With bars to be added the reference's place is that of the whole frame.
        """
        if not (self._edited.label or self._status):
            shape = self._reference.shape
            if self._placement is not None and self._placement.has_bars:
                shape = QSize(*self._placement.size)
            return one_pane(self.size(), shape), None
        left, right = self._reference.shape, self._edited.shape
        if not self._edited.has_picture:
            right = left
        elif not self._reference.has_picture:
            left = right
        return two_panes(self.size(), left, right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._tools.set_lit(True)

    def leaveEvent(self, event: QEvent) -> None:
        self._tools.set_lit(False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._tools.show_menu(event.pos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.canvas))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not (self._reference.label or self._edited.label):
            room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            paint_words(painter, room, _INVITATION)
            return
        left, right = self.panes()
        self._paint_reference(painter, left)
        if right is not None:
            self._paint_right(painter, right)

    def _paint_reference(self, painter: QPainter, place: QRect) -> None:
        if self._placement is None or not self._reference.has_picture:
            self._paint_pane(painter, place, self._reference)
            return
        if self._placement.has_bars:
            framed.paint_bars(painter, place)
            inner = framed.picture_in(place, self._placement)
            self._paint_picture(painter, inner, self._reference)
            framed.paint_edge(painter, place)
        else:
            self._paint_picture(painter, place, self._reference)
            framed.paint_crop(painter, place, self._placement)
        paint_label(painter, place, self._reference.label)

    def _paint_right(self, painter: QPainter, place: QRect) -> None:
        if self._edited.has_picture or self._edited.problem:
            self._paint_pane(painter, place, self._edited)
            return
        painter.fillRect(place, _VEIL)
        if self._reference.has_picture:
            painter.setOpacity(_DIMMED)
            self._paint_picture(painter, place, self._reference)
            painter.setOpacity(1.0)
        paint_words(painter, place, self._status)

    def _paint_pane(self, painter: QPainter, place: QRect, pane: Pane) -> None:
        if pane.has_picture:
            self._paint_picture(painter, place, pane)
        else:
            painter.fillRect(place, _VEIL)
            paint_words(painter, place, pane.problem)
        paint_label(painter, place, pane.label)

    def _paint_picture(self, painter: QPainter, place: QRect, pane: Pane) -> None:
        scale = self.devicePixelRatioF()
        pixels = QSize(round(place.width() * scale), round(place.height() * scale))
        painter.drawImage(QRectF(place), pane.picture(pixels))

    def _set(self, pane: Pane, reel: Reel | None, label: str) -> None:
        pane.set_reel(reel)
        pane.label = label
        self._describe()

    def _describe(self) -> None:
        """Tell a screen reader what the panes say."""
        said = (self._reference.label, self._reference.problem, self._edited.label)
        words = ". ".join(w for w in (*said, self._edited.problem, self._status) if w)
        self.setAccessibleDescription(words or _INVITATION)
        self._arrange()

    def _arrange(self) -> None:
        left, right = self.panes()
        self._tools.arrange(
            left if self._reference.has_picture else None,
            right if self._edited.has_picture else None,
        )
        self.update()
