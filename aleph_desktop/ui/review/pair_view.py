"""The pictures: reference and edited, painted together, so that they are always one instant."""

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.pane import Pane
from aleph_desktop.ui.review.pane_words import paint_label, paint_words
from aleph_desktop.ui.review.panes import MARGIN, one_pane, two_panes
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

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reference = Pane()
        self._edited = Pane()
        self._status = ""
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
        self.update()

    def show_pair(self, reference_index: int, edited_index: int) -> None:
        """Show these two frames, at the next paint."""
        if (reference_index, edited_index) != (self._reference.index, self._edited.index):
            self._reference.index = reference_index
            self._edited.index = edited_index
            self.update()

    def panes(self) -> tuple[QRect, QRect | None]:
        """Where the pictures are: the reference, and the edited one when there are two."""
        if not (self._edited.label or self._status):
            return one_pane(self.size(), self._reference.shape), None
        left, right = self._reference.shape, self._edited.shape
        if not self._edited.has_picture:
            right = left
        elif not self._reference.has_picture:
            left = right
        return two_panes(self.size(), left, right)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.canvas))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not (self._reference.label or self._edited.label):
            room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            paint_words(painter, room, _INVITATION)
            return
        left, right = self.panes()
        self._paint_pane(painter, left, self._reference)
        if right is not None:
            self._paint_right(painter, right)

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
        self.update()
