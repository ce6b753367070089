"""`package_start.py REPEATS PROGRAM…`: start programs in turn, and say when each had painted.

A program is one argument, its words parted by "|". All are timed alike, from outside: until the
middle of the screen isn't what it was before. So frozen programs need nothing built in for it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QGuiApplication

_SIDE = 64  # pixels
_PATIENCE = 30.0  # seconds


def main(repeats: int, programs: list[str]) -> None:
    app = QGuiApplication(["measure"])
    found: list[list[float]] = [[] for _ in programs]
    for repeat in range(repeats + 1):
        for number, program in enumerate(programs):
            took = _start(app, program.split("|"))
            if repeat:  # the first one fills the disk's cache
                found[number].append(took)
    print(json.dumps(found))


def _start(app: QGuiApplication, words: list[str]) -> float:
    """Milliseconds."""
    data = tempfile.mkdtemp(prefix="aleph-bench-")
    before = _middle(app)
    begin = time.monotonic()
    program = subprocess.Popen(
        [word.replace("DATA", data) for word in words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while _middle(app) == before:
            if time.monotonic() - begin > _PATIENCE or program.poll() is not None:
                raise SystemExit(f"{words[0]} showed no window.")
        return 1000 * (time.monotonic() - begin)
    finally:
        program.kill()
        program.wait()
        while _middle(app) != before:  # until its window is gone
            time.sleep(0.01)
        shutil.rmtree(data, ignore_errors=True)


def _middle(app: QGuiApplication) -> bytes:
    screen = app.primaryScreen()
    middle = screen.geometry().center()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    screen.grabWindow(0, middle.x(), middle.y(), _SIDE, _SIDE).save(buffer, "BMP")
    return bytes(buffer.data().data())


main(int(sys.argv[1]), sys.argv[2:])
