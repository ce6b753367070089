"""One side of the pair: what there is to show on it."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review.viewport import Share, Viewport

_UNKNOWN = QSize(16, 9)  # the shape of a place whose clip is not known
_MOST = QSize(1920, 1920)  # pixels; frames are kept in less, and larger pictures show no more
_CRISP = 2.0  # from so many screen pixels for a picture's on, these are seen as squares


class Pixel(NamedTuple):
    """One of a clip's, from its upper left corner."""

    x: int
    y: int
    colour: QColor


class Pane:
    """A reel or the player's picture, a label, and words where there is no picture.

    Keeps what is on screen: the frame at its size there, in its own size, and the zoomed part.
    """

    def __init__(self) -> None:
        self.reel: Reel | None = None
        self.label = ""
        self.problem = ""
        self.index = 0
        self.expected: QSize | None = None  # pixels, of a clip whose frames are not here yet
        self._first: Reel | None = None  # of the frame 0 alone
        self._still = QImage()
        self._fallback = QImage()
        self._is_kept = False  # the fallback is the frame at `index`, and no other
        self._picture = QImage()
        self._made_for: tuple[int, QSize] | None = None
        self._latest = QImage()  # the one of these that was looked at last
        self._full = QImage()
        self._full_for: int | None = None
        self._part = QImage()
        self._part_for: tuple[int, Viewport, float] | None = None

    def set_reel(self, reel: Reel | None) -> None:
        """Show this clip; what was here before is forgotten."""
        self.reel = reel
        self.problem = ""
        self._first = None
        self._fallback = QImage()
        self._forget()

    def set_first(self, reel: Reel) -> None:
        """The clip's first frame alone, until the clip's reel comes."""
        if self.reel is None:
            self._first = reel
            self.problem = ""
            self._forget()

    def let_go(self, *, keep: bool) -> None:
        """Other frames will come; `keep`: the picture is still right until the frame changes."""
        picture = self._latest if keep and self.reel is not None else QImage()
        self.set_reel(None)
        self._fallback = picture
        self._is_kept = True

    def go_to(self, index: int) -> None:
        """Another frame is the current one."""
        if self._is_kept and index != self.index:
            self._fallback = QImage()
        self.index = index

    def set_still(self, image: QImage | None) -> None:
        """A picture that is shown instead of the clip's frame; None: the frame again."""
        self._still = QImage() if image is None else image

    def set_problem(self, words: str) -> None:
        """There will be no reel. The player's picture stays, where there is one."""
        self.reel = self._first = None
        self.problem = words
        self._forget()

    def set_fallback(self, image: QImage) -> None:
        """The player's own picture, for as long as there is no reel."""
        if self.reel is None:
            self._fallback = image
            self._is_kept = False

    @property
    def has_picture(self) -> bool:
        return not (self._source is None and self._fallback.isNull() and self._still.isNull())

    @property
    def shape(self) -> QSize:
        """The clip's size in pixels, for its aspect."""
        known = self.reel or self._first
        if known is not None:
            return QSize(known.width, known.height)
        if self.expected is not None:
            return self.expected
        return _UNKNOWN if self._fallback.isNull() else self._fallback.size()

    def seen(self, port: Viewport, scale: float, *, small: bool = False) -> QImage:
        """What of the current frame is in the viewport, at `scale` device pixels to the view's.

        Still and fallback, fitted: in their own size. `small`: nor is a fitted frame enlarged.
        """
        visible = port.visible.size()
        pixels = QSize(round(visible.width() * scale), round(visible.height() * scale))
        if port.is_whole:
            return self._fitted(pixels, small=small)
        image = self._own()
        wanted = (image.cacheKey(), port, scale)
        if self._part_for != wanted:
            self._part = _part_of(image, port, pixels, scale)
            self._part_for = wanted
        return self._part

    def pixel(self, share: Share) -> Pixel | None:
        """What is at a share of the picture."""
        if not (self.has_picture and 0 <= share[0] < 1 and 0 <= share[1] < 1):
            return None
        image, shape = self._own(), self.shape
        across, down = int(share[0] * image.width()), int(share[1] * image.height())
        colour = image.pixelColor(across, down)
        return Pixel(int(share[0] * shape.width()), int(share[1] * shape.height()), colour)

    @property
    def _source(self) -> Reel | None:
        return self.reel or (self._first if self.index == 0 else None)

    def _forget(self) -> None:
        """What has been made of frames."""
        self._picture = self._full = self._part = self._latest = QImage()
        self._made_for = self._full_for = self._part_for = None

    def _fitted(self, size: QSize, *, small: bool) -> QImage:
        """The current frame in just this many pixels; `small`: in its own if these are fewer."""
        reel = self._source
        if not self._still.isNull() or reel is None:
            return self._fallback if self._still.isNull() else self._still
        if small and size.width() > reel.width:
            return self._own()
        wanted = (self.index, size)
        if self._made_for != wanted:
            self._picture = to_image(reel.still(self.index, size.width(), size.height()))
            self._made_for = wanted
        self._latest = self._picture
        return self._picture

    def _own(self) -> QImage:
        """The current frame in the clip's own size."""
        reel = self._source
        if not self._still.isNull() or reel is None:
            return self._fallback if self._still.isNull() else self._still
        if self._full_for != self.index:
            size = QSize(reel.width, reel.height)
            if size.width() > _MOST.width() or size.height() > _MOST.height():
                size = size.scaled(_MOST, Qt.AspectRatioMode.KeepAspectRatio)
            self._full = to_image(reel.still(self.index, size.width(), size.height()))
            self._full_for = self.index
        self._latest = self._full
        return self._full


def _part_of(image: QImage, port: Viewport, pixels: QSize, scale: float) -> QImage:
    """What the viewport shows of an image, in so many pixels."""
    part = QImage(pixels, QImage.Format.Format_RGB32)
    painter = QPainter(part)
    is_smooth = port.frame.width() * scale < _CRISP * image.width()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
    painter.drawImage(QRectF(part.rect()), image, port.source(image.size()))
    painter.end()
    return part
