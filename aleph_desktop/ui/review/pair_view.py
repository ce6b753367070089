"""The pictures: reference and edited, painted together, so that they are always one instant."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from aleph_desktop.domain.framing import Placement
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.look import Mode
from aleph_desktop.ui.review.look_view import LookView
from aleph_desktop.ui.review.pane import Pane
from aleph_desktop.ui.review.pane_words import paint_readout, paint_words, readout_size
from aleph_desktop.ui.review.panes import MARGIN
from aleph_desktop.ui.review.picture_tools import PictureTools
from aleph_desktop.ui.review.readout import readout
from aleph_desktop.ui.review.scene_pen import ScenePen
from aleph_desktop.ui.review.view_marks import paint_region, paint_wipe
from aleph_desktop.ui.theme import Theme

Side = Literal["reference", "edited"]

_INVITATION = "The reference clip and the edited one play here side by side"
_MOST_TAKES = 4
_RAISED = 40  # pixels that the readout lies over the buttons, where it would be under one


class PairView(LookView):
    """Every picture in one widget: one paint shows one pair.

    A reference alone fills the view; with a status or an edited clip it is a pair, compared as
    the look says. Without an edited clip the right one is the reference, dimmed under the status.
    """

    framing_moved = Signal(float)  # where the crop should lie, 0 to 1
    frame_used = Signal(str)  # on this side: "reference" or "edited"
    painted = Signal(int, int)  # this pair is on the screen now: reference, edited

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pen = ScenePen(self.scene)
        self._has_readout = True
        self._read_at = QRect()  # where the readout was painted
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
        self._set(self.scene.reference, reel, label)

    def set_reference_label(self, label: str) -> None:
        """Another word in its corner; the picture stays."""
        if self.scene.reference.label != label:
            self.scene.reference.label = label
            self._describe()

    def set_edited(self, reel: Reel | None, label: str) -> None:
        """Show a clip on the right; None: there is none yet."""
        self._set(self.scene.edited, reel, label)

    def set_status(self, text: str | None) -> None:
        """Words over the right pane until there is an edited clip; the first line is the title."""
        if self.scene.status != (text or ""):
            self.scene.status = text or ""
            self._describe()

    def set_problem(self, side: Side, text: str) -> None:
        """Say in a pane why its clip can't be shown; the first line is the title."""
        self._pane(side).set_problem(text)
        self._describe()

    def set_fallback_image(self, image: QImage) -> None:
        """The player's picture of the reference, shown until its reel is there."""
        self.scene.reference.set_fallback(image)
        self._arrange()

    def set_still(self, image: QImage | None) -> None:
        """A picture in place of the reference's frame; None: its frame again."""
        self.scene.reference.set_still(image)
        self._arrange()

    def let_go_reference(self, *, keep: bool) -> None:
        """Its frames will be others; `keep`: the picture is right until another is wanted."""
        self.scene.reference.let_go(keep=keep)
        self._describe()

    def expect(self, size: QSize | None) -> None:
        """The reference's size in pixels, before its frames are here; None: not known."""
        self.scene.reference.expected = size
        self._arrange()

    def set_framing(self, placement: Placement | None, movable: bool) -> None:
        """Draw how the reference is put into what is sent; `movable`: a crop can be dragged."""
        shows = placement is not None and (placement.is_cropped or placement.has_bars)
        self.scene.placement = placement if shows else None
        is_crop = self.scene.placement is not None and self.scene.placement.is_cropped
        self._tools.set_crop(self.scene.placement if is_crop and movable else None)
        self._arrange()

    def show_pair(self, reference_index: int, edited_index: int) -> None:
        """Show these two frames, at the next paint."""
        if (reference_index, edited_index) != (self.scene.reference.index, self.scene.edited.index):
            had = self.scene.is_pair, self.scene.reference.has_picture
            self.scene.reference.go_to(reference_index)
            self.scene.edited.go_to(edited_index)
            if had == (self.scene.is_pair, self.scene.reference.has_picture):
                self.update()
            else:  # there was a first frame, or a kept one, and no other yet
                self._describe()

    def set_readout(self, on: bool) -> None:
        """Say what the pixel under the mouse is; costs time, so not while it plays."""
        self._has_readout = on
        self.update(self._read_at)

    def set_first(self, side: Side, reel: Reel) -> None:
        """A reel of the first frame alone, until the real one comes."""
        self._pane(side).set_first(reel)
        self._describe()

    def set_takes(self, sides: Sequence[tuple[Reel | None, str]]) -> None:
        """What the grid shows, at most four: reels, None: on its way, and labels.

        The same reel as before at its place goes on from its frame.
        """
        wanted = sides[:_MOST_TAKES]
        takes = self.scene.takes[: len(wanted)]
        takes += [Pane() for _ in wanted[len(takes) :]]
        for take, (reel, label) in zip(takes, wanted, strict=True):
            if take.reel is not reel:
                take.set_reel(reel)
            take.label = label
        self.scene.takes = takes
        self._describe()

    def show_takes(self, indices: Sequence[int]) -> None:
        """Each take's frame, at the next paint."""
        takes = self.scene.takes
        if list(indices) != [take.index for take in takes]:
            for take, index in zip(takes, indices, strict=False):
                take.go_to(index)
            self.update()

    def comparison_image(self) -> QImage:
        """The pictures as they are seen, in device pixels: no handles, words or margins."""
        return self._pen.image(self.spots(), self.devicePixelRatioF())

    def panes(self) -> tuple[QRect, QRect | None]:
        """Where the pictures are: the reference, and the edited one when there are two.

        Where one place shows both or either, it is told for both. With bars to be added the
        reference's place is that of the whole frame.
        """
        spots = self.spots()
        reference, edited = self.scene.panes(spots)
        first = reference or edited or spots[0].place
        return first, (edited or first) if self.scene.has_right else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._tools.set_lit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._tools.set_lit(False)
        self.update(self._read_at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._has_readout:
            self.update(self._read_at.united(self._readout_place(self._readout())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._tools.show_menu(event.pos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.canvas))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.scene.is_empty:
            room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            paint_words(painter, room, _INVITATION)
            return
        spots = self.spots()
        self._pen.paint(painter, spots, self.devicePixelRatioF())
        self._paint_marks(painter)
        painter.end()
        self.painted.emit(self.scene.reference.index, self.scene.edited.index)

    def look_taken(self) -> None:
        self._describe()

    def _paint_marks(self, painter: QPainter) -> None:
        """What lies over the pictures."""
        region = self.region_seen
        for spot in self.spots():
            if region is not None and spot.pane.has_picture:
                paint_region(painter, spot.port, region)
            if self.scene.is_wiped:
                paint_wipe(painter, spot.port, self.look)
        text = self._readout()
        self._read_at = self._readout_place(text)
        paint_readout(painter, self._read_at, text)

    def _readout(self) -> str:
        """What is under the mouse; "": nothing, or it isn't told."""
        if self.mouse is None or not self._has_readout:
            return ""
        return readout(self.scene, self.spots(), self.mouse)

    def _readout_place(self, text: str) -> QRect:
        """At the bottom, free of the buttons in the pictures' corners."""
        if not text:
            return QRect()
        size = readout_size(text)
        end = self.width() - MARGIN - size.width()
        left = max(0, min(end, self.spots()[0].place.left() + MARGIN))
        place = QRect(QPoint(left, self.height() - 2 * MARGIN - size.height()), size)
        return place.translated(0, -_RAISED) if self._tools.are_in(place) else place

    def _pane(self, side: Side) -> Pane:
        return self.scene.reference if side == "reference" else self.scene.edited

    def _set(self, pane: Pane, reel: Reel | None, label: str) -> None:
        pane.set_reel(reel)
        pane.label = label
        self._describe()

    def _describe(self) -> None:
        """Tell a screen reader what the panes say, and how they are compared."""
        scene = self.scene
        if scene.mode is Mode.GRID:
            said = [word for take in scene.takes for word in (take.label, take.problem)]
        else:
            sides = (scene.reference, scene.edited)
            said = [word for pane in sides for word in (pane.label, pane.problem)]
        if scene.has_right:
            said += [scene.status, scene.mode.value]
        words = ". ".join(word for word in said if word)
        self.setAccessibleDescription(_INVITATION if scene.is_empty else words)
        self._arrange()

    def _arrange(self) -> None:
        scene = self.scene
        reference, edited = scene.panes(self.spots())
        self._tools.arrange(
            reference if scene.reference.has_picture else None,
            edited if scene.edited.has_picture else None,
        )
        self.update()
