"""What the pixel under the mouse is, on both sides."""

from PySide6.QtCore import QPointF

from aleph_desktop.ui.review.look import Mode
from aleph_desktop.ui.review.pane import Pane, Pixel
from aleph_desktop.ui.review.scene import Scene, Spot

_NAMES = ("Reference", "Edited")


def readout(scene: Scene, spots: list[Spot], point: QPointF) -> str:
    """The place in the picture under the mouse, red, green and blue of each; "": none is there."""
    spot = scene.at(point, spots)
    if spot is None:
        return ""
    share = spot.port.share_at(point)
    here = spot.pane.pixel(share)
    found = [(name, pane.pixel(share)) for name, pane in _read(scene)]
    if here is None:
        return ""
    parts = [f"x {here.x:4} y {here.y:4}"]
    parts += [f"{name} {_figures(pixel)}" for name, pixel in found if pixel is not None]
    return "   ".join(parts)


def _read(scene: Scene) -> list[tuple[str, Pane]]:
    """The pictures whose pixels are told."""
    if scene.mode is Mode.GRID and not scene.is_flipped:
        return [(take.label, take) for take in scene.takes]
    return list(zip(_NAMES, (scene.reference, scene.edited), strict=True))


def _figures(pixel: Pixel) -> str:
    colour = pixel.colour
    return f"{colour.red():3} {colour.green():3} {colour.blue():3}"
