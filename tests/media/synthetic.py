"""Clips made here, each odd in one way, and how to read back what was painted into them.

Each frame carries its number: eight blocks across the top half, dark for 0 and bright for 1,
the highest bit first. The bottom half is a ramp that moves.
"""

import math
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

SIZE = (256, 144)
QUICK = {"preset": "ultrafast", "crf": "18"}


def luma_frame(width: int, height: int, rows: Callable[[int], bytes]) -> VideoFrame:
    """A grey yuv420p frame; `rows(y)` is one row of luma."""
    frame = VideoFrame(width, height, "yuv420p")
    plane = frame.planes[0]
    gap = bytes(plane.line_size - width)
    plane.update(b"".join(rows(y) + gap for y in range(height)))
    for chroma in frame.planes[1:]:
        chroma.update(b"\x80" * chroma.buffer_size)
    return frame


def numbered(number: int, size: tuple[int, int] = SIZE) -> VideoFrame:
    width, height = size
    block = width // 8
    bits = [235 if number >> (7 - column) & 1 else 16 for column in range(8)]
    code = b"".join(bytes([bit]) * block for bit in bits).ljust(width, b"\x10")
    ramp = bytes(16 + (x + 4 * number) % 200 for x in range(width))
    return luma_frame(width, height, lambda y: code if y < height // 2 else ramp)


def quarters(_number: int, size: tuple[int, int] = SIZE) -> VideoFrame:
    """Four shades: 40 top left, 90 top right, 150 bottom left, 210 bottom right."""
    width, height = size
    half = width // 2
    top = bytes([40]) * half + bytes([90]) * (width - half)
    bottom = bytes([150]) * half + bytes([210]) * (width - half)
    return luma_frame(width, height, lambda y: top if y < height // 2 else bottom)


def noise(number: int, size: tuple[int, int] = SIZE) -> VideoFrame:
    """What no encoder can make small."""
    dice = random.Random(number)
    return luma_frame(size[0], size[1], lambda _y: dice.randbytes(size[0]))


def write_clip(
    path: Path,
    *,
    frames: int = 50,
    rate: Fraction | int = 25,
    size: tuple[int, int] = SIZE,
    paint: Callable[[int, tuple[int, int]], VideoFrame] = numbered,
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    options: dict[str, str] = QUICK,
    times: list[int] | None = None,
    rotation: float | None = None,
    hflip: bool = False,
    aspect: Fraction | None = None,
    sound_seconds: float = 0,
    faststart: bool = False,
) -> Path:
    """A clip. `times` are starts in ms, for uneven timing; `rotation` is against the clock;
    `hflip` mirrors what is stored, too."""
    muxing = {"movflags": "+faststart"} if faststart else {}
    with av.open(str(path), "w", options=muxing) as container:
        stream = container.add_stream(codec, rate=rate, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = pixel_format
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if times:
            stream.codec_context.time_base = Fraction(1, 1000)
        if rotation:
            stream.set_display_rotation(rotation, hflip=hflip)
        sound = container.add_stream("aac", rate=48000, layout="mono") if sound_seconds else None
        for number in range(len(times) if times else frames):
            frame = paint(number, size).reformat(format=pixel_format)
            frame.pts = times[number] if times else number
            frame.time_base = Fraction(1, 1000) if times else 1 / Fraction(rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound:
            add_silence(container, sound, sound_seconds)
    return path


def add_silence(container, stream, seconds: float) -> None:
    for number in range(math.ceil(seconds * 48000 / 1024)):
        frame = AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate = 48000
        frame.pts = number * 1024
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def all_frames(path: Path) -> list[VideoFrame]:
    with av.open(str(path)) as container:
        return [frame.reformat(format="yuv420p") for frame in container.decode(video=0)]


def luma(frame: VideoFrame) -> bytes:
    """The rows of its first plane, without what pads them."""
    plane = frame.planes[0]
    data = bytes(plane)
    return b"".join(
        data[y * plane.line_size : y * plane.line_size + frame.width] for y in range(frame.height)
    )


def shade(frame: VideoFrame, x: float, y: float) -> int:
    """The luma at a place given as parts of the width and height."""
    plane = frame.planes[0]
    return bytes(plane)[int(y * frame.height) * plane.line_size + int(x * frame.width)]


def number_in(frame: VideoFrame) -> int:
    bits = [shade(frame, (column + 0.5) / 8, 0.25) > 125 for column in range(8)]
    return sum(bit << (7 - column) for column, bit in enumerate(bits))


def psnr(one: VideoFrame, other: VideoFrame) -> float:
    """How alike two frames look, in dB; above 35 is hard to tell apart."""
    a, b = luma(one), luma(other)
    assert len(a) == len(b)
    error = sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) / len(a)
    return 10 * math.log10(255**2 / error) if error else math.inf
