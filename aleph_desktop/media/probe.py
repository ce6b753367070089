"""What a clip is."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.frame_rate import snapped
from aleph_desktop.domain.shape import shown_size
from aleph_desktop.media.opening import OpenClip, open_clip
from aleph_desktop.media.refusal import unreadable
from aleph_desktop.media.upright import rotation_of


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a probe found, with what only matters to this room."""

    info: ClipInfo
    rotation: int  # degrees that the picture must be turned by
    square_pixels: bool
    brand: str  # of an MP4 or MOV
    longest: float  # seconds until the last of its streams ends


def probe(path: Path) -> ClipInfo:
    """Look into a file and decode its first frame. Blocks. Raises KnownError with what is wrong."""
    return inspect(path).info


def inspect(path: Path) -> Inspection:
    """As `probe`, with all that was found."""
    with open_clip(path, threads=1) as clip:
        _, first = next(clip.frames())
        rotation = rotation_of(first)
        aspect = clip.stream.sample_aspect_ratio
        width, height = shown_size(first.width, first.height, aspect, rotation)
        rate = _frame_rate(clip)
        duration = _duration(clip)
        info = ClipInfo(
            width=width,
            height=height,
            frame_rate=rate,
            duration=duration,
            size=_size(path),
            container=clip.container.format.name,
            codec=clip.stream.codec_context.codec.canonical_name,
            pixel_format=first.format.name,
            has_audio=bool(clip.container.streams.audio),
        )
        longest = max(duration, (clip.container.duration or 0) / av.time_base)
        return Inspection(info, rotation, aspect in (None, 0, 1), clip.brand, longest)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise unreadable(path, error) from error


def _frame_rate(clip: OpenClip) -> Fraction:
    """Its average, so that a clip of uneven timing keeps about as many frames as it has."""
    rate = clip.stream.average_rate or clip.stream.guessed_rate
    return snapped(rate) if rate else Fraction(25)


def _duration(clip: OpenClip) -> float:
    """Seconds that the picture lasts: as the stream says, else the file, else by reading it."""
    stream, container = clip.stream, clip.container
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    if container.duration:
        return container.duration / av.time_base
    return _counted_duration(clip)


def _counted_duration(clip: OpenClip) -> float:
    """Read the rest of the file: streamed Matroska and raw video say no duration."""
    end = packets = 0
    time_base = clip.stream.time_base or Fraction(0)
    start = clip.stream.start_time or 0
    for packet in clip.container.demux(clip.stream):
        packets += packet.size > 0
        if packet.pts is not None:
            end = max(end, packet.pts + (packet.duration or 0) - start)
    return float(end * time_base) or float(packets / _frame_rate(clip))
