"""Where one shot ends and the next begins."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from av.filter import Graph
from av.video.frame import VideoFrame

from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.media.clip_frames import OpenClip
from aleph_desktop.media.frame_graph import graph_for
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.stopped import Stop

OnCut = Callable[[float], None]  # seconds from the clip's first frame

# Pictures are compared this wide: noise and fine motion count less, and it costs nothing.
WIDTH = 320
# How far the picture jumps beyond what it moves anyway, in % of the whole range of brightness.
# Hard cuts of real footage have 10 to 30; shaken cameras and quick pans up to 6.
LEAST = 7.0
FLASH = 4  # frames within which the picture before comes back after a flash
_LEAD = 0.25  # seconds before the range: two frames tell how much it moves anyway
_FROM_THE_START = 1e-6  # seconds
_SAME = 0.0005  # seconds; times are rounded
_EVERY = 7  # one of so many pixels is compared


class _Small(NamedTuple):
    """A frame, small."""

    start: float  # seconds from the clip's first frame
    picture: VideoFrame
    jumps: bool  # away from the frame before, by `scdet`


def find_cuts(path: Path, span: TimeRange, on_cut: OnCut, stop: Stop) -> None:
    """Tell the start of the first frame of each shot that begins inside `span`.

    Flashes are none. Blocks. Raises KnownError, or Stopped.
    """
    with open_clip(path, threads=1) as clip:
        for start in _cuts(_small(_frames(clip, span, stop))):
            if span.start <= start + _SAME < span.end:
                on_cut(start)


def _frames(clip: OpenClip, span: TimeRange, stop: Stop) -> Iterator[tuple[float, VideoFrame]]:
    """Those of the range, and a few more on both sides, with their starts."""
    first = clip.first_time()
    after = 0
    for timed, frame in clip.frames(max(span.start - _LEAD, _FROM_THE_START), stop):
        start = timed.start - first
        yield start, frame
        after += start >= span.end
        if after > FLASH:
            return


def _small(frames: Iterable[tuple[float, VideoFrame]]) -> Iterator[_Small]:
    graph: Graph | None = None
    made_for: tuple[object, ...] = ()
    count = 0
    for start, frame in frames:
        kind = (frame.width, frame.height, frame.format.name)
        if graph is None or kind != made_for:
            graph, made_for, count = _detector(frame), kind, 0
        graph.vpush(frame)
        picture = graph.vpull()
        jumps = count >= 2 and "lavfi.scd.time" in picture.metadata
        count += 1
        yield _Small(start, picture, jumps)


def _detector(frame: VideoFrame) -> Graph:
    graph, source = graph_for(frame)
    scale = graph.add("scale", f"{WIDTH}:-2:flags=fast_bilinear")
    layout = graph.add("format", "yuv420p")
    detector = graph.add("scdet", f"threshold={LEAST}")
    graph.link_nodes(source, scale, layout, detector, graph.add("buffersink")).configure()
    return graph


def _cuts(frames: Iterable[_Small]) -> Iterator[float]:
    """The starts of those that jump, unless the picture before is back soon."""
    last: VideoFrame | None = None
    before: VideoFrame | None = None  # a jump that is not yet understood
    cut, since = 0.0, 0
    for start, picture, jumps in frames:
        since += 1
        if before is not None and _are_alike(before, picture):
            before = None
        elif before is not None and since == FLASH:
            yield cut
            before = None
        elif before is None and jumps:
            before, cut, since = last, start, 0
        last = picture
    if before is not None:
        yield cut


def _are_alike(one: VideoFrame, other: VideoFrame) -> bool:
    if one.height != other.height:
        return False
    here, there = (bytes(picture.planes[0])[::_EVERY] for picture in (one, other))
    apart = sum(abs(a - b) for a, b in zip(here, there, strict=True)) / len(here)
    return apart / 256 * 100 < LEAST
