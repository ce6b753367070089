"""The part of a clip that counts: from its in point to its out point."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from aleph_desktop.domain.timecode import read_timecode, timecode
from aleph_desktop.errors import KnownError

LEAST = 0.5  # seconds; less is no shot, and what the service makes of it is not documented
_SAME = 1e-6  # seconds


class TimeRange(NamedTuple):
    """Seconds from the clip's first frame. `end` is when the last frame goes."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Seconds."""
        return self.end - self.start


def first_part(duration: float, longest: float) -> TimeRange:
    """What counts of a clip when nobody has said: its start."""
    return TimeRange(0.0, min(duration, longest))


def moved(span: TimeRange, start: float, duration: float) -> TimeRange:
    """The range as long as it is, begun at `start`, inside the clip."""
    start = max(0.0, min(start, duration - span.length))
    return TimeRange(start, min(duration, start + span.length))


def with_in(span: TimeRange, start: float, duration: float, longest: float) -> TimeRange:
    """The range with another in point. The out point stays, or is pulled along."""
    least = min(LEAST, duration)
    start = max(0.0, min(start, duration - least))
    end = min(max(span.end, start + least), start + longest, duration)
    return TimeRange(start, end)


def with_out(span: TimeRange, end: float, duration: float, longest: float) -> TimeRange:
    """The range with another out point. The in point stays, or is pulled along."""
    least = min(LEAST, duration)
    end = max(least, min(end, duration))
    start = max(min(span.start, end - least), end - longest, 0.0)
    return TimeRange(start, end)


def on_frame(seconds: float, rate: Fraction) -> float:
    """The frame's start that is nearest."""
    return float(round(Fraction(seconds) * rate) / rate)


def on_cut(seconds: float, cuts: Iterable[float], reach: float) -> float:
    """The nearest cut within `reach` seconds, else `seconds` itself."""
    nearest = min(cuts, key=lambda cut: abs(cut - seconds), default=seconds)
    return nearest if abs(nearest - seconds) <= reach else seconds


def is_whole(span: TimeRange, duration: float, rate: Fraction) -> bool:
    """Whether nothing of a clip is left out, but for less than one frame at its end."""
    return span.start <= _SAME and span.end >= duration - 1 / float(rate)


def read_range(text: str, duration: float, longest: float, rate: Fraction) -> TimeRange:
    """The range that is meant by "2:09-7:09" or "12.5-17"; "12.5-" goes on as long as it can.

    On whole frames. Raises KnownError for one that is none, or that the clip doesn't have.
    """
    first, dash, second = text.partition("-")
    try:
        start = float(read_timecode(first, rate) / rate)
        end = float(read_timecode(second, rate) / rate) if second.strip() else None
    except ValueError as error:
        raise _unread(text, f": {error}" if dash else "") from error
    if not dash:
        raise _unread(text)
    one_frame = 1 / float(rate)
    if start >= duration - one_frame / 2:
        raise _no_range(f"The clip ends at {_words(duration, rate)}.", "Begin before that.")
    if end is not None and end >= duration + one_frame - _SAME:
        ends = f"The clip ends at {_words(duration, rate)}, before {_words(end, rate)}."
        raise _no_range(ends, "End the range there, or sooner.")
    end = min(duration, start + longest if end is None else end)
    words = f"{_words(start, rate)} to {_words(end, rate)}"
    if end <= start:
        raise _no_range(f"{words} ends before it begins.", "Write the in point first.")
    if end - start > longest + one_frame:
        raise _no_range(
            f"{words} is {end - start:.2f} s long.", f"At most {longest:g} s can be sent."
        )
    if end - start < min(LEAST, duration) - one_frame / 2:
        raise _no_range(f"{words} is too short.", f"At least {LEAST:g} s are needed.")
    return TimeRange(start, min(end, start + longest))


def _words(seconds: float, rate: Fraction) -> str:
    return timecode(round(Fraction(seconds) * rate), rate)


def _unread(text: str, why: str = "") -> KnownError:
    return _no_range(
        f"“{text}” is no range{why}.",
        "Write it as IN-OUT, for example 2.5-7.5 or 0:02:12-0:07:12.",
    )


def _no_range(message: str, remedy: str) -> KnownError:
    return KnownError("This range can't be sent", message, remedy)
