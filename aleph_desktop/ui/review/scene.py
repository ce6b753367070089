"""What the view has to show, and where each picture lies, by the look."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, QSizeF

from aleph_desktop.domain.framing import Placement
from aleph_desktop.ui.review.look import Look, Mode
from aleph_desktop.ui.review.pane import Pane
from aleph_desktop.ui.review.panes import cells, many_panes
from aleph_desktop.ui.review.viewport import Viewport

_IN_ONE = frozenset({Mode.WIPE, Mode.OVERLAY, Mode.DIFFERENCE})


class Spot(NamedTuple):
    """A place in the view with a pane's picture in it, or with two compared."""

    port: Viewport
    pane: Pane
    other: Pane | None = None  # the edited one, compared with the reference in `pane`

    @property
    def place(self) -> QRect:
        """What of the view it takes."""
        return self.port.visible.toAlignedRect()


class Scene:
    """Both sides, the takes of the grid, and how they are looked at."""

    def __init__(self) -> None:
        self.reference = Pane()
        self.edited = Pane()
        self.takes: list[Pane] = []
        self.status = ""  # over the right pane, until there is an edited clip
        self.placement: Placement | None = None  # of the reference in what is sent
        self.look = Look()

    @property
    def is_empty(self) -> bool:
        return not (self.reference.label or self.edited.label)

    @property
    def has_right(self) -> bool:
        """Whether there is more than the reference."""
        return bool(self.edited.label or self.status)

    @property
    def is_pair(self) -> bool:
        """Whether there are two pictures to compare."""
        return self.reference.has_picture and self.edited.has_picture

    @property
    def mode(self) -> Mode:
        """How it is painted: side by side, where there is nothing to compare."""
        if self.look.mode is Mode.GRID:
            can = len(self.takes) > 1 and any(take.has_picture for take in self.takes)
        else:
            can = self.is_pair
        return self.look.mode if can else Mode.SIDE

    @property
    def is_flipped(self) -> bool:
        """Whether the reference alone is shown."""
        has_other = self.is_pair or self.mode is Mode.GRID
        return self.look.flipped and has_other and self.reference.has_picture

    @property
    def is_wiped(self) -> bool:
        """Whether there is a line to drag."""
        return self.mode is Mode.WIPE and not self.is_flipped

    @property
    def is_zoomed(self) -> bool:
        return self.look.zoom is not None and self.placement is None

    def spots(self, area: QSize, scale: float) -> list[Spot]:
        """What is seen, in the order of reading; `scale`: device pixels to the view's."""
        exposed = self._exposed()
        shapes = [self._shape(pane) for pane, _ in exposed]
        places = many_panes(area, shapes)
        ports = [Viewport.fitted(place) for place in places]
        if self.is_zoomed:
            ports = [
                Viewport.zoomed(cell, self._size(shape, scale), self.look.centre, scale)
                for cell, shape in zip(cells(area, places), shapes, strict=True)
            ]
        return [Spot(port, *panes) for port, panes in zip(ports, exposed, strict=True)]

    def fit_zoom(self, area: QSize, scale: float) -> float:
        """The zoom at which the first picture is fitted."""
        shapes = [self._shape(pane) for pane, _ in self._exposed()]
        place = many_panes(area, shapes)[0]
        return place.width() * scale / self._unit().width()

    def zoom_of(self, spot: Spot, scale: float) -> float:
        """Screen pixels for a pixel of the reference."""
        return spot.port.frame.width() * scale / self._unit().width()

    def at(self, point: QPointF, spots: list[Spot]) -> Spot | None:
        """What is seen at a point."""
        return next((spot for spot in spots if spot.port.visible.contains(point)), None)

    def panes(self, spots: list[Spot]) -> tuple[QRect | None, QRect | None]:
        """Where the reference and the edited picture are; the same, where they are compared."""
        reference = edited = None
        for spot in spots:
            if spot.pane is self.reference:
                reference = spot.place
            if self.edited in (spot.pane, spot.other):
                edited = spot.place
        return reference, edited

    def _exposed(self) -> list[tuple[Pane, Pane | None]]:
        """What is shown of it all."""
        mode = self.mode
        if self.is_flipped or not (self.has_right or mode is Mode.GRID):
            return [(self.reference, None)]
        if mode is Mode.GRID:
            return [(take, None) for take in self.takes]
        if mode is Mode.FLIP:
            return [(self.edited, None)]
        if mode in _IN_ONE:
            return [(self.reference, self.edited)]
        return [(self.reference, None), (self.edited, None)]

    def _shape(self, pane: Pane) -> QSize:
        """A pane's, or where it has no picture another's."""
        if pane is self.reference and self.placement is not None and self.placement.has_bars:
            return QSize(*self.placement.size)
        others = (pane, self.reference, self.edited, *self.takes)
        return next((one for one in others if one.has_picture), pane).shape

    def _unit(self) -> QSize:
        """The picture whose pixels the zoom counts."""
        return self._shape(self.reference)

    def _size(self, shape: QSize, scale: float) -> QSizeF:
        """A zoomed picture's size in the view; all are as wide, so that shares lie alike."""
        zoom = self.look.zoom or 1.0
        width = self._unit().width() * zoom / scale
        return QSizeF(width, width * shape.height() / shape.width())
