"""The user's settings, as far as jobs care."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class JobOptions:
    """May change while jobs run; what is under way keeps what it began with."""

    results_dir: Path  # finished clips
    sent_dir: Path  # the clips as they were sent: what the review room shows as reference
    concurrency: int = 2  # jobs between PREPARING and GENERATING at once
    give_up_seconds: float = 30 * 60.0
