"""The icon: the same bytes each time, in the sizes that each system asks for."""

import io
from pathlib import Path

import pytest
from installers.icons import ICNS_SIZES, ICO_SIZES, png, write_icns, write_ico
from PIL import IcnsImagePlugin, Image


@pytest.mark.parametrize("size", [16, 24, 32, 256])
def test_the_same_bytes_each_time(size: int) -> None:
    assert png(size) == png(size)


@pytest.mark.parametrize("size", [16, 32, 256])
def test_it_is_seen_on_dark_and_light(size: int) -> None:
    """Its middle is the wipe's line, its halves differ, its corners are nothing."""
    image = Image.open(io.BytesIO(png(size))).convert("RGBA")
    line, left, right = (image.getpixel((round(size * x), size // 4)) for x in (0.5, 0.2, 0.8))
    assert line[:3] == (255, 255, 255)
    assert min(left[3], right[3]) > 250
    assert right[2] - right[0] > 60 > left[2] - left[0]  # blue, and grey
    assert image.getpixel((0, 0))[3] < 128


def test_windows_sizes(tmp_path: Path) -> None:
    write_ico(tmp_path / "a.ico")
    with Image.open(tmp_path / "a.ico") as icon:
        assert {width for width, _ in icon.info["sizes"]} == set(ICO_SIZES)


def test_macos_sizes(tmp_path: Path) -> None:
    write_icns(tmp_path / "a.icns")
    with (tmp_path / "a.icns").open("rb") as file:
        sizes = {width * scale for width, _, scale in IcnsImagePlugin.IcnsFile(file).itersizes()}
    assert set(ICNS_SIZES) <= sizes
