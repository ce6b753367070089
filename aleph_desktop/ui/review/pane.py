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
        self.expected: QSize | None = None  # pixels, of a clip whose frames are not here yet
        self._still = QImage()
        self._fallback = QImage()
        self._is_kept = False  # the fallback is the frame at `index`, and no other
        self._picture = QImage()
        self._made_for: tuple[int, QSize] | None = None

    def set_reel(self, reel: Reel | None) -> None:
        """Show this clip; what was here before is forgotten."""
        self.reel = reel
        self.problem = ""
        self._fallback = QImage()
        self._picture = QImage()
        self._made_for = None

    def let_go(self, *, keep: bool) -> None:
        """Other frames will come; `keep`: the picture is still right until the frame changes."""
        picture = self._picture if keep and self.reel is not None else QImage()
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
        self.reel = None
        self.problem = words
        self._picture = QImage()
        self._made_for = None

    def set_fallback(self, image: QImage) -> None:
        """The player's own picture, for as long as there is no reel."""
        if self.reel is None:
            self._fallback = image
            self._is_kept = False

    @property
    def has_picture(self) -> bool:
        return not (self.reel is None and self._fallback.isNull() and self._still.isNull())

    @property
    def shape(self) -> QSize:
        """The clip's size in pixels, for its aspect."""
        if self.reel is not None:
            return QSize(self.reel.width, self.reel.height)
        if self.expected is not None:
            return self.expected
        return _UNKNOWN if self._fallback.isNull() else self._fallback.size()

    def picture(self, size: QSize) -> QImage:
        """The current frame in just this many device pixels; still and fallback in their own."""
        if not self._still.isNull():
            return self._still
        if self.reel is None:
            return self._fallback
        wanted = (self.index, size)
        if self._made_for != wanted:
            still = self.reel.still(self.index, size.width(), size.height())
            self._picture = to_image(still)
            self._made_for = wanted
        return self._picture
