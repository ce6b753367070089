"""The loop while everything happens at once: how late its 5 ms timer fires."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import child
import service
from figure import Figure, absolute

REPEATS = 5


def measure() -> list[Figure]:
    busy: list[list[float]] = []
    idle: list[list[float]] = []
    with tempfile.TemporaryDirectory() as name, service.running(Path(name)) as server:
        # the app trusts the system's store, which OpenSSL looks for there
        environ = {**os.environ, "SSL_CERT_FILE": str(server.certificate)}
        for repeat in range(REPEATS):
            idle.append(child.run("loop_driver.py", "idle")["late"])
            folder = Path(name) / str(repeat)
            folder.mkdir()
            said = child.run(
                "loop_driver.py",
                "busy",
                server.base_url,
                server.certificate,
                folder,
                environ=environ,
            )
            if not said["answered"]:
                raise SystemExit("loop: no poll was answered, so this measured nothing")
            busy.append(said["late"])
    # goals are held against every tick of every run: a median would hide the stall that a user sees
    ticks, rest = [late for run in busy for late in run], [late for run in idle for late in run]
    return [
        absolute(
            f"loop: 99.9 % of {len(ticks)} ticks are late by at most",
            _quantile(ticks, 0.999),
            "ms",
            floor=_quantile(rest, 0.999),
            most=8,
        ),
        absolute("loop: the latest tick of all", max(ticks), "ms", floor=max(rest), most=16),
        absolute(
            f"loop: the latest tick of a run, median of {REPEATS}",
            median(map(max, busy)),
            "ms",
            floor=median(map(max, idle)),
        ),
    ]


def _quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by `share` of all."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
