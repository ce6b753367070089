"""One side of the pair: what there is to show on it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import Reel

_UNKNOWN = QSize(16, 9)  # the shape of a place whose clip is not known


class Pane:
    """A reel or the player's picture, a label, and words where there is no picture.

    Keeps the one picture that is on screen, at its size there.
    """

    def __init__(self) -> None:
        self.reel: Reel | None = None
        self.label = ""
        self.problem = ""
        self.index = 0
        self._fallback = QImage()
        self._picture = QImage()
        self._made_for: tuple[int, QSize] | None = None

    def set_reel(self, reel: Reel | None) -> None:
        """Show this clip; what was here before is forgotten."""
        self.reel = reel
        self.problem = ""
        self._fallback = QImage()
        self._picture = QImage()
        self._made_for = None

    def set_problem(self, words: str) -> None:
        """There will be no reel. The player's picture stays, where there is one."""
        self.reel = None
        self.problem = words

    def set_fallback(self, image: QImage) -> None:
        """The player's own picture, for as long as there is no reel."""
        if self.reel is None:
            self._fallback = image

    @property
    def has_picture(self) -> bool:
        return self.reel is not None or not self._fallback.isNull()

    @property
    def shape(self) -> QSize:
        """The clip's size in pixels, for its aspect."""
        if self.reel is not None:
            return QSize(self.reel.width, self.reel.height)
        return _UNKNOWN if self._fallback.isNull() else self._fallback.size()

    def picture(self, size: QSize) -> QImage:
        """The current frame in just this many device pixels; the fallback in its own."""
        if self.reel is None:
            return self._fallback
        wanted = (self.index, size)
        if self._made_for != wanted:
            still = self.reel.still(self.index, size.width(), size.height())
            self._picture = to_image(still)
            self._made_for = wanted
        return self._picture
