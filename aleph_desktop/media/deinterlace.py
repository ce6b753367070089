"""Interlaced frames made whole: as many as there were, each with its own time."""

from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from aleph_desktop.media.cadence import Timed
from aleph_desktop.media.frame_graph import graph_for

_Frames = Iterator[tuple[Timed, VideoFrame]]

# FFmpeg's AVFieldOrder: 0 unknown, 1 progressive, then which field is shown first.
_TOP_FIRST, _BOTTOM_FIRST = (2, 5), (3, 4)
# Whose frames say themselves whether they are interlaced: one clip can have both.
_MARKING = (
    *("h264", "hevc", "mpeg1video", "mpeg2video", "vc1", "wmv3", "prores", "dnxhd", "dvvideo"),
    *("ffv1", "vvc"),
)


def is_interlaced(stream: VideoStream, first: VideoFrame) -> bool:
    """Whether a clip has interlaced frames, by its own word or its first frame's."""
    order = stream.codec_context.field_order
    return first.interlaced_frame or order in (*_TOP_FIRST, *_BOTTOM_FIRST)


def field_order(stream: VideoStream) -> str:
    """For `deinterlaced`: "tff", "bff", or "auto" where the frames say it."""
    order = stream.codec_context.field_order
    if stream.codec_context.codec.canonical_name in _MARKING:
        return "auto"
    return {**dict.fromkeys(_TOP_FIRST, "tff"), **dict.fromkeys(_BOTTOM_FIRST, "bff")}.get(
        order, "auto"
    )


def deinterlaced(frames: Iterable[tuple[Timed, VideoFrame]], order: str) -> _Frames:
    """Interlaced frames as whole ones; the others as they are. All are when `order` isn't "auto".

    One frame is out by one: the filter needs what comes next.
    """
    is_all = order != "auto"
    lacing: _Deinterlacer | None = None
    for timed, frame in frames:
        if lacing is not None and not lacing.takes(frame):
            yield from lacing.rest()
            lacing = None
        if lacing is None and (is_all or frame.interlaced_frame):
            lacing = _Deinterlacer(frame, order)
        if lacing is None:
            yield timed, frame
        else:
            yield from lacing.next(timed, frame)
    if lacing is not None:
        yield from lacing.rest()


class _Deinterlacer:
    """FFmpeg's bwdif for frames of one kind."""

    def __init__(self, frame: VideoFrame, order: str) -> None:
        which = "interlaced" if order == "auto" else "all"
        self._kind = _kind(frame)
        self._times: deque[Timed] = deque()
        self._taken = 0
        self._graph, source = graph_for(frame, Fraction(1, 50))
        lacing = self._graph.add("bwdif", f"mode=send_frame:parity={order}:deint={which}")
        self._graph.link_nodes(source, lacing, self._graph.add("buffersink")).configure()

    def takes(self, frame: VideoFrame) -> bool:
        """Whether a frame is of its kind."""
        return self._kind == _kind(frame)

    def next(self, timed: Timed, frame: VideoFrame) -> _Frames:
        frame.pts, frame.time_base = self._taken, Fraction(1, 50)  # it wants them even
        self._taken += 1
        self._times.append(timed)
        self._graph.vpush(frame)
        yield from self._made()

    def rest(self) -> _Frames:
        self._graph.vpush(None)
        yield from self._made()

    def _made(self) -> _Frames:
        while self._times:
            try:
                frame = self._graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            yield self._times.popleft(), frame


def _kind(frame: VideoFrame) -> tuple[int, int, str]:
    return frame.width, frame.height, frame.format.name
