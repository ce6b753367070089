"""The log: a file that doesn't grow without end, and warnings on the terminal."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


def start_log(folder: Path) -> None:
    """Log to `folder`/aleph_desktop.log, at most 2 × 1 MB. Never holds a key or a signed URL."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "aleph_desktop.log",
        maxBytes=1_000_000,
        backupCount=1,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    root.addHandler(terminal)
