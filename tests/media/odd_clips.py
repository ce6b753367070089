"""How odd files are made, by the `ffmpeg` command: another hand than the one that reads them.

Each maker takes its recipe and gives a function that writes the file into a folder.
"""

import os
import subprocess
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from synthetic import write_clip

Make = Callable[[Path], Path]

SIZE = (256, 144)
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-g", "25", "-pix_fmt", "yuv420p")
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "14", "-tag:v", "hvc1")
HEVC = (*HEVC, "-pix_fmt", "yuv420p10le")
PRORES = ("-c:v", "prores_ks", "-vendor", "apl0")


def ffmpeg(*arguments: object, silent: bool = False) -> bytes:
    """Run it to its end; what it writes to its output. `silent`: it has nothing to complain of."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=60)
    if done.returncode or (silent and done.stderr):
        raise RuntimeError(f"ffmpeg failed: {done.stderr.decode()}")
    return done.stdout


def moving(size: tuple[int, int] = SIZE, rate: Fraction | int = 25) -> str:
    """A bright picture on which a red box jumps about: each frame differs much from the next."""
    width, height = size
    return (
        f"testsrc2=s={width}x{height}:r={rate}[a];"
        f"color=red:s={max(1, width // 4)}x{max(1, height // 3)}:r={rate}[b];"
        "[a][b]overlay=x='mod(n*0.382,1)*(W-w)':y='mod(n*0.618,1)*(H-h)'"
    )


def encoded(
    name: str,
    *arguments: object,
    size: tuple[int, int] = SIZE,
    rate: Fraction | int = 25,
    frames: int = 25,
    picture: str = "",
) -> Make:
    """`frames` of the moving picture. `picture`: filters for it, or another source."""

    def make(folder: Path) -> Path:
        source = moving(size, rate) + f",{picture}" * bool(picture)
        path = folder / name
        ffmpeg("-f", "lavfi", "-i", source, "-frames:v", frames, *arguments, f"file:{path}")
        return path

    return make


def drawn(name: str, source: str, *arguments: object) -> Make:
    """What `source`, a graph of FFmpeg's without an input, draws."""

    def make(folder: Path) -> Path:
        ffmpeg("-f", "lavfi", "-i", source, *arguments, folder / name)
        return folder / name

    return make


def copied(base: Make, name: str, *arguments: object, before: Sequence[object] = ()) -> Make:
    """The packets of another clip in another file."""

    def make(folder: Path) -> Path:
        source = base(folder)
        ffmpeg(*before, "-i", source, "-c", "copy", *arguments, folder / name)
        source.unlink()
        return folder / name

    return make


def piped(base: Make, name: str, *arguments: object) -> Make:
    """The packets of another clip, written by one who can't go back in the file."""

    def make(folder: Path) -> Path:
        source = base(folder)
        path = folder / name
        path.write_bytes(ffmpeg("-i", source, "-c", "copy", *arguments, "pipe:1"))
        source.unlink()
        return path

    return make


def changed(base: Make, change: Callable[[bytearray], bytes | bytearray]) -> Make:
    """Another clip with its bytes changed."""

    def make(folder: Path) -> Path:
        path = base(folder)
        path.write_bytes(change(bytearray(path.read_bytes())))
        return path

    return make


def turned(degrees: int) -> Make:
    """As a phone writes it: stored lying, with the angle beside it. `degrees` against the clock."""

    def make(folder: Path) -> Path:
        return write_clip(folder / "phone.mp4", frames=25, rotation=degrees)

    return make


def written(name: str, data: bytes) -> Make:
    """No clip at all."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def a_folder(folder: Path) -> Path:
    (folder / "clips.mp4").mkdir()
    return folder / "clips.mp4"


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.mp4")
    return folder / "pipe.mp4"


def nothing(folder: Path) -> Path:
    return folder / "gone.mp4"


def linked(base: Make) -> Make:
    """A symbolic link to another clip."""

    def make(folder: Path) -> Path:
        link = folder / "link.mp4"
        link.symlink_to(base(folder))
        return link

    return make


def a_dead_link(folder: Path) -> Path:
    (folder / "link.mp4").symlink_to(folder / "gone.mp4")
    return folder / "link.mp4"


def locked(base: Make) -> Make:
    """Nobody but the system's administrator may read it."""

    def make(folder: Path) -> Path:
        path = base(folder)
        path.chmod(0)
        return path

    return make


# What is done to bytes.


def first_half(data: bytearray) -> bytearray:
    return data[: len(data) // 2]


def hole_in_the_middle(data: bytearray) -> bytearray:
    """Something else stands in a twentieth of the file, from its 0.4 on."""
    start, length = len(data) * 2 // 5, len(data) // 20
    data[start : start + length] = bytes(37 * n % 251 for n in range(length))
    return data


def damaged_tail(data: bytearray) -> bytearray:
    """The last tenth was never written."""
    start = len(data) * 9 // 10
    data[start:] = bytes(len(data) - start)
    return data
