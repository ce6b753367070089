"""The floor: a bare program of the same libraries, frozen in the same environment."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "bare"

# With --window-first it does what a careful program does: the window before all that is heavy.
SCRIPT = """\
import sys

from PySide6.QtWidgets import QApplication, QMainWindow

app, window = QApplication(sys.argv), QMainWindow()
window.resize(1440, 900)
if "--window-first" in sys.argv:
    window.show()
    sys.exit(app.exec())

import av
from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

sink, player = QVideoSink(), QMediaPlayer()
player.setVideoSink(sink)
av.CodecContext.create("h264", "r")
window.show()
sys.exit(app.exec())
"""


def freeze(python: Path, folder: Path) -> Path:
    """PyInstaller's folder of SCRIPT, as PyInstaller leaves it."""
    script = folder / f"{NAME}.py"
    script.write_text(SCRIPT, "utf-8")
    command = [python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    command += ["--onedir", "--windowed", "--noupx", "--name", NAME, script.name]
    _run(command, folder)
    return folder / "dist" / NAME


def trim(python: Path, bundle: Path) -> None:
    """Take from the folder what our own build drops and strips."""
    _run([python, Path(__file__).with_name("package_trim.py"), bundle], ROOT)


def _run(command: list[str | Path], folder: Path) -> None:
    """In an environment as the build's own: no settings of the user's Python."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    path = os.pathsep.join((str(ROOT / "packaging"), str(ROOT)))
    environ = kept | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
    if run.returncode:
        raise SystemExit(f"{command[1:3]} failed:\n{run.stderr.decode(errors='replace')}")
