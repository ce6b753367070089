"""Timecode, as editors write frames: hours:minutes:seconds:frames, without dropping numbers."""

from fractions import Fraction


def timecode(frame: int, rate: Fraction) -> str:
    """The timecode of a frame: "00:00:02:09" is frame 59 at 25.

    23.976, 29.97 and 59.94 count in their nominal 24, 30 and 60 (non-drop).
    """
    base = max(1, round(rate))
    seconds, frames = divmod(max(0, frame), base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}:{frames:02}"
