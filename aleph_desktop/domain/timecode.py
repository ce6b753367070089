"""Timecode, as editors write frames: hours:minutes:seconds:frames, without dropping numbers."""

import re
from fractions import Fraction

from aleph_desktop.domain.frame_rate import rate_words

_CODE = re.compile(r"(?:(?:(\d{1,9}):)?(\d{1,9}):)?(\d{1,9})[:;](\d{1,9})")
_SECONDS = re.compile(r"(\d{1,9}(?:[.,]\d*)?|[.,]\d+)\s*s?")


def timecode(frame: int, rate: Fraction) -> str:
    """The timecode of a frame: "00:00:02:09" is frame 59 at 25.

    23.976, 29.97 and 59.94 count in their nominal 24, 30 and 60 (non-drop).
    """
    base = max(1, round(rate))
    seconds, frames = divmod(max(0, frame), base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}:{frames:02}"


def read_timecode(text: str, rate: Fraction) -> int:
    """The frame that is meant by "2:09" (seconds, frames), "1:00:02:09", "2.36" or "2.36 s".

    As `timecode` counts. Only the first number may be more than fits into the one before it.
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
        return ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if found := _SECONDS.fullmatch(text):
        return round(Fraction(found[1].replace(",", ".")) * rate)
    raise ValueError(f"“{text}” is no time")
