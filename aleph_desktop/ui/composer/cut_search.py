"""Where somebody has looked for cuts already, so that each part is looked through once."""

import math

from aleph_desktop.domain.time_range import TimeRange

BESIDE = 10.0  # seconds before and after the range that are looked through, at least
_STEP = 10.0  # seconds; a range that moves by a frame asks for nothing new
_OVERLAP = 0.5  # seconds; a cut on the border of two parts is in one of them


class CutSearch:
    """The searched parts of one clip."""

    def __init__(self, duration: float) -> None:
        """`duration` in seconds."""
        self._duration = duration
        self._searched: list[TimeRange] = []  # in order, apart from each other

    def take(self, span: TimeRange) -> list[TimeRange]:
        """What nobody has looked through around a range; counts as looked through from now on."""
        start = math.floor((span.start - BESIDE) / _STEP) * _STEP
        end = math.ceil((span.end + BESIDE) / _STEP) * _STEP
        wanted = TimeRange(max(0.0, start), min(self._duration, end))
        gaps, at = [], wanted.start
        for part in self._searched:
            if part.end <= at or part.start >= wanted.end:
                continue
            if part.start > at:
                gaps.append(TimeRange(at, part.start))
            at = max(at, part.end)
        if at < wanted.end:
            gaps.append(TimeRange(at, wanted.end))
        self._searched = _joined([*self._searched, wanted])
        return [
            TimeRange(max(0.0, gap.start - _OVERLAP), min(self._duration, gap.end + _OVERLAP))
            for gap in gaps
        ]


def _joined(parts: list[TimeRange]) -> list[TimeRange]:
    """Those that touch as one."""
    joined: list[TimeRange] = []
    for part in sorted(parts):
        if joined and part.start <= joined[-1].end:
            joined[-1] = TimeRange(joined[-1].start, max(joined[-1].end, part.end))
        else:
            joined.append(part)
    return joined
