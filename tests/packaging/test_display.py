"""Whether a window can open, and the display that tests get."""

import os
import subprocess
import sys

import pytest
from display import has_display, own_display


@pytest.mark.parametrize(
    ("environ", "platform", "answer"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_has_display(environ: dict[str, str], platform: str, answer: bool) -> None:
    assert has_display(environ, platform) is answer


@pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is Linux's")
def test_own_display_lives_as_long_as_its_block() -> None:
    paint = "from PySide6.QtWidgets import QApplication; print(QApplication([]).platformName())"
    with own_display() as environ:
        assert environ["DISPLAY"] != os.environ.get("DISPLAY")
        window = [sys.executable, "-c", paint]
        assert subprocess.check_output(window, env=environ, text=True).strip() == "xcb"
    assert subprocess.run(window, env=environ, capture_output=True, check=False).returncode != 0
