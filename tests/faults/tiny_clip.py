"""Clips that take no time: half a second of noise."""

from pathlib import Path
from random import Random

import av

FRAMES = 13  # at 25 a second
_X264 = {"preset": "ultrafast", "crf": "40"}


def make_clip(
    path: Path, frames: int = FRAMES, size: tuple[int, int] = (320, 180), seed: int = 1
) -> Path:
    """An H.264 clip in MP4 that needs no conversion. The same seed gives the same bytes."""
    noise = Random(seed)
    width, height = size
    options = {"movflags": "+faststart"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        stream = container.add_stream("libx264", rate=25, options=_X264)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for _ in range(frames):
            frame = av.VideoFrame(width, height, "yuv420p")
            for plane in frame.planes:
                plane.update(noise.randbytes(plane.buffer_size // 8) * 8)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
