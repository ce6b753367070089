"""A clip encoded as the proxy that is sent: H.264 in MP4, without sound."""

import math
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc
from av.video.stream import VideoStream

from aleph_desktop.domain.send_plan import SendPlan
from aleph_desktop.media.cadence import constant_rate
from aleph_desktop.media.deinterlace import deinterlaced, field_order
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.refusal import EXPORT_AGAIN, refused, unwritable
from aleph_desktop.media.stopped import Stop, heed
from aleph_desktop.media.upright import BT709, Upright

# Quality of the first pass: hard to tell from the source. Ordinary 720p then takes 2 to 5 MB.
FIRST_CRF = "16"
# One core, and 5 s of 720p in about 1.7 s of it: `faster` takes 2.5 s for no smaller a file. One
# thread, because on two cores the other one belongs to the window.
X264 = {"preset": "veryfast", "profile": "high"}
# What a second pass aims at: it comes out within 2 %, and the MP4 needs its index beside the bits.
AIM = 0.95
INDEX_BYTES = 2500
INDEX_BYTES_A_FRAME = 24

OnFrame = Callable[[int, int], None]  # (frames done, frames in all)


class Conversion:
    """One clip on its way to be a proxy. Blocks: it runs in a thread."""

    def __init__(self, source: Path, part: Path, plan: SendPlan, stop: Stop) -> None:
        """`part` is where the proxy is written."""
        self._source = source
        self._part = part
        self._plan = plan
        self._stop = stop

    def run(self, limit: int, on_frame: OnFrame) -> None:
        """Write the proxy, of at most `limit` bytes. Raises KnownError, or Stopped.

        The first pass has a fixed quality. When it comes out too large, a second one spreads the
        bytes that there are, by what the first has learned.
        """
        try:
            fits = self._passes(limit, on_frame)
        except OSError as error:  # PyAV's errors of the system are OSErrors too
            raise unwritable(self._part, error) from error
        except av.FFmpegError as error:
            raise refused(self._source, "could not be converted.", EXPORT_AGAIN) from error
        if not fits:
            why = f"can't be brought down to {limit / 1e6:.1f} MB, which is the limit."
            raise refused(self._source, why, "Use a shorter clip, or one with a smaller picture.")

    def _passes(self, limit: int, on_frame: OnFrame) -> bool:
        """Whether the last pass came out within the limit."""
        most = self._plan.frames

        def first(done: int, written: int) -> None:
            on_frame(done, most if written <= limit else most * 2)

        def second(done: int, _written: int) -> None:
            on_frame(most + done, most * 2)

        with TemporaryDirectory(prefix="aleph-") as folder:
            learned = {"stats": str(Path(folder, "x264"))}
            quality = {"crf": FIRST_CRF, "flags": "+pass1", "fastfirstpass": "0"}
            frames = self._encode(X264 | quality | learned, first)
            if self._size() <= limit:
                return True
            spread = {"b": str(self._bit_rate(limit, frames)), "flags": "+pass2"}
            try:
                self._encode(X264 | spread | learned, second)
            except av.error.ExternalError:  # x264: below the lowest rate that is possible
                return False
        return self._size() <= limit

    def _size(self) -> int:
        return self._part.stat().st_size

    def _bit_rate(self, limit: int, frames: int) -> int:
        """Bits a second that fill `limit` bytes with `frames` frames."""
        room = limit * AIM - INDEX_BYTES - INDEX_BYTES_A_FRAME * frames
        return max(1000, math.floor(room * 8 * self._plan.rate / frames))

    def _encode(self, options: dict[str, str], on_frame: OnFrame) -> int:
        """One pass; `on_frame` gets the frames and the bytes so far. Returns the frames."""
        done = written = 0
        with (
            closing(self._pictures()) as pictures,
            av.open(
                str(self._part), "w", format="mp4", options={"movflags": "+faststart"}
            ) as container,
        ):
            stream = self._add_stream(container, options)
            for picture in pictures:
                heed(self._stop)
                picture.pts, picture.time_base = done, 1 / self._plan.rate
                picture.pict_type = PictureType.NONE  # else the source's key frames come along
                written += _mux(container, stream.encode(picture))
                done += 1
                on_frame(done, written)
            for packet in stream.encode_lazy(None):
                heed(self._stop)
                written += _mux(container, [packet])
            on_frame(done, written)
        return done

    def _pictures(self) -> Generator[VideoFrame, None, None]:
        """The source's frames as they will be in the proxy."""
        plan, stop = self._plan, self._stop
        upright = Upright(plan.placement, sharp=True)
        with open_clip(self._source, threads=1) as clip:
            frames = deinterlaced(clip.frames(plan.span.start, stop), field_order(clip.stream))
            start = clip.first_time() + plan.span.start if plan.span.start > 0 else -math.inf
            for frame in constant_rate(frames, plan.rate, plan.frames, start):
                heed(stop)
                yield upright(frame)

    def _add_stream(self, container: OutputContainer, options: dict[str, str]) -> VideoStream:
        stream = container.add_stream("libx264", rate=self._plan.rate, options=options)
        stream.width, stream.height = self._plan.size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        # Players seek by key frames: each second one would cost a tenth more bytes.
        context.gop_size = 2 * math.ceil(self._plan.rate)
        context.thread_count = 1
        context.colorspace = BT709
        context.color_range = ColorRange.MPEG
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        return stream


def _mux(container: OutputContainer, packets: list["Packet[Any]"]) -> int:
    """Write packets; returns their bytes."""
    size = sum(packet.size for packet in packets)
    container.mux(packets)
    return size
