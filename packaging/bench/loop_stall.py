"""The loop while everything happens at once: how late its 5 ms timer fires."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import child
import service
from figure import Figure, absolute

REPEATS = 4


def measure() -> list[Figure]:
    busy: list[float] = []
    idle: list[float] = []
    with tempfile.TemporaryDirectory() as name, service.running(Path(name)) as server:
        # the app trusts the system's store, which OpenSSL looks for there
        environ = {**os.environ, "SSL_CERT_FILE": str(server.certificate)}
        for repeat in range(REPEATS):
            idle += child.run("loop_driver.py", "idle")["late"]
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
            busy += said["late"]
    return [
        absolute(
            f"loop: 99.9 % of {len(busy)} ticks are late by at most",
            _quantile(busy, 0.999),
            "ms",
            floor=_quantile(idle, 0.999),
            most=8,
        ),
        absolute("loop: the latest tick", max(busy), "ms", floor=max(idle), most=16),
    ]


def _quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by `share` of all."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
