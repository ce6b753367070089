"""Reads coded clips back from what PairView paints, in any look."""

import math
from collections.abc import Mapping

from coded_clip import SIZE, inside, read_code
from PySide6.QtCore import QRectF

from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.pair_view import PairView

SIDES = ("reference", "edited")


def readable(look: Look) -> Mapping[str, int]:
    """Which sides can be read, each by which of its copies; as `look` says, not as the view does.

    Of wipes: those whose line goes through the middle, with the reference not on its lower side.
    """
    if look.flipped:
        return {"reference": 1}
    if look.mode is Mode.FLIP:
        return {"edited": 1}
    if look.mode is Mode.WIPE:
        is_left = math.cos(math.radians(look.angle)) > 0
        return {"reference": 1, "edited": 2} if is_left else {"reference": 2, "edited": 1}
    return dict.fromkeys(SIDES, 1)


def places(view: PairView, look: Look, size: tuple[int, int] = SIZE) -> dict[str, QRectF]:
    """Where the whole picture of each side lies, also what of it is outside of the view.

    `size`: of the clips, in pixels.
    """
    fitted = view.panes()
    cells = {"reference": fitted[0], "edited": fitted[1] or fitted[0]}
    return {side: _zoomed(QRectF(cell), view, look, size) for side, cell in cells.items()}


def seen(view: PairView, look: Look, size: tuple[int, int] = SIZE) -> dict[str, int | None]:
    """The numbers of the sides that can be read; None: there is no picture of it."""
    picture, where = view.grab().toImage(), places(view, look, size)
    return {
        side: read_code(picture, side, inside(where[side]), copy)
        for side, copy in readable(look).items()
    }


def _zoomed(fitted: QRectF, view: PairView, look: Look, size: tuple[int, int]) -> QRectF:
    """By what Look promises of zoom and centre."""
    if look.zoom is None:
        return fitted
    width, height = (pixels * look.zoom / view.devicePixelRatio() for pixels in size)
    middle = fitted.center()
    across, down = look.centre
    return QRectF(middle.x() - across * width, middle.y() - down * height, width, height)
