"""A clip's frames in memory, for exact review."""

import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from aleph_desktop.domain.frame_rate import snapped
from aleph_desktop.domain.shape import shown_size, within_pixels
from aleph_desktop.errors import KnownError
from aleph_desktop.media.cadence import Timed
from aleph_desktop.media.clip_frames import OpenClip
from aleph_desktop.media.frame_times import index_at, middle_of
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.probe import clip_rate, known_duration
from aleph_desktop.media.stills import Still, render
from aleph_desktop.media.stopped import Stop
from aleph_desktop.media.upright import Upright, rotation_of

_PIXEL = 1.5  # bytes, of 4:2:0 with 8 bits
_LEAST_PIXELS = 320 * 180  # less shows nothing; 5 s of 24 fps take 10 MB then

_TimedFrame = tuple[Timed, VideoFrame]


class Reel:
    """The frames of a clip's start, each to be had at once. For use from one thread at a time.

    Frames are kept as yuv420p, 1.4 MB for 1280 × 720: pictures would take 2.7 times as much.
    """

    def __init__(
        self,
        frames: list[VideoFrame],
        times: tuple[float, ...],
        duration: float,
        frame_rate: Fraction,
        shown: tuple[int, int],
    ) -> None:
        """`times` are the frames' starts, `duration` the last one's end; in seconds."""
        self._frames = frames
        self._times = times
        self._duration = duration
        self._frame_rate = frame_rate
        self._shown = shown
        self._reformatter = VideoReformatter()

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def width(self) -> int:
        """Pixels, as shown; the frames may be kept smaller."""
        return self._shown[0]

    @property
    def height(self) -> int:
        """Pixels, as shown."""
        return self._shown[1]

    @property
    def frame_rate(self) -> Fraction:
        """Frames per second."""
        return self._frame_rate

    @property
    def duration(self) -> float:
        """Seconds."""
        return self._duration

    @property
    def nbytes(self) -> int:
        """The memory that its frames take."""
        return sum(_bytes_of(frame) for frame in self._frames)

    def index_at(self, seconds: float) -> int:
        """The frame that is on screen at a time; clamped to the clip."""
        return index_at(self._times, seconds)

    def time_of(self, index: int) -> float:
        """The middle of a frame's time on screen, in seconds."""
        return middle_of(self._times, self._duration, index)

    def frame(self, index: int) -> VideoFrame:
        """A frame as it is kept, upright; not to be changed. For any thread."""
        return self._frames[index]

    def still(self, index: int, width: int, height: int) -> Still:
        """A frame, scaled to just this size."""
        return render(self._frames[index], (width, height), self._reformatter)


def load_reel(
    path: Path,
    seconds: float,
    max_pixels: int,
    byte_limit: int,
    stop: Stop,
    *,
    start: float | None = None,
    allow: Callable[[int], int] | None = None,
    on_first: Callable[[Reel], None] | None = None,
) -> Reel:
    """Decode `seconds` of a clip, frames of more than `max_pixels` made smaller. Blocks.

    `start`: seconds from the clip's first frame; the reel's times then begin with the frame on
    screen there. None: the clip's start, by a player's clock. Raises Stopped, KnownError for what
    can't be read or takes more than `byte_limit` bytes. `on_first` is told a reel of the first
    frame alone. Then `allow` is asked how many of the bytes that all would take they may take, and
    they are made smaller for it.
    """
    with open_clip(path) as clip:

        def begun(first: Reel) -> int:
            if on_first is not None:
                on_first(first)
            if allow is None:
                return max_pixels
            return min(max_pixels, _pixels(clip, first.nbytes, seconds, allow))

        # A player counts from the file's start, which can lie before the first frame's.
        origin = (clip.container.start_time or 0) / av.time_base if start is None else None
        part = _counted(clip.frames(start or 0.0, stop), origin, seconds)
        return _load(clip, part, max_pixels, byte_limit, begun)


def _counted(
    part: Iterable[_TimedFrame], origin: float | None, seconds: float
) -> Iterator[_TimedFrame]:
    """The frames that begin within `seconds` of `origin`, and count from there; None: the first."""
    for timed, frame in part:
        origin = timed.start if origin is None else origin
        start = timed.start - origin
        if start >= seconds - 0.0005:
            return
        yield Timed(start, timed.length), frame


def _load(
    clip: OpenClip,
    part: Iterable[_TimedFrame],
    max_pixels: int,
    byte_limit: int,
    begun: Callable[[Reel], int],
) -> Reel:
    """`begun` gets a reel of the first frame, and says how many pixels the frames may have."""
    frames: list[VideoFrame] = []
    times: list[float] = []
    upright: Upright | None = None
    shown = (0, 0)
    end = used = 0.0
    for timed, frame in part:
        end = timed.start + timed.length
        if upright is None:
            aspect = clip.stream.sample_aspect_ratio
            shown = shown_size(frame.width, frame.height, aspect, rotation_of(frame))
            first = Upright(within_pixels(shown, max_pixels), sharp=False)(frame)
            pixels = begun(Reel([first], (timed.start,), end, _rate_of(clip), shown))
            upright = Upright(within_pixels(shown, pixels), sharp=False)
        frames.append(upright(frame))
        times.append(timed.start)
        used += _bytes_of(frames[-1])
        if used > byte_limit:
            raise _too_large(clip.path, byte_limit)
    return Reel(frames, tuple(times), end, _rate_of(clip), shown)


def _pixels(clip: OpenClip, frame: int, seconds: float, allow: Callable[[int], int]) -> int:
    """Of each frame, by what they may take together; `frame` is what one would take, in bytes."""
    lasts = min(seconds, known_duration(clip) or seconds)
    count = math.ceil(lasts * clip_rate(clip)) + 1
    return max(_LEAST_PIXELS, round(allow(frame * count) / (_PIXEL * count)))


def _rate_of(clip: OpenClip) -> Fraction:
    rate = clip.stream.average_rate
    return snapped(rate) if rate else Fraction(25)


def _bytes_of(frame: VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)


def _too_large(path: Path, limit: int) -> KnownError:
    return KnownError(
        "This clip is too long to step through",
        f"The frames of “{path.name}” take more than {limit / 1e6:.0f} MB of memory.",
        "It can be played, without exact pairs.",
    )
