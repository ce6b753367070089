"""Timecode, as editors write frames: hours:minutes:seconds:frames, without dropping numbers."""

import re
from fractions import Fraction

_CODE = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+)[:;](\d+)")
_SECONDS = re.compile(r"(\d+(?:[.,]\d*)?|[.,]\d+)\s*s?")


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

    As `timecode` counts. Raises ValueError for anything else.
    """
    text = text.strip()
    if found := _CODE.fullmatch(text):
        hours, minutes, seconds, frames = (int(part or 0) for part in found.groups())
        base = max(1, round(rate))
        return ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if found := _SECONDS.fullmatch(text):
        return round(Fraction(found[1].replace(",", ".")) * rate)
    raise ValueError(f"no timecode: {text!r}")
