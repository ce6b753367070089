"""Small frames of a clip, from a key frame on as far as somebody has dragged."""

from bisect import bisect_right
from collections.abc import Iterator

import av
from av.video.frame import VideoFrame

from aleph_desktop.domain.shape import Size
from aleph_desktop.errors import KnownError
from aleph_desktop.media.cadence import Timed
from aleph_desktop.media.clip_frames import ROUNDING, OpenClip, go_on
from aleph_desktop.media.stills import Still, StillMaker, frame_at
from aleph_desktop.media.stopped import Stop, Stopped, heed

AHEAD = 1.0  # seconds to read on; what is further on is sooner reached from another key frame
KEPT = 64_000_000  # bytes of small frames
_FROM_THE_START = 1e-6  # seconds; with 0 it would be read from where the file stands


class ScrubPassage:
    """What has been decoded in one go is kept, so that the way back costs nothing.

    A still that is cancelled leaves it where it is, and the next one goes on from there.
    """

    def __init__(self, clip: OpenClip, box: Size) -> None:
        self._clip = clip
        self._maker = StillMaker(clip, box)
        self._frames: Iterator[tuple[Timed, VideoFrame]] = iter(())
        self._is_over = False  # the clip ends here
        self._starts: list[float] = []  # seconds from the clip's first frame
        self._pictures: list[VideoFrame] = []

    def still(self, seconds: float, stop: Stop) -> Still:
        """The frame on screen at a time, or the last one. Raises KnownError, Stopped."""
        seconds += ROUNDING
        if not self._is_near(seconds):
            self._begin(seconds, stop)
        try:
            while not self._is_over and (not self._starts or self._starts[-1] <= seconds):
                heed(stop)
                self._read_on()
        except KnownError:  # nothing from there on: the clip's last frame
            self._keep(seconds, frame_at(self._clip, seconds, stop))
            self._is_over = True
        index = max(0, bisect_right(self._starts, seconds) - 1)
        return self._maker.picture(self._pictures[index])

    def _is_near(self, seconds: float) -> bool:
        if not self._starts or seconds < self._starts[0]:
            return False
        return self._is_over or seconds <= self._starts[-1] + AHEAD

    def _begin(self, seconds: float, stop: Stop) -> None:
        self._starts.clear()
        self._pictures.clear()
        self._is_over = False
        key = self._key_before(seconds)
        if key is None:
            self._frames = self._clip.frames(max(seconds, _FROM_THE_START), stop)
        else:  # then each frame comes by, and `stop` is asked in between
            self._frames = self._clip.frames(max(key, _FROM_THE_START), go_on)

    def _key_before(self, seconds: float) -> float | None:
        """When the key frame is shown from which a time can be reached; None: it isn't known."""
        clip = self._clip
        wanted = clip.first_time() + seconds
        try:
            clip.container.seek(round(wanted / (clip.stream.time_base or 1)), stream=clip.stream)
            packet = next(clip.container.demux(clip.stream))
        except (av.FFmpegError, StopIteration):
            return None
        if not packet.is_keyframe or packet.pts is None or packet.time_base is None:
            return None
        key = float(packet.pts * packet.time_base) - clip.first_time()
        return key if key <= seconds else None

    def _read_on(self) -> None:
        try:
            timed, frame = next(self._frames)
        except StopIteration:
            self._is_over = True
        except Stopped:
            self._starts.clear()  # its way there has ended
            raise
        else:
            self._keep(timed.start - self._clip.first_time(), frame)

    def _keep(self, start: float, frame: VideoFrame) -> None:
        picture = self._maker.small(frame)
        self._starts.append(start)
        self._pictures.append(picture)
        if len(self._pictures) * sum(plane.buffer_size for plane in picture.planes) > KEPT:
            del self._starts[0], self._pictures[0]
