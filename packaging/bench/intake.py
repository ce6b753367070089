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
from typing import Any

import child
from figure import Figure, absolute, relative
from intake_clips import Clip, clips

REPEATS = 3
GOAL = 1.1
NICE = ("nice", "-n", "10")  # as our threads for heavy work
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "16")
PARTS = 12  # pictures in the strip: the first is the middle of the first part


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
        theirs.append(_ffmpeg_look(clip)[0])
        ours.append(child.run("intake_driver.py", "look", clip.path))
    seconds = median(run["seconds"] for run in ours)
    name = f"intake: {clip.name}, first thumbnail"
    return [relative(name, 1000 * seconds, "ms", 1000 * median(theirs), most=GOAL)]


def _made_ready(clip: Clip, folder: Path) -> list[Figure]:
    ours: list[dict[str, Any]] = []
    theirs: list[tuple[float, float]] = []
    for _ in range(REPEATS):
        target = folder / "ours.mp4"
        ours.append(child.run("intake_driver.py", "ready", clip.path, clip.start, target))
        theirs.append(_ffmpeg_ready(clip, ours[-1], folder / "theirs.mp4"))
    seconds = median(run["seconds"] for run in ours)
    memory = median(run["memory"] for run in ours)
    floor, floor_memory = (median(run[which] for run in theirs) for which in (0, 1))
    name = f"intake: {clip.name}"
    return [
        relative(f"{name}, ready to send", seconds, "s", floor, most=GOAL),
        absolute(f"{name}, peak memory", memory, "MB", floor=floor_memory),
    ]


def _ffmpeg_look(clip: Clip) -> tuple[float, float]:
    at = clip.duration / PARTS / 2
    scale = "scale=160:90:force_original_aspect_ratio=decrease:flags=bilinear"
    output = ("-frames:v", 1, "-vf", scale, "-pix_fmt", "bgra", "-f", "rawvideo", os.devnull)
    return _timed("-threads", 1, "-ss", at, "-i", clip.path, "-an", *output)


def _ffmpeg_ready(clip: Clip, made: dict[str, Any], target: Path) -> tuple[float, float]:
    """(seconds, peak memory in MB)"""
    size = f"{made['width']}:{made['height']}"
    chain = f"scale={size}:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p"
    source = ("-threads", 1, "-ss", clip.start, "-t", 5, "-i", clip.path)
    output = ("-vf", chain, "-r", made["rate"], *X264, "-threads", 1, "-movflags", "+faststart")
    return _timed(*source, "-an", "-filter_threads", 1, *output, target)


def _timed(*arguments: object) -> tuple[float, float]:
    command = [*NICE, "ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    begin = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("intake: ffmpeg failed, see above")
    return seconds, used.ru_maxrss / 1000
