"""The frames around the place where somebody drags."""

import threading
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import av

from aleph_desktop.domain.shape import Size
from aleph_desktop.errors import KnownError
from aleph_desktop.media.opening import open_clip
from aleph_desktop.media.refusal import unreadable
from aleph_desktop.media.scrub_passage import ScrubPassage
from aleph_desktop.media.stills import Still
from aleph_desktop.media.stopped import Stop

IDLE = 2.0  # seconds until the file is let go, so that it can be renamed, or its drive removed


class _Asked(NamedTuple):
    path: Path
    changed: int  # when, in ns since 1970
    box: Size


class Scrub:
    """Shows exact frames of the clip that was asked for last. `still` is for one thread.

    It keeps the file open, and what it has decoded: the next frame that is asked for is near.
    """

    def __init__(self, idle: float = IDLE) -> None:
        self._idle = idle
        self._lock = threading.Lock()
        self._opened = ExitStack()
        self._asked: _Asked | None = None
        self._passage: ScrubPassage | None = None
        self._used = 0.0  # when, by the monotonic clock
        self._timer: threading.Timer | None = None

    @property
    def is_open(self) -> bool:
        """Whether a file is held."""
        return self._passage is not None

    def still(self, path: Path, seconds: float, box: Size, stop: Stop) -> Still:
        """The frame on screen at a time from the first frame; the last one when it is too late.

        Inside `box`. Blocks. Raises KnownError, Stopped: the next one then goes on from there.
        """
        with self._lock:
            try:
                return self._passage_of(path, box).still(seconds, stop)
            except (av.FFmpegError, KnownError) as error:
                self._let_go(error)
                raise
            finally:
                self._used = monotonic()
                self._watch()

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._let_go()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def _passage_of(self, path: Path, box: Size) -> ScrubPassage:
        try:
            asked = _Asked(path, path.stat().st_mtime_ns, box)
        except OSError as error:
            raise unreadable(path, error) from error
        if self._passage is None or asked != self._asked:
            self._let_go()
            clip = self._opened.enter_context(open_clip(path, threads=1))
            self._passage, self._asked = ScrubPassage(clip, box), asked
        return self._passage

    def _let_go(self, error: Exception | None = None) -> None:
        """Raises KnownError when there is one to be made of an `error`."""
        self._passage = None
        opened, self._opened = self._opened, ExitStack()
        opened.__exit__(type(error) if error else None, error, None)

    def _watch(self) -> None:
        """See to it that the file is let go, also if nobody asks any more."""
        if self._passage is not None and self._timer is None:
            self._timer = threading.Timer(self._idle, self._on_timer)
            self._timer.daemon = True
            self._timer.start()

    def _on_timer(self) -> None:
        with self._lock:
            self._timer = None
            if monotonic() - self._used >= self._idle:
                self._let_go()
            self._watch()
