"""How two clips differ, pair of frames by pair of frames."""

import math
from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter

from aleph_desktop.domain.region import Region
from aleph_desktop.domain.shape import Size
from aleph_desktop.errors import BugError
from aleph_desktop.media.reel import Reel
from aleph_desktop.media.stopped import Stop, heed

_LONG_SIDE = 96  # pixels that differences are told in: a face is a few of them
_STRUCTURE: Size = (64, 36)  # pixels that structure is told in
_SAMPLES = 9  # pairs whose structure is looked at
# Measured with bigbuckbunny.mp4: tinted, sepia, inverted, blurred, noisy or with an object put in
# 0.89 to 1, a line drawing of it 0.26; mirrored, moved by a tenth, enlarged by a fifth or more,
# turned, 2.4 s later, or another clip 0 to 0.19.
_LINES_UP = 0.22
_NOISE = 6.0  # steps between neighbours; less is a plain


class Comparison:
    """Fulfils `ui.ports.Comparison`."""

    def __init__(self, planes: Sequence[tuple[bytes, ...]], size: Size, match: float) -> None:
        """`planes`: for each pair how much green, blue and red differ, a byte a pixel."""
        self._planes = planes
        self._size = size
        self._match = match

    @property
    def match(self) -> float:
        """How much of the pictures' structure they share, 0 to 1; relit or recoloured is much."""
        return self._match

    @property
    def lines_up(self) -> bool:
        """Whether both are of the same view."""
        return self._match >= _LINES_UP

    def changes(self, region: Region | None = None) -> Sequence[float]:
        """Each pair's mean difference, 0 to 1, inside a part of the picture; None: of all."""
        if region is None:
            return [_mean(planes) for planes in self._planes]
        width, height = self._size
        left, right = _inside(region.left, region.right, width)
        top, bottom = _inside(region.top, region.bottom, height)
        starts = [row * width + left for row in range(top, bottom)]
        return [
            _mean([b"".join(plane[at : at + right - left] for at in starts) for plane in planes])
            for planes in self._planes
        ]


def compare(
    reference: Reel, edited: Reel, pairs: Sequence[tuple[int, int]], stop: Stop
) -> Comparison:
    """How these frames differ: (reference's index, edited clip's index). Blocks. Raises Stopped."""
    scale = _LONG_SIDE / max(reference.width, reference.height)
    size = (_even(reference.width * scale), _even(reference.height * scale))
    subtract = _Subtraction(size)
    planes = []
    for left, right in pairs:
        heed(stop)
        planes.append(subtract(reference.frame(left), edited.frame(right)))
    return Comparison(planes, size, _match(reference, edited, pairs, stop))


class _Subtraction:
    """The absolute difference of two frames, made small; FFmpeg does it in 0.1 ms."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._reformatters = (VideoReformatter(), VideoReformatter())
        self._count = 0
        self._graph = graph = Graph()
        graph.threads = 1
        width, height = size
        pixels = VideoFormat("gbrp")
        self._sources = [
            graph.add_buffer(width=width, height=height, format=pixels, time_base=Fraction(1, 1000))
            for _ in range(2)
        ]
        blend = graph.add("blend", "all_mode=difference")
        self._sink = graph.add("buffersink")
        for number, source in enumerate(self._sources):
            source.link_to(blend, 0, number)
        blend.link_to(self._sink)
        graph.configure()

    def __call__(self, reference: VideoFrame, edited: VideoFrame) -> tuple[bytes, ...]:
        frames = zip((reference, edited), self._reformatters, self._sources, strict=True)
        for frame, reformatter, source in frames:
            small = _resized(frame, self._size, "gbrp", reformatter)
            small.pts, small.time_base = self._count, Fraction(1, 1000)
            source.push(small)
        self._count += 1
        made = self._sink.pull()
        if not isinstance(made, VideoFrame):
            raise BugError("a graph of pictures gave no picture")
        return tuple(_rows(made, number) for number in range(3))


def _match(reference: Reel, edited: Reel, pairs: Sequence[tuple[int, int]], stop: Stop) -> float:
    """The median over some pairs spread over the clip: an object that crosses doesn't count."""
    step = max(1, len(pairs) // _SAMPLES)
    reformatter = VideoReformatter()
    matches = []
    for left, right in pairs[step // 2 :: step]:
        heed(stop)
        shapes = (
            _edges(_rows(_resized(frame, _STRUCTURE, "gray", reformatter), 0))
            for frame in (reference.frame(left), edited.frame(right))
        )
        matches.append(_likeness(*shapes))
    return max(0.0, median(matches)) if matches else 0.0


def _edges(grey: bytes) -> list[complex]:
    """For each pixel how strong its edge is, and which way it runs.

    The angle is doubled: an edge from dark to light and one from light to dark are alike, so that
    day and night are. The strength's root: a few hard edges are not all that counts.
    """
    width, height = _STRUCTURE
    made = []
    for row in range(1, height - 1):
        for at in range(row * width + 1, (row + 1) * width - 1):
            slope = complex(grey[at + 1] - grey[at - 1], grey[at + width] - grey[at - width])
            strength = abs(slope)
            made.append(slope * slope / strength**1.5 if strength > _NOISE else 0j)
    return made


def _likeness(a: Sequence[complex], b: Sequence[complex]) -> float:
    """1: the same edges; about 0: none of them."""
    both = sum(x.real * y.real + x.imag * y.imag for x, y in zip(a, b, strict=True))
    strengths = [math.sqrt(sum(abs(x) ** 2 for x in edges)) for edges in (a, b)]
    if min(strengths) == 0:  # a plain picture has no structure that could be another
        return 1.0
    return both / (strengths[0] * strengths[1])


def _resized(
    frame: VideoFrame, size: Size, pixels: str, reformatter: VideoReformatter
) -> VideoFrame:
    return reformatter.reformat(frame, *size, pixels, interpolation=Interpolation.AREA, threads=1)


def _rows(frame: VideoFrame, number: int) -> bytes:
    """A plane without what pads its rows."""
    plane = frame.planes[number]
    if plane.line_size == plane.width:
        return bytes(plane)[: plane.width * plane.height]
    data, width = bytes(plane), plane.width
    starts = range(0, plane.height * plane.line_size, plane.line_size)
    return b"".join(data[start : start + width] for start in starts)


def _mean(planes: Sequence[bytes]) -> float:
    count = sum(map(len, planes))
    return sum(map(sum, planes)) / (255 * count) if count else 0.0


def _inside(low: float, high: float, length: int) -> tuple[int, int]:
    """Whole pixels, at least one."""
    first = min(length - 1, math.floor(low * length))
    return first, max(first + 1, min(length, math.ceil(high * length)))


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)
