"""What review needs to be read: the frames of a part of a clip."""

from typing import NamedTuple

from aleph_desktop.domain.time_range import TimeRange


class ReelAsk(NamedTuple):
    """A file, and which part of it; None: its start, as much as counts."""

    path: str
    span: TimeRange | None
