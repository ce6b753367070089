"""Two clips' frames beside each other, as a picture file."""

from pathlib import Path

import av

from aleph_desktop.media.stills import Still, encoded, frame_of, thumbnail

HEIGHT = 720  # pixels; enough to judge by, and a PNG of about 2 MB
WIDEST = 4096  # pixels a side


def side_by_side(reference: Path, edited: Path, target: Path, at_seconds: float = 0.0) -> None:
    """Write a PNG with the reference's frame at a time left, the edited clip's right.

    Both have the same height. Blocks. Raises KnownError, or OSError when it can't be written.
    """
    left = thumbnail(reference, WIDEST, HEIGHT, at_seconds)
    right = thumbnail(edited, WIDEST, HEIGHT, at_seconds)
    picture = frame_of(_joined(left, right)).reformat(format="rgb24")
    codec = av.CodecContext.create("png", "w")
    part = target.with_name(f"{target.name}.part")
    part.write_bytes(encoded(codec, picture))
    part.replace(target)


def _joined(left: Still, right: Still) -> Still:
    """Both in one picture, on the rows that both have."""
    height = min(left.height, right.height)
    width = left.width + right.width
    rows = (_row(left, y) + _row(right, y) for y in range(height))
    return Still(width, height, width * 4, b"".join(rows))


def _row(still: Still, y: int) -> bytes:
    start = y * still.stride
    return still.data[start : start + still.width * 4]
