"""Pictures spread over a whole clip, however long."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import av
from av.video.frame import VideoFrame

from aleph_desktop.domain.shape import Size
from aleph_desktop.errors import KnownError
from aleph_desktop.media.clip_frames import ROUNDING, OpenClip
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.stills import Still, StillMaker, frame_at
from aleph_desktop.media.stopped import Stop, heed

OnStill = Callable[[int, Still], None]

# Pixels that are decoded to be exact; a core decodes 200 to 400 million a second.
SHORT = 500_000_000  # a clip of no more is read through
PATIENT = 2_000_000_000  # from key frames to the pictures wanted, in all
_KEYLESS = 500  # packets without a key frame, then there is none nearby


class _Key(NamedTuple):
    """A key frame before a picture that is wanted."""

    start: float  # seconds from the first frame
    still: Still


def coarse_first(count: int) -> list[int]:
    """0 to `count` - 1 in another order: the first, the middle, the quarters, the eighths, …"""
    parts, order = 1, {0: None}
    while len(order) < count:
        parts *= 2
        order |= dict.fromkeys(count * part // parts for part in range(parts))
    return list(order)


def film_strip(path: Path, count: int, box: Size, on_still: OnStill, stop: Stop) -> None:
    """Tell `count` pictures, each inside `box`, of the middles of as many equal parts.

    Of a short clip they are exact, in their order; of a long one coarse first, and key frames where
    one lies in that part. Blocks. Raises KnownError, or Stopped.
    """
    with open_clip(path, threads=1) as clip:
        _Strip(clip, count, box, on_still, stop).tell()


class _Strip:
    def __init__(
        self, clip: OpenClip, count: int, box: Size, on_still: OnStill, stop: Stop
    ) -> None:
        self._clip = clip
        self._count = count
        self._still = StillMaker(clip, box)
        self._on_still = on_still
        self._stop = stop
        self._duration = _told_duration(clip)  # seconds
        self._keys: dict[int, _Key] = {}  # by their packets' times

    def tell(self) -> None:
        numbers = coarse_first(self._count)
        if not self._duration:  # then it must be read through first, which can take a while
            self._tell(numbers.pop(0), frame_at(self._clip, 0.0, self._stop))
            self._duration = _counted_duration(self._clip, self._stop)
        if self._pixels(self._duration) <= SHORT:
            self._tell_exact(dict.fromkeys(sorted(numbers)))
            return
        far = {}
        for number in numbers:
            key = self._key_before(self._middle(number))
            if key and abs(key.start - self._middle(number)) <= self._duration / self._count / 2:
                self._on_still(number, key.still)
            else:
                far[number] = key
        self._tell_exact(dict(sorted(far.items())))

    def _tell_exact(self, wanted: dict[int, _Key | None]) -> None:
        """In the order of time, so that nothing is decoded twice. Beyond patience: key frames."""
        left = float(PATIENT)
        passage: _Passage | None = None
        for number, key in wanted.items():
            middle = self._middle(number)
            goes_on = passage is not None and (key is None or key.start <= passage.reached)
            begin = passage.reached if passage and goes_on else key.start if key else 0.0
            left -= self._pixels(middle - begin)
            if key and left < 0:
                self._on_still(number, key.still)
                continue
            if passage is None or not goes_on:
                passage = _Passage(self._clip, middle, self._stop)
            self._tell(number, passage.at(middle))

    def _tell(self, number: int, frame: VideoFrame) -> None:
        self._on_still(number, self._still(frame))

    def _middle(self, number: int) -> float:
        """The time of a picture, in seconds from the first frame."""
        return self._duration * (number + 0.5) / self._count

    def _pixels(self, seconds: float) -> float:
        """How much there is to decode."""
        stream = self._clip.stream
        return seconds * float(stream.average_rate or 25) * stream.width * stream.height

    def _key_before(self, seconds: float) -> _Key | None:
        """The key frame from which a time can be reached; None: it can't be found."""
        clip = self._clip
        wanted = clip.first_time() + seconds
        try:
            clip.container.seek(round(wanted / (clip.stream.time_base or 1)), stream=clip.stream)
            for _, packet in zip(range(_KEYLESS), clip.container.demux(clip.stream), strict=False):
                heed(self._stop)
                if not packet.is_keyframe or packet.pts is None:
                    continue
                if packet.pts not in self._keys:
                    frame = (packet.decode() or clip.stream.decode(None))[0]
                    start = float(packet.pts * (packet.time_base or 0)) - clip.first_time()
                    self._keys[packet.pts] = _Key(start, self._still(frame))
                return self._keys[packet.pts]
        except (av.FFmpegError, IndexError):  # the exact picture goes another way
            return None
        return None


class _Passage:
    """The frames from a place in the clip on, to be asked for by growing times."""

    def __init__(self, clip: OpenClip, start: float, stop: Stop) -> None:
        """`start`: seconds from the first frame."""
        self._clip = clip
        self._stop = stop
        self._frames = clip.frames(start, stop)
        self._shown: VideoFrame | None = None
        self._coming: VideoFrame | None = None
        self.reached = start  # when what is coming begins; infinite at the clip's end

    def at(self, seconds: float) -> VideoFrame:
        """The frame on screen at a time; the clip's last one after its end."""
        while self._coming is None or self.reached <= seconds + ROUNDING:
            self._shown = self._coming
            try:
                timed, self._coming = next(self._frames)
            except (StopIteration, KnownError):  # none, or no more
                self.reached = math.inf
                break
            self.reached = timed.start - self._clip.first_time()
        frame = self._shown or self._coming
        return frame or frame_at(self._clip, seconds, self._stop)


def _told_duration(clip: OpenClip) -> float:
    """Seconds that the picture lasts, as the stream says, else the file; 0: they don't say."""
    stream, container = clip.stream, clip.container
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _counted_duration(clip: OpenClip, stop: Stop) -> float:
    """As the packets say."""
    end = 0.0
    packets = 0
    for packet in clip.container.demux(clip.stream):
        heed(stop)
        packets += packet.size > 0
        if packet.pts is not None and packet.time_base is not None:
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    if end:
        return max(0.0, end - clip.first_time())
    return packets / float(clip.stream.average_rate or 25)
