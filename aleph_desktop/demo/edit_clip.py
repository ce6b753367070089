"""The edit itself: decode, fit, filter, mark, encode."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc
from av.video.stream import VideoStream

from aleph_desktop.demo.demo_mark import demo_mark
from aleph_desktop.demo.filters import Layer, layers
from aleph_desktop.demo.looks import Step
from aleph_desktop.domain.frame_rate import frames_within, snapped
from aleph_desktop.domain.shape import Size, even, fitted, shown_size
from aleph_desktop.media.cadence import constant_rate
from aleph_desktop.media.opening import OpenClip, open_clip
from aleph_desktop.media.stopped import Stop, heed
from aleph_desktop.media.upright import BT709, Upright, rotation_of

# Fast, since somebody waits; the bit rate has an end, since rain and grain have none. A fixed
# number of threads: the same take gives the same bytes on any machine.
_X264 = {"preset": "superfast", "crf": "22", "maxrate": "12M", "bufsize": "12M"}
_THREADS = 2
_SCREEN = "c0_mode=screen:c1_mode=normal:c2_mode=normal"  # brightness is added, colour stays


@dataclass(frozen=True, slots=True)
class Take:
    """What is to be made."""

    prompt: str
    seed: int
    frame_size: Size
    seconds: float  # only this much of the clip's start


def edit_clip(source: Path, target: Path, take: Take, stop: Stop) -> None:
    """Write the edited clip, whole or not at all. Blocks.

    Raises KnownError when the source isn't a clip, Stopped when asked to end.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        _encode(source, part, take, stop)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _encode(source: Path, part: Path, take: Take, stop: Stop) -> None:
    with open_clip(source, threads=_THREADS) as clip:
        rate = snapped(clip.stream.average_rate or Fraction(25))
        options = {"movflags": "+faststart"}
        with av.open(str(part), "w", format="mp4", options=options) as container:
            stream = _add_stream(container, rate, take.frame_size)
            for number, picture in enumerate(_pictures(clip, rate, take)):
                heed(stop)
                picture.pts, picture.time_base = number, 1 / rate
                picture.pict_type = PictureType.NONE
                container.mux(stream.encode(picture))
            container.mux(stream.encode(None))


def _pictures(clip: OpenClip, rate: Fraction, take: Take) -> Iterator[VideoFrame]:
    upright: Upright | None = None
    graph: Graph | None = None
    count = frames_within(take.seconds, rate)
    for frame in constant_rate(clip.frames(), rate, count):
        if upright is None or graph is None:
            aspect = clip.stream.sample_aspect_ratio
            shown = shown_size(frame.width, frame.height, aspect, rotation_of(frame))
            size = even(fitted(shown, take.frame_size))
            upright, graph = Upright(size, sharp=True), _graph(size, rate, take)
        graph.vpush(upright(frame))
        yield graph.vpull()


def _graph(size: Size, rate: Fraction, take: Take) -> Graph:
    """All that happens to a picture: BT.709 4:2:0 in, the same in the frame size out."""
    width, height = take.frame_size
    graph = Graph()
    graph.threads = _THREADS
    colours = "color_spaces=bt709:color_ranges=tv"
    end: FilterContext = graph.add(
        "buffer",
        f"video_size={size[0]}x{size[1]}:pix_fmt=yuv420p:time_base={1 / rate}"
        ":pixel_aspect=1/1:colorspace=bt709:range=tv",
    )
    for layer in layers(take.prompt, take.seed, *size):
        end = _add_layer(graph, end, layer)
    finish: tuple[Step, ...] = (
        ("format", f"yuv420p:{colours}"),
        ("pad", f"{width}:{height}:(ow-iw)/2:(oh-ih)/2"),
        *demo_mark(width, height),
        ("buffersink", ""),
    )
    _add_chain(graph, end, finish)
    graph.configure()
    return graph


def _add_layer(graph: Graph, end: FilterContext, layer: Layer) -> FilterContext:
    end = _add_chain(graph, end, layer.picture)
    if not layer.overlay:
        return end
    flat = _add_chain(graph, end, (("format", "yuv420p:color_spaces=bt709"), ("split", "2")))
    first, *rest = layer.overlay
    drawn = graph.add(*first)
    flat.link_to(drawn, 1, 0)
    drawn = _add_chain(graph, drawn, rest)
    blend = graph.add("blend", _SCREEN)
    flat.link_to(blend, 0, 0)
    drawn.link_to(blend, 0, 1)
    return blend


def _add_chain(
    graph: Graph, end: FilterContext, steps: tuple[Step, ...] | list[Step]
) -> FilterContext:
    for name, arguments in steps:
        step = graph.add(name, arguments or None)
        end.link_to(step)
        end = step
    return end


def _add_stream(container: OutputContainer, rate: Fraction, size: Size) -> VideoStream:
    stream = container.add_stream("libx264", rate=rate, options=_X264)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.thread_count = _THREADS
    context.colorspace = BT709
    context.color_range = ColorRange.MPEG
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    return stream
