"""What a drag on a picture does, from where it has begun."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from aleph_desktop.domain.region import Region
from aleph_desktop.ui.review.look import Look
from aleph_desktop.ui.review.viewport import Viewport


@dataclass(frozen=True)
class WipeDrag:
    """Moves the wipe's line by as much as the mouse; it stays on the picture."""

    port: Viewport
    begun: QPointF
    look: Look

    def look_at(self, point: QPointF) -> Look:
        was, way = self.look.wipe, point - self.begun
        x = was[0] + way.x() / self.port.frame.width()
        y = was[1] + way.y() / self.port.frame.height()
        return replace(self.look, wipe=(_on_picture(x), _on_picture(y)))


@dataclass(frozen=True)
class PanDrag:
    """Moves the zoomed picture with the mouse."""

    port: Viewport
    begun: QPointF
    look: Look

    def look_at(self, point: QPointF) -> Look:
        share = self.port.share_at(self.begun)
        return replace(self.look, centre=self.port.centre_with(share, point))


@dataclass(frozen=True)
class RegionDrag:
    """Draws a rectangle."""

    port: Viewport
    begun: QPointF

    def region_at(self, point: QPointF) -> Region | None:
        """None: too small to be meant."""
        return Region.between(self.port.share_at(self.begun), self.port.share_at(point))


def _on_picture(share: float) -> float:
    return min(1.0, max(0.0, share))
