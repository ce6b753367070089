"""What the dialog for many clips says."""

from collections.abc import Sequence
from typing import NamedTuple

from aleph_desktop.ui.dialogs.question import count, shortened

_REFUSED_SHOWN = 4


class BatchWords(NamedTuple):
    """All of it, ready to be shown."""

    heading: str
    names: tuple[str, ...]
    options: str
    refused_heading: str
    refused: tuple[str, ...]
    cost: str
    button: str


def batch_words(
    names: Sequence[str],
    refused: Sequence[tuple[str, str]],
    *,
    free: bool,
    frame_size: str | None,
    seed: int | None,
) -> BatchWords:
    """`refused`: names with the reason; `free`: the service charges nothing."""
    clips, runs = count(len(names), "clip"), count(len(names), "run")
    size = frame_size.replace(":", "×") if frame_size else "matched to each clip"
    return BatchWords(
        heading=f"Queue {clips} with this prompt?",
        names=shortened(names),
        options=f"Frame size {size} · seed {'random for each' if seed is None else seed}",
        refused_heading=f"{len(refused):,} can't be used" if refused else "",
        refused=shortened([f"{name}: {why}" for name, why in refused], _REFUSED_SHOWN),
        cost=f"{runs} on the demo service: free."
        if free
        else f"{runs}, each charged by the service.",
        button=f"Queue {clips}",
    )
