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
    most = [max(late) for late in busy], [max(late) for late in idle]
    nearly = [_quantile(late, 0.999) for late in busy], [_quantile(late, 0.999) for late in idle]
    return [
        absolute(
            "loop: 99.9 % of ticks are late by at most",
            median(nearly[0]),
            "ms",
            floor=median(nearly[1]),
            most=8,
        ),
        absolute("loop: the latest tick", median(most[0]), "ms", floor=median(most[1]), most=16),
        absolute(
            f"loop: the same, worst of {REPEATS} runs", max(most[0]), "ms", floor=max(most[1])
        ),
    ]


def _quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by `share` of all."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
