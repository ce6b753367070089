"""Which frame is on screen when. Times are the frames' starts, in seconds, strictly growing."""

from bisect import bisect_right

# Players tell whole milliseconds, cut off: a frame that starts at 66.733 ms is on screen at "66".
CUT_OFF = 0.001


def index_at(times: tuple[float, ...], seconds: float) -> int:
    """The frame on screen at `seconds`; the first before the clip, the last after it."""
    return max(0, bisect_right(times, seconds + CUT_OFF) - 1)


def middle_of(times: tuple[float, ...], end: float, index: int) -> float:
    """The middle of the time that a frame is on screen, in seconds.

    A player that is sent to a frame's start may stay on the frame before; its middle is safe.
    """
    until = times[index + 1] if index + 1 < len(times) else max(end, times[index])
    return (times[index] + until) / 2
