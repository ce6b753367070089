"""What the change strip says: of a frame, and of the whole to who can't see it."""

import textwrap
from collections.abc import Sequence

from aleph_desktop.domain.change import full_height, percent, worst_frame

_WRAP = 60  # characters a line of a note
IN_REGION = "in the rectangle"


def tip(frame: int, changes: Sequence[float], peaks: Sequence[int], notes: Sequence[str]) -> str:
    """Of a frame: its change, the notes on it, and what the strip's height stands for."""
    notes = [textwrap.fill(note, _WRAP) for note in notes]
    if frame >= len(changes):
        return "\n".join([f"frame {frame}", *notes])
    peak = " · peak" if frame in peaks else ""
    lines = [f"frame {frame} · {percent(changes[frame])} changed{peak}", *notes]
    return "\n".join([*lines, f"Full height: {percent(full_height(changes))}"])


def description(changes: Sequence[float], peaks: Sequence[int], in_region: bool) -> str:
    """Of the whole: the worst frame, and how many peaks there are."""
    worst = worst_frame(changes)
    where = f" {IN_REGION}" if in_region else ""
    if worst is None:
        return f"Nothing changed{where}"
    count = {0: "no peaks", 1: "1 peak"}.get(len(peaks), f"{len(peaks)} peaks")
    return f"Most at frame {worst}: {percent(changes[worst])} changed{where}; {count}"
