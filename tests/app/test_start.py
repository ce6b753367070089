"""The first paint needs little; how long it takes is the bench's business."""

import subprocess
import sys

PROGRAM = """
import os, sys
from aleph_desktop.ui.main_window import MainWindow

paint = MainWindow.paintEvent

def paint_and_tell(window, event):
    paint(window, event)
    print(*sorted(sys.modules), flush=True)
    os._exit(0)

MainWindow.paintEvent = paint_and_tell
from aleph_desktop.app.main import main
main()
"""


def test_what_is_imported_at_the_first_paint(tmp_path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    imported = set(run.stdout.split())
    assert "aleph_desktop.ui.main_window" in imported, run.stderr
    late = {
        "httpx", "av", "keyring", "PySide6.QtMultimedia", "asyncio", "qasync", "sqlite3",
        "aleph_desktop.ui.review.review_room", "jeepney", "wakepy", "PySide6.QtNetwork", "json",
    }  # fmt: skip
    assert imported & late == set()
