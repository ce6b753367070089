"""Whether a file that came from the service is the video that was paid for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
from av.video.frame import VideoFrame

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.errors import FailureKind, KnownError
from aleph_desktop.media.formats import RESULT_FORMATS
from aleph_desktop.media.lane import Lane, Urgency
from aleph_desktop.media.opening import OpenClip, open_clip, read_head
from aleph_desktop.media.probe import probe
from aleph_desktop.media.stopped import Stop, heed
from aleph_desktop.media.worker import Worker

if TYPE_CHECKING:
    from av.packet import Packet

_SLACK = 0.25  # seconds, or three frames: files round their durations
_BEFORE_A_PAGE = b"\xef\xbb\xbf \t\r\n"
_PAGE = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")


class DecodeChecker:
    """Fulfils `jobs.ports.ResultChecker`: decodes in a thread of its own, one file at a time."""

    def __init__(self, lane: Lane | None = None) -> None:
        """`lane` is shared with the rest of the program's heavy work."""
        self._worker = Worker("check", lane, Urgency.JOB)

    async def check(self, path: Path) -> ClipInfo:
        """Decode a video to its last frame.

        Raises KnownError: of kind PROVIDER for what is none, is damaged, or breaks off before its
        end; DISK where it can't be read here.
        """
        return await self._worker.run(lambda stop: _check(path, stop))

    def close(self) -> None:
        """End the thread. What is being checked must have been cancelled before."""
        self._worker.close()


def _check(path: Path, stop: Stop) -> ClipInfo:
    try:
        if read_head(path).lstrip(_BEFORE_A_PAGE).lower().startswith(_PAGE):
            raise _unplayable("It is a web page, not a video.")
        with open_clip(path, threads=1, formats=RESULT_FORMATS) as clip:
            fault = _Reading(clip).fault(stop)
        if fault is not None:
            raise _unplayable(fault)
        return probe(path)
    except KnownError as error:
        if error.failure.kind is not FailureKind.INPUT:
            raise
        why = error.failure.message.replace(f"“{path.name}”", "It")  # its name is not one yet
        raise _unplayable(why) from error


def _unplayable(why: str) -> KnownError:
    return KnownError(
        "The result can't be played",
        why,
        "Check again fetches it once more, at no cost.",
        kind=FailureKind.PROVIDER,
    )


class _Reading:
    """How far into a clip it can be read without a fault."""

    def __init__(self, clip: OpenClip) -> None:
        self._clip = clip
        self._step = float(1 / (clip.stream.average_rate or 25))
        self._first: float | None = None  # start of the first frame, on the file's clock
        self._shown = 0.0  # seconds from there to the end of the last frame
        self._cut = False
        self._read = 0.0  # the end of the last packet of any stream, on the file's clock

    def fault(self, stop: Stop) -> str | None:
        """Decode all; in words what is wrong, None if nothing is."""
        packets = self._clip.container.demux()
        damaged = not all(self._is_sound(packet, stop) for packet in packets)
        if not damaged and not self._cut:
            if self._first is None:
                return "There is no frame in it."
            if not self._is_short():
                return None
        verb = "is damaged" if damaged else "breaks off"
        ends = self._promised()
        return f"It {verb} after {self._shown:.1f} s" + (f" of {ends:.1f} s." if ends else ".")

    def _is_sound(self, packet: "Packet[Any]", stop: Stop) -> bool:
        heed(stop)
        if packet.pts is not None and packet.time_base is not None:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            self._read = max(self._read, end)
        if packet.is_corrupt:
            self._cut = True  # the file ends inside it: what comes after is no news
        return self._cut or packet.stream != self._clip.stream or self._decodes(packet)

    def _decodes(self, packet: "Packet[Any]") -> bool:
        try:
            frames = packet.decode()
        except av.FFmpegError as error:
            if isinstance(error, OSError):
                raise
            return False
        for frame in frames:
            if frame.is_corrupt:
                return False
            self._count(frame)
        return True

    def _count(self, frame: VideoFrame) -> None:
        length = float(frame.duration * (frame.time_base or 0)) or self._step
        if self._first is None:
            self._first = frame.time or 0.0
        start = self._shown if frame.pts is None else frame.time - self._first
        self._shown = start + length

    def _promised(self) -> float:
        """Seconds that the picture lasts by the file's own word; else the file; 0: not said."""
        stream, container = self._clip.stream, self._clip.container
        if stream.duration and stream.time_base:
            return float(stream.duration * stream.time_base)
        return (container.duration or 0) / av.time_base

    def _is_short(self) -> bool:
        """Whether the file promises more than it holds. Its end may be that of its sound."""
        reached = self._shown
        if not self._clip.stream.duration:
            start = (self._clip.container.start_time or 0) / av.time_base
            reached = max(reached, self._read - start)
        return reached < self._promised() - max(_SLACK, 3 * self._step)
