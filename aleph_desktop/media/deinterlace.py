"""Interlaced frames made whole: as many as there were, each with its own time."""

from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
from av.filter import Graph
from av.video.frame import VideoFrame

from aleph_desktop.media.cadence import Timed

_Frames = Iterator[tuple[Timed, VideoFrame]]


def deinterlaced(frames: Iterable[tuple[Timed, VideoFrame]], *, all_of_them: bool) -> _Frames:
    """Frames that are marked as interlaced, or all, as whole ones; the others as they are.

    One frame is out by one: the filter needs what comes next.
    """
    lacing: _Deinterlacer | None = None
    for timed, frame in frames:
        if lacing is not None and not lacing.takes(frame):
            yield from lacing.rest()
            lacing = None
        if lacing is None and (all_of_them or frame.interlaced_frame):
            lacing = _Deinterlacer(frame, "all" if all_of_them else "interlaced")
        if lacing is None:
            yield timed, frame
        else:
            yield from lacing.next(timed, frame)
    if lacing is not None:
        yield from lacing.rest()


class _Deinterlacer:
    """FFmpeg's bwdif for frames of one kind."""

    def __init__(self, frame: VideoFrame, which: str) -> None:
        self._kind = _kind(frame)
        self._times: deque[Timed] = deque()
        self._taken = 0
        self._graph = Graph()
        self._graph.threads = 1
        source = self._graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 50)
        )
        lacing = self._graph.add("bwdif", f"mode=send_frame:parity=auto:deint={which}")
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
