"""What the dialog for many clips says."""

from collections.abc import Sequence
from typing import NamedTuple

from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.price import Price
from aleph_desktop.ui.dialogs.question import count, shortened


class BatchWords(NamedTuple):
    """All of it, ready to be shown."""

    heading: str
    names: tuple[str, ...]
    options: str
    treatment: str  # of clips that are longer, or of another shape, than what is sent
    refused_heading: str
    refused: tuple[str, ...]
    clips: int
    price: Price | None  # of a run; None: nobody knows
    free: bool

    def cost(self, takes: int) -> str:
        """What queueing them costs, with so many takes of each."""
        runs = self.clips * takes
        many = count(runs, "run")
        if takes > 1:
            many = f"{count(self.clips, 'clip')} × {takes} takes = {many}"
        if self.free:
            return f"{many} on the demo service: free."
        if self.price is not None:
            return f"{many}: {self.price.words(runs)}."
        return f"{many}, each charged by the service."

    def button(self, takes: int) -> str:
        """What the button does."""
        if takes == 1:
            return f"Queue {count(self.clips, 'clip')}"
        return f"Queue {count(self.clips * takes, 'run')}"


def batch_words(
    names: Sequence[str],
    refused: Sequence[tuple[str, str]],
    *,
    free: bool,
    frame_size: str | None,
    seed: int | None,
    price: Price | None,
    references: int,
    clip_seconds: float,
    framing: Framing,
) -> BatchWords:
    """`refused`: names with the reason; `free`: the service charges nothing.

    `clip_seconds`: how much of a clip counts for the model.
    """
    fills = framing.shape is Shape.FILL
    treated = "cropped to fill it" if fills else "fitted with black bars"
    size = frame_size.replace(":", "×") if frame_size else "matched to each clip"
    return BatchWords(
        heading=f"Queue {count(len(names), 'clip')} with this prompt?",
        names=shortened(names),
        options=f"Frame size {size} · seed {'random for each' if seed is None else seed}"
        + (f" · {count(references, 'image reference')}" if references else ""),
        treatment=f"Of longer clips the first {clip_seconds:g} s are sent."
        f" A clip of another shape than its frame is {treated}.",
        refused_heading=f"{len(refused):,} can't be used" if refused else "",
        refused=tuple(f"{name}: {why}" for name, why in refused),
        clips=len(names),
        price=price,
        free=free,
    )
