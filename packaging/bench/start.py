"""From the start of the process to the first painted window."""

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import child
from figure import Figure, absolute, relative

REPEATS = 11


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        environ = child.compiled(Path(folder) / "bytecode")
        ways = {"bare": ["bare"], "app": ["app", "--data-dir", f"{folder}/data"]}
        ways["filled"] = ["filled", *ways["app"][1:]]
        found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
        for repeat in range(REPEATS + 1):
            for way, arguments in ways.items():
                begin = time.monotonic()
                said = child.run("start_driver.py", *arguments, environ=environ)
                if repeat:  # the first one compiles and fills the disk's cache
                    found[way].append({**said, "ms": 1000 * (said["painted"] - begin)})
    app, bare = found["app"], found["bare"]
    heavy = {name for start in app for name in start["heavy"]}
    figures = [
        relative(
            "start: process start to first painted window",
            median(start["ms"] for start in app),
            "ms",
            median(start["ms"] for start in bare),
            most=1.25,
        ),
        relative(
            "start: process start to the three places painted",
            median(start["ms"] for start in found["filled"]),
            "ms",
            median(start["ms"] for start in bare),
        ),
        absolute(
            "start: of httpx, av, QtMultimedia, keyring imported then", len(heavy), "", most=0
        ),
    ]
    if app[0]["rss"] is not None:
        app_rss, bare_rss = (median(s["rss"] for s in starts) for starts in (app, bare))
        figures.insert(1, relative("start: memory then", app_rss, "MB", bare_rss, most=1.35))
    return figures
