"""Frames made upright: turned, square pixels, one size, 8 bit, BT.709 SDR, over black."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from aleph_desktop.domain.framing import Placement, Rect
from aleph_desktop.domain.shape import Size
from aleph_desktop.media.frame_graph import graph_for
from aleph_desktop.media.orientation import Step, turns_of
from aleph_desktop.media.tone_map import cube, is_mapped

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
_TAKEN = "yuv420p"


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


def _range_of(frame: VideoFrame) -> str:
    """The name of a frame's range, as the scale filter takes it."""
    is_full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
    return "pc" if is_full or frame.format.is_rgb else "tv"


def has_alpha(frame: VideoFrame) -> bool:
    """Whether its pixels can be transparent."""
    return any(component.is_alpha for component in frame.format.components)


class Upright:
    """Makes frames of one clip upright, as yuv420p in limited range."""

    def __init__(self, to: Size | Placement, *, sharp: bool) -> None:
        """`to`: the size of the whole picture, with even sides, or what goes where.

        `sharp`: scale for quality, not for speed.
        """
        self._placement = to if isinstance(to, Placement) else _whole(to)
        self._flags = "bicubic+accurate_rnd+full_chroma_int" if sharp else "bilinear"
        self._graph: Graph | None = None
        self._made_for: tuple[object, ...] = ()

    def __call__(self, frame: VideoFrame) -> VideoFrame:
        """One frame in, one frame out, with its timestamp; the same one if it is right already."""
        tags = (frame.colorspace, frame.color_range, frame.color_trc, frame.color_primaries)
        kind = (frame.width, frame.height, frame.format.name, *tags, frame.rotation)
        if kind != self._made_for:
            turns = turns_of(frame)
            self._graph = None if self._is_right(frame, turns) else self._made(frame, turns)
            self._made_for = kind
        upright = frame
        if self._graph is not None:
            self._graph.vpush(frame)
            upright = self._graph.vpull()
        upright.colorspace = BT709
        upright.color_range = ColorRange.MPEG
        upright.color_primaries = ColorPrimaries.BT709
        upright.color_trc = ColorTrc.BT709
        return upright

    def _is_right(self, frame: VideoFrame, turns: tuple[Step, ...]) -> bool:
        place = self._placement
        return (
            (frame.width, frame.height) == place.size
            and frame.format.name == _TAKEN
            and frame.color_range != ColorRange.JPEG
            and matrix_of(frame) == "bt709"
            and not is_mapped(frame.color_trc, frame.color_primaries)
            and not (turns or place.is_cropped or place.has_bars)
        )

    def _made(self, frame: VideoFrame, turns: tuple[Step, ...]) -> Graph:
        graph, source = graph_for(frame)
        with TemporaryDirectory(prefix="aleph-") as folder:  # the table is read when it is added
            steps = [
                graph.add(name, arguments or None)
                for name, arguments in self._steps(frame, turns, Path(folder))
            ]
        graph.link_nodes(source, *steps, graph.add("buffersink")).configure()
        return graph

    def _steps(self, frame: VideoFrame, turns: tuple[Step, ...], folder: Path) -> Iterator[Step]:
        """Cut, put over black, scaled while it lies as it is stored, then turned."""
        place = self._placement
        is_lying = any(name == "transpose" for name, _ in turns)
        if place.is_cropped:
            yield "crop", _crop(frame, place, turns)
        width, height = place.picture[2:]
        size = f"{height}:{width}" if is_lying else f"{width}:{height}"
        source = f"in_color_matrix={matrix_of(frame)}:in_range={_range_of(frame)}"
        is_deep = frame.format.components[0].bits > 8
        if has_alpha(frame):
            yield "scale", source
            yield "format", "gbrap12" if is_deep else "gbrap"
            yield "premultiply", "inplace=1"
        scale = f"{size}:flags={self._flags}"
        if is_mapped(frame.color_trc, frame.color_primaries):
            table = folder / "table.cube"
            table.write_text(cube(frame.color_trc, frame.color_primaries))
            yield "scale", f"{scale}:{source}"
            yield "format", "gbrp16"
            yield "lut3d", f"file={_quoted(table)}:interp=tetrahedral"
            source = "in_range=pc"
        yield "scale", f"{scale}:{source}:out_color_matrix=bt709:out_range=tv"
        yield "format", _TAKEN
        yield from turns
        if place.has_bars:
            box, at = place.size, place.picture
            yield "pad", f"{box[0]}:{box[1]}:{at.x}:{at.y}:black"


def _whole(size: Size) -> Placement:
    rect = Rect(0, 0, *size)
    return Placement(size, size, rect, rect)


def _crop(frame: VideoFrame, place: Placement, turns: tuple[Step, ...]) -> str:
    """The crop filter's arguments: the part of the shown picture, in the stored one's pixels."""
    (width, height), crop = place.source, place.crop
    left, right = crop.x / width, (crop.x + crop.width) / width
    top, bottom = crop.y / height, (crop.y + crop.height) / height
    for name, way in reversed(turns):  # back from how it is shown to how it is stored
        if name == "hflip":
            left, right = 1 - right, 1 - left
        elif name == "vflip":
            top, bottom = 1 - bottom, 1 - top
        else:
            left, right, top, bottom = top, bottom, left, right
            if way in ("clock", "clock_flip"):
                top, bottom = 1 - bottom, 1 - top
            if way in ("cclock", "clock_flip"):
                left, right = 1 - right, 1 - left
    x, y = round(left * frame.width), round(top * frame.height)
    w, h = round(right * frame.width) - x, round(bottom * frame.height) - y
    return f"{max(1, w)}:{max(1, h)}:{x}:{y}"


def _quoted(path: Path) -> str:
    """A path inside a filter's arguments, where FFmpeg reads colons, quotes and backslashes."""
    return re.sub(r"([\\':])", r"\\\1", path.as_posix())
