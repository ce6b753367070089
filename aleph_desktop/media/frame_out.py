"""One frame of a clip, in its full size."""

from pathlib import Path

from aleph_desktop.domain.shape import shown_size
from aleph_desktop.media.jpeg import jpeg
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.stills import Still, StillMaker, frame_at
from aleph_desktop.media.stopped import Stop
from aleph_desktop.media.upright import rotation_of


def frame_out(path: Path, seconds: float, stop: Stop) -> bytes:
    """The frame on screen at a time from the first frame, as a JPEG. Blocks.

    In full size, up to 2048 pixels a side. Raises KnownError, or Stopped.
    """
    with open_clip(path, threads=1) as clip:
        frame = frame_at(clip, seconds, stop)
        aspect = clip.stream.sample_aspect_ratio
        return jpeg(frame, shown_size(frame.width, frame.height, aspect, rotation_of(frame)))


def full_frame(path: Path, seconds: float, stop: Stop) -> Still:
    """The frame on screen at a time from the first frame, in its full size. Blocks.

    Raises KnownError, Stopped.
    """
    with open_clip(path, threads=1) as clip:
        frame = frame_at(clip, seconds, stop)
        aspect = clip.stream.sample_aspect_ratio
        shown = shown_size(frame.width, frame.height, aspect, rotation_of(frame))
        return StillMaker(clip, shown)(frame)
