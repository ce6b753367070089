"""Review: from a key to both pictures, one job after the other, and playback beside mpv.

mpv plays the same two files beside each other, in a window as wide as Review's pictures. Its time
is measured once it runs, as ours; neither counts what the display's server does.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import child
from figure import Figure, absolute, relative
from review_clips import RATES, make_jobs

SECONDS = 6.0  # of playback, in each mode
_STRIDE = 1.5  # seconds until mpv is in it
_CORES = 0.25  # the goal


def measure(seconds: float = SECONDS) -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder, files = make_jobs(Path(name))
        environ = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        hand, selected = (
            child.run("review_driver.py", what, folder, environ=environ)
            for what in ("hand", "select")
        )
        figures = _by_hand(hand) + _selected(selected)
        for rate in RATES:
            told = child.run("review_driver.py", "play", folder, rate, seconds, environ=environ)
            figures += _played(f"{rate} fps", told, _mpv(files[rate], seconds), rate)
        return figures


def _by_hand(told: dict[str, Any]) -> list[Figure]:
    figures = []
    for mode, acts in told["times"].items():
        times = [ms for of_act in acts.values() for ms in of_act]
        name = f"review: {mode}, step, scrub or seek to painted"
        figures.append(absolute(f"{name}, median", median(times), "ms", most=8))
        figures.append(absolute(f"{name}, 95 %", _quantile(times, 0.95), "ms", most=16))
    wrong = f"review: other frames than claimed, of {told['read']} that were read back"
    return [*figures, absolute(wrong, told["wrong"], "", most=0)]


def _selected(told: dict[str, Any]) -> list[Figure]:
    first, whole, memory = told["first"], told["whole"], told["memory"]
    name = f"review: {len(first)} jobs one after the other"
    figures = [
        absolute(f"{name}, to the first pair, median", median(first), "ms", most=150),
        absolute(f"{name}, to the first pair, 95 %", _quantile(first, 0.95), "ms", most=150),
        absolute(f"{name}, to all frames, median", median(whole), "ms", most=1000),
        absolute(f"{name}, to all frames, 95 %", _quantile(whole, 0.95), "ms", most=1000),
        absolute(f"{name}, first pairs that were another's", told["wrong"], "", most=0),
    ]
    if memory[0] is not None:
        after = f"{name}, memory, beside that after the fifth"
        figures.append(relative(after, memory[-1], "MB", memory[4], most=1.2))
    return figures


def _played(name: str, told: dict[str, Any], mpv: float | None, rate: int) -> list[Figure]:
    figures = []
    name = f"review: 720p, {name}"
    for mode, run in told.items():
        ratio = None if mpv is None else run["cpu"] / mpv
        goal, met = f"≤ {_CORES:g} cores", run["cpu"] <= _CORES
        cpu = f"{name}, {mode}, cores, beside mpv" if mpv else f"{name}, {mode}, cores"
        dropped = 100 * run["dropped"]
        figures += [
            Figure(cpu, run["cpu"], "", mpv, ratio, goal, met),
            absolute(f"{name}, {mode}, dropped", dropped, "%", most=1 if rate == 24 else None),
        ]
    pairs, read, wrong = (
        [run[what] for run in told.values()] for what in ("pairs", "read", "mismatched")
    )
    said = f"{name}, mismatched pairs on the screen, of {sum(read)}"
    return [
        *figures,
        absolute(f"{name}, pairs a second, the fewest of all modes", min(pairs), ""),
        absolute(said, sum(wrong), "", most=0),
    ]


def _mpv(files: Sequence[Path], seconds: float) -> float | None:
    """The share of a core that mpv takes; None, and a word about it, where it can't be measured."""
    mpv = shutil.which("mpv")
    if mpv is None or sys.platform != "linux":
        print("review: mpv is not here, so nothing is beside our figures", file=sys.stderr)
        return None
    beside = "[vid1][vid2]hstack[vo]"
    command = [mpv, "--no-config", "--really-quiet", "--vo=x11", "--ao=null", "--loop-file=inf"]
    command += [f"--lavfi-complex={beside}", "--geometry=1072x302", "--no-input-default-bindings"]
    process = subprocess.Popen([*command, str(files[0]), f"--external-file={files[1]}"])
    try:
        time.sleep(_STRIDE)
        begin, before = time.perf_counter(), _used(process.pid)
        time.sleep(seconds)
        share = (_used(process.pid) - before) / (time.perf_counter() - begin)
    finally:
        process.terminate()
        process.wait()
    return share


def _used(pid: int) -> float:
    """Seconds of processor time that a process has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
