"""A filter graph of FFmpeg's that is fed with frames of one kind."""

from fractions import Fraction

from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame


def graph_for(frame: VideoFrame, time_base: Fraction | None = None) -> tuple[Graph, FilterContext]:
    """The graph and its source, for frames like this one.

    `time_base` is for frames that have none, or for all where the caller counts. One thread: the
    caller decides how many cores are used.
    """
    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format,
        time_base=time_base or frame.time_base or Fraction(1, 1000),
    )
    return graph, source
