"""Drop to first thumbnail, and drop to ready-to-send, for each kind of clip; beside ffmpeg's own.

The command does the same work under the same terms: one thread, the same niceness, the same size,
rate and x264 settings, in turns with ours. Its time includes its start, ours is a running app's.
"""

import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import child
from figure import Figure, absolute, relative
from intake_clips import Clip, clips

REPEATS = 3
GOAL = 1.1
NICE = ("nice", "-n", "10")  # as our threads for heavy work
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "16")
PARTS = 12  # pictures in the strip: the first is the middle of the first part


class Run(NamedTuple):
    """What one took."""

    seconds: float
    cpu: float  # seconds of processor time
    memory: float  # MB at its peak


def measure() -> list[Figure]:
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for clip in clips(folder):
            figures += _looked_at(clip)
            if not clip.only_looked_at:
                figures += _made_ready(clip, folder)
            if clip.path.parent == folder:
                clip.path.unlink()
    return figures


def _looked_at(clip: Clip) -> list[Figure]:
    ours, theirs = [], []
    for _ in range(REPEATS):
        theirs.append(_ffmpeg_look(clip).seconds)
        ours.append(_ours("look", clip.path)[0].seconds)
    name = f"intake: {clip.name}, first thumbnail"
    return [relative(name, 1000 * median(ours), "ms", 1000 * median(theirs), most=GOAL)]


def _ours(*arguments: object) -> tuple[Run, dict[str, Any]]:
    told = child.run("intake_driver.py", *arguments)
    return Run(told["seconds"], told["cpu"], told["memory"]), told


def _made_ready(clip: Clip, folder: Path) -> list[Figure]:
    ours: list[Run] = []
    theirs: list[Run] = []
    for _ in range(REPEATS):
        run, made = _ours("ready", clip.path, clip.start, folder / "ours.mp4")
        ours.append(run)
        theirs.append(_ffmpeg_ready(clip, made, folder / "theirs.mp4"))
    mine, floor = (Run(*map(median, zip(*runs, strict=True))) for runs in (ours, theirs))
    name = f"intake: {clip.name}"
    return [
        relative(f"{name}, ready to send", mine.seconds, "s", floor.seconds, most=GOAL),
        relative(f"{name}, its processor time", mine.cpu, "s", floor.cpu),
        absolute(f"{name}, peak memory", mine.memory, "MB", floor=floor.memory),
    ]


def _ffmpeg_look(clip: Clip) -> Run:
    at = clip.duration / PARTS / 2
    scale = "scale=160:90:force_original_aspect_ratio=decrease:flags=bilinear"
    output = ("-frames:v", 1, "-vf", scale, "-pix_fmt", "bgra", "-f", "rawvideo", os.devnull)
    return _timed("-threads", 1, "-ss", at, "-i", clip.path, "-an", *output)


def _ffmpeg_ready(clip: Clip, made: dict[str, Any], target: Path) -> Run:
    size = f"{made['width']}:{made['height']}"
    matrix = "bt709" if min(made["width"], made["height"]) >= 720 else "bt601"  # as players take it
    chain = f"scale={size}:flags=bicubic+accurate_rnd+full_chroma_int:in_color_matrix={matrix}"
    chain += ":out_color_matrix=bt709:out_range=tv,format=yuv420p"
    source = ("-threads", 1, "-ss", clip.start, "-t", 5, "-i", clip.path)
    output = ("-vf", chain, "-r", made["rate"], *X264, "-threads", 1, "-movflags", "+faststart")
    return _timed(*source, "-an", "-filter_threads", 1, *output, target)


def _timed(*arguments: object) -> Run:
    command = [*NICE, "ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    begin = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("intake: ffmpeg failed, see above")
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)
