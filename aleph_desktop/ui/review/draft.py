"""A clip that has no job yet, and the part of it that counts."""

import math
from dataclasses import dataclass
from fractions import Fraction

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.time_range import TimeRange, first_part
from aleph_desktop.domain.timecode import read_timecode
from aleph_desktop.ui.review.pairing import LIMIT, EvenTiming
from aleph_desktop.ui.review.reel_ask import ReelAsk

_CLOSE = 0.001  # seconds; a frame's start is not a round number


def start_frame(info: ClipInfo | None) -> int:
    """The number of a file's first frame, by its start timecode; 0 where it has none."""
    if info is None or not info.start_timecode:
        return 0
    try:
        return read_timecode(info.start_timecode, info.frame_rate)
    except ValueError:  # cameras write all sorts of things
        return 0


def drops_numbers(info: ClipInfo | None) -> bool:
    """Whether a file's timecode is drop-frame."""
    return info is not None and ";" in info.start_timecode


@dataclass(frozen=True, slots=True)
class Draft:
    """`info` None: it has not been probed yet. `span` None: its start, as much as counts."""

    path: str
    info: ClipInfo | None = None
    span: TimeRange | None = None

    @property
    def ask(self) -> ReelAsk:
        """The frames that are needed, from the start of the one that is on screen first.

        Where frames are uneven nobody knows that start before they are read.
        """
        if self.info is None or self.span is None or self.info.uneven:
            return ReelAsk(self.path, self.span)
        rate = self.info.frame_rate
        first = math.floor((self.span.start + _CLOSE) * rate)
        return ReelAsk(self.path, TimeRange(float(first / rate), self.span.end))

    def timing(self, rate: Fraction) -> EvenTiming | None:
        """The part's frames until they are here; `rate` where it isn't known better."""
        span = self.ask.span
        if self.info is not None:
            span = span or first_part(self.info.duration, LIMIT)
            return EvenTiming(self.info.frame_rate, span.length)
        return EvenTiming(rate, span.length) if span else None

    def may_become(self, other: "Draft") -> bool:
        """Whether `other` is the same file, of which only more is known."""
        is_known = other.info is not None and self.info in (None, other.info)
        return self.path == other.path and is_known
