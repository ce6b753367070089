"""The app's icon in every size and form that desktops ask for, drawn from two SVG files."""

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from installers.recipe import APP_ID

PNG_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)
_ICONS = Path(__file__).parent.parent.parent / "resources" / "icons"
_LARGE = _ICONS / "aleph-desktop.svg"
_SMALL = _ICONS / "aleph-desktop-small.svg"  # fewer and broader shapes, on whole pixels at 16
_MOST_SMALL = 24  # pixels


def png(size: int) -> bytes:
    """The icon, `size` pixels square, on nothing. The same bytes each time."""
    return _packed(_drawn(size), "PNG", optimize=True)


def write_pngs(hicolor: Path) -> None:
    """A theme's folders: every size, and the SVG for those between and beyond."""
    for size in PNG_SIZES:
        folder = hicolor / f"{size}x{size}" / "apps"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{APP_ID}.png").write_bytes(png(size))
    scalable = hicolor / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    (scalable / f"{APP_ID}.svg").write_bytes(_LARGE.read_bytes())


def write_ico(path: Path) -> None:
    """For Windows: its sizes at 100, 125, 150 and 200 %."""
    drawn = [_drawn(size) for size in ICO_SIZES]
    sizes = [image.size for image in drawn]
    path.write_bytes(_packed(drawn[-1], "ICO", sizes=sizes, append_images=drawn[:-1]))


def write_icns(path: Path) -> None:
    """For macOS, plain and Retina."""
    drawn = [_drawn(size) for size in ICNS_SIZES]
    path.write_bytes(_packed(drawn[-1], "ICNS", append_images=drawn[:-1]))


def _drawn(size: int) -> Image.Image:
    """Needs no application and no display: nothing but shapes is painted."""
    source = _SMALL if size <= _MOST_SMALL else _LARGE
    renderer = QSvgRenderer(QByteArray(source.read_bytes()))
    if not renderer.isValid():
        raise SystemExit(f"{source} is no SVG that Qt can draw.")
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (size, size), bytes(plain.constBits()))


def _packed(image: Image.Image, form: str, **how: object) -> bytes:
    packed = io.BytesIO()
    image.save(packed, form, **how)
    return packed.getvalue()
