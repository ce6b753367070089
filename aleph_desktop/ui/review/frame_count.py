"""Counts what was shown while it played, and what was not."""

import math

_UNSEEN = (
    30  # frames without one painted: the window is hidden. A machine that is slow has no ticks
)
_SCREEN = 60  # pictures a second; no screen shows fewer


class FrameCount:
    """A frame is dropped when time went over it and it was not painted.

    Played so fast that frames come faster than a screen of 60 Hz shows them, every second or
    fourth one is shown and what lies between doesn't count: nobody could have seen it.
    """

    def __init__(self) -> None:
        self.shown = 0
        self.dropped = 0
        self._last: int | None = None
        self._stride = 1
        self._unpainted = 0

    def begin(self, frames_a_second: float) -> None:
        """It plays from here, that many of the clip's frames in a second of the viewer's."""
        self.shown = self.dropped = 0
        self._last = None
        self.set_pace(frames_a_second)

    def set_pace(self, frames_a_second: float) -> None:
        """Another speed; what was counted stays."""
        self._stride = max(1, math.ceil(abs(frames_a_second) / _SCREEN - 0.01))

    def passed(self) -> None:
        """Time has come to another frame; where nothing is painted at all, nothing is dropped."""
        self._unpainted += 1
        if self._unpainted > _UNSEEN:
            self._last = None

    def painted(self, index: int, first: int, last: int, *, backwards: bool = False) -> bool:
        """This frame is on the screen, of a loop from `first` to `last`. False: it was already."""
        self._unpainted = 0
        if index == self._last:
            return False
        if self._last is not None:
            way = self._last - index if backwards else index - self._last
            passed = way % (last - first + 1) if last >= first else 1
            self.dropped += max(0, passed - self._stride)
        self.shown += 1
        self._last = index
        return True
