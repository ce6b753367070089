"""What a clip is."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from statistics import median

import av
from av.index import IndexEntry
from av.video.frame import VideoFrame

from aleph_desktop.domain.clip import ClipInfo, Transfer
from aleph_desktop.domain.frame_rate import FASTEST, snapped
from aleph_desktop.domain.shape import shown_size
from aleph_desktop.media.cadence import densest_rate
from aleph_desktop.media.deinterlace import is_interlaced
from aleph_desktop.media.opening import ClipFile, OpenClip, open_clip, size_of
from aleph_desktop.media.orientation import is_mirrored
from aleph_desktop.media.tone_map import HLG, PQ
from aleph_desktop.media.upright import has_alpha, rotation_of

FRAMES_LOOKED_AT = 3000  # for their times: more than ever go into a proxy
# Phones' times are some milliseconds off: within half a second that is some percent.
_JITTER = Fraction(106, 100)


def probe(source: Path | ClipFile) -> ClipInfo:
    """Look into a file and decode its first frame. Blocks. Raises KnownError with what is wrong."""
    with open_clip(source, threads=1) as clip:
        _, first = next(clip.frames())
        rotation = rotation_of(first)
        aspect = clip.stream.sample_aspect_ratio
        width, height = shown_size(first.width, first.height, aspect, rotation)
        duration = known_duration(clip) or _counted_duration(clip)
        size = size_of(source)
        uneven = _is_uneven(clip)
        return ClipInfo(
            width=width,
            height=height,
            frame_rate=_frame_rate(clip, uneven=uneven),
            duration=duration,
            size=size,
            container=clip.container.format.name,
            codec=clip.stream.codec_context.codec.canonical_name,
            pixel_format=first.format.name,
            has_audio=bool(clip.container.streams.audio),
            brand=clip.brand,
            longest=max(duration, (clip.container.duration or 0) / av.time_base),
            rotation=rotation,
            mirrored=is_mirrored(first),
            square_pixels=aspect in (None, 0, 1),
            interlaced=is_interlaced(clip.stream, first),
            uneven=uneven,
            transfer=_transfer(first),
            has_alpha=_is_transparent(clip, first),
            trimmed=any(entry.is_discard for entry in _index(clip)),
            damaged=any(entry.pos + entry.size > size for entry in _index(clip)),
            start_timecode=_start_timecode(clip),
        )


def clip_rate(clip: OpenClip) -> Fraction:
    """Frames per second, as `probe` tells it; by what is known without reading on."""
    return _frame_rate(clip, uneven=_is_uneven(clip))


def known_duration(clip: OpenClip) -> float | None:
    """Seconds that the picture lasts, as the stream says, else the file; None: neither does."""
    stream, container = clip.stream, clip.container
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _frame_rate(clip: OpenClip, *, uneven: bool) -> Fraction:
    """The average; where frames are uneven, that of the densest part, so that it keeps them all.

    A jitter around the average is no other rate.
    """
    average = _average_rate(clip)
    if not uneven:
        return average
    times = [entry.timestamp for entry in _index(clip)]
    base = clip.stream.base_rate or Fraction(0)
    if times and clip.stream.time_base:
        densest = densest_rate(times, clip.stream.time_base)
    else:  # FFmpeg's guess of what all times are multiples of: of no use where it is very fine
        densest = base if base <= FASTEST else Fraction(0)
    if densest <= average * _JITTER:
        return average
    return min(snapped(densest, within=_JITTER - 1), Fraction(FASTEST))


def _average_rate(clip: OpenClip) -> Fraction:
    rate = clip.stream.average_rate or clip.stream.guessed_rate
    return snapped(rate) if rate else Fraction(25)


def _index(clip: OpenClip) -> Iterator[IndexEntry]:
    """Where and when an MP4's or MOV's frames are; nothing for others, which have it in parts."""
    is_whole = clip.container.format.name.startswith("mov")
    return islice(clip.stream.index_entries, FRAMES_LOOKED_AT if is_whole else 0)


def _is_uneven(clip: OpenClip) -> bool:
    """By the index, where there is one; else by what FFmpeg saw while it opened the file.

    Rounding is no unevenness: times can be in whole milliseconds, or in 600ths of a second.
    """
    stream = clip.stream
    times = [entry.timestamp for entry in _index(clip)]
    if times:
        steps = [later - sooner for sooner, later in pairwise(times)]
        usual = median(steps) if steps else 0
        return any(abs(step - usual) > max(0.1 * usual, 1.5) for step in steps[:-1])
    base, average = stream.base_rate, stream.average_rate
    return bool(base and average and abs(base / average - 1) > 0.02 and base != 2 * average)


def _transfer(frame: VideoFrame) -> Transfer:
    return {PQ: Transfer.PQ, HLG: Transfer.HLG}.get(frame.color_trc, Transfer.SDR)


def _is_transparent(clip: OpenClip, first: VideoFrame) -> bool:
    """A GIF's frames always could be: there it counts whether the first one is."""
    if clip.container.format.name != "gif" or not has_alpha(first):
        return has_alpha(first)
    return min(bytes(first.planes[0])[3 : first.width * 4 : 4]) < 255


def _start_timecode(clip: OpenClip) -> str:
    """As the clip's stream, a track beside it, or the file says."""
    streams = (clip.stream, *clip.container.streams)
    found = (holder.metadata.get("timecode") for holder in (*streams, clip.container))
    return next(filter(None, found), "")


def _counted_duration(clip: OpenClip) -> float:
    """Seconds. Reads the rest of the file: streamed Matroska and raw video say no duration."""
    end = packets = 0
    time_base = clip.stream.time_base or Fraction(0)
    start = clip.stream.start_time or 0
    for packet in clip.container.demux(clip.stream):
        packets += packet.size > 0
        if packet.pts is not None:
            end = max(end, packet.pts + (packet.duration or 0) - start)
    return float(end * time_base) or float(packets / _average_rate(clip))
