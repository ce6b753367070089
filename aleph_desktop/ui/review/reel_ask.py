"""What review needs to be read: the frames of a part of a clip."""

from typing import NamedTuple

from aleph_desktop.domain.time_range import TimeRange


class ReelAsk(NamedTuple):
    """A file, and which part of it; None: its start, as much as counts."""

    path: str
    span: TimeRange | None

    @property
    def start(self) -> float:
        """Where the part begins, seconds from the file's first frame."""
        return self.span.start if self.span else 0.0
