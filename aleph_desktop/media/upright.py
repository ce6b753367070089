"""Frames made upright: turned, square pixels, one size, 8 bit, BT.709."""

from fractions import Fraction

from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from aleph_desktop.domain.shape import Size

BT709, UNTAGGED, BT470BG, SMPTE170M, BT2020 = 1, 2, 5, 6, 9  # FFmpeg's AVColorSpace
MATRICES = {
    BT709: "bt709",
    BT470BG: "bt470",
    SMPTE170M: "smpte170m",
    7: "smpte240m",
    4: "fcc",
    BT2020: "bt2020",
    10: "bt2020",
}
TURNS: dict[int, tuple[tuple[str, str], ...]] = {
    0: (),
    # The file says how far the picture lies turned against the clock; this turns it back.
    90: (("transpose", "cclock"),),
    180: (("hflip", ""), ("vflip", "")),
    270: (("transpose", "clock"),),
}


def matrix_of(frame: VideoFrame) -> str:
    """The name of a frame's colour matrix, as the scale filter takes it.

    Untagged video is BT.709 from 720 lines up, as players take it; swscale alone would take
    BT.601 and shift every colour.
    """
    untagged = "bt709" if min(frame.width, frame.height) >= 720 else "smpte170m"
    return MATRICES.get(frame.colorspace, untagged)


def rotation_of(frame: VideoFrame) -> int:
    """How far its picture must be turned against the clock: 0, 90, 180 or 270 degrees."""
    return round(frame.rotation / 90) % 4 * 90


class Upright:
    """Makes frames of one clip upright, as yuv420p in limited range."""

    def __init__(self, size: Size, *, sharp: bool) -> None:
        """`size` has even sides. `sharp`: scale for quality, not for speed."""
        self._size = size
        self._flags = "bicubic+accurate_rnd+full_chroma_int" if sharp else "bilinear"
        self._graph: Graph | None = None
        self._made_for: tuple[object, ...] = ()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """One frame in, one frame out, with its timestamp."""
        kind = (
            *(frame.width, frame.height, frame.format.name),
            *(frame.colorspace, frame.color_range, rotation_of(frame)),
        )
        if self._graph is None or kind != self._made_for:
            self._graph, self._made_for = self._made(frame), kind
        self._graph.vpush(frame)
        upright = self._graph.vpull()
        upright.colorspace = BT709
        upright.color_range = ColorRange.MPEG
        upright.color_primaries = ColorPrimaries.BT709
        upright.color_trc = ColorTrc.BT709
        return upright

    def _made(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        graph.threads = 1  # the caller decides how many cores are used, by its threads
        width, height = self._size
        source = graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=frame.time_base or Fraction(1, 1000),
        )
        turns = [graph.add(name, args or None) for name, args in TURNS[rotation_of(frame)]]
        scale = graph.add(
            "scale",
            f"{width}:{height}:flags={self._flags}:in_color_matrix={matrix_of(frame)}"
            ":out_color_matrix=bt709:out_range=tv",
        )
        layout = graph.add("format", "yuv420p")
        graph.link_nodes(source, *turns, scale, layout, graph.add("buffersink")).configure()
        return graph
