"""Timecode, as editors write frames: hours:minutes:seconds:frames.

Drop-frame counting leaves two numbers out (four at 59.94) at each minute's start, but for every
tenth, so that an hour of 29.97 says an hour: SMPTE ST 12-1. It is written with a ";".
"""

import re
from fractions import Fraction

from aleph_desktop.domain.frame_rate import rate_words

_CODE = re.compile(r"(?:(?:(\d{1,9}):)?(\d{1,9}):)?(\d{1,9})[:;](\d{1,9})")
_SECONDS = re.compile(r"(\d{1,9}(?:[.,]\d*)?|[.,]\d+)\s*s?")


def timecode(frame: int, rate: Fraction, *, drop: bool = False) -> str:
    """The timecode of a frame: "00:00:02:09" is frame 59 at 25.

    23.976, 29.97 and 59.94 count in their nominal 24, 30 and 60. `drop`: with dropped numbers,
    where the rate is one that has them.
    """
    base = max(1, round(rate))
    left_out = dropped_numbers(rate) if drop else 0
    number = max(0, frame)
    if left_out:
        number = _with_gaps(number, base, left_out)
    seconds, frames = divmod(number, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    mark = ";" if left_out else ":"
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:02}"


def dropped_numbers(rate: Fraction) -> int:
    """How many numbers drop-frame counting leaves out in a minute; 0: the rate has no such."""
    return {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}.get(rate, 0)


def _with_gaps(frame: int, base: int, left_out: int) -> int:
    """A frame's number where numbers are left out."""
    minute = base * 60 - left_out
    tens, rest = divmod(frame, minute * 10 + left_out)
    minutes = 0 if rest < base * 60 else 1 + (rest - base * 60) // minute
    return frame + left_out * (tens * 9 + minutes)


def _without_gaps(number: int, base: int, left_out: int) -> int:
    """The frame that has a number."""
    minutes = number // (base * 60)
    return number - left_out * (minutes - minutes // 10)


def read_timecode(text: str, rate: Fraction, *, drop: bool = False) -> int:
    """The frame that is meant by "2:09" (seconds, frames), "1:00:02:09", "2.36" or "2.36 s".

    As `timecode` counts; with dropped numbers after a ";", and after a ":" too if `drop` is set.
    Only the first number may be more than fits into the one before it.
    Raises ValueError for anything else, with words for people.
    """
    text = text.strip()
    if found := _CODE.fullmatch(text):
        hours, minutes, seconds, frames = (int(part or 0) for part in found.groups())
        base = max(1, round(rate))
        if frames >= base:
            raise ValueError(f"there is no frame {frames} at {rate_words(rate)}")
        if seconds >= 60 and found[2]:
            raise ValueError(f"a minute has no second {seconds}")
        if minutes >= 60 and found[1]:
            raise ValueError(f"an hour has no minute {minutes}")
        number = ((hours * 60 + minutes) * 60 + seconds) * base + frames
        left_out = dropped_numbers(rate) if drop or ";" in text else 0
        if not left_out:
            return number
        if seconds == 0 and frames < left_out and (number // (base * 60)) % 10:
            raise ValueError(f"drop-frame timecode leaves “{text}” out")
        return _without_gaps(number, base, left_out)
    if found := _SECONDS.fullmatch(text):
        return round(Fraction(found[1].replace(",", ".")) * rate)
    raise ValueError(f"“{text}” is no time")
