"""An edit: a clip, what should be different, and the options."""

from dataclasses import dataclass

from aleph_desktop.domain.clip import ClipSource
from aleph_desktop.domain.framing import UNCHANGED, Framing
from aleph_desktop.domain.model_spec import ModelSpec
from aleph_desktop.domain.prompt import utf16_length
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import KnownError

MOST_TAKES = 8  # of one edit, asked for at once


@dataclass(frozen=True, slots=True)
class Edit:
    """What the editor asked for, as they asked for it."""

    source: ClipSource
    prompt: str
    model_id: str
    frame_size: str | None = None  # "W:H"; None: the one that fits the clip's shape best
    seed: int | None = None  # None: one is drawn when the job is queued, and written down
    references: tuple[str, ...] = ()  # image files (absolute paths) or https URLs
    span: TimeRange | None = None  # of a file; None: its start, as much as counts
    framing: Framing = UNCHANGED  # for a file whose shape is not the frame size's


def check(edit: Edit, spec: ModelSpec) -> None:
    """Raise KnownError, with words, when the model would not take this edit."""
    length = utf16_length(edit.prompt)
    if not edit.prompt.strip():
        raise KnownError("There is no prompt", "The prompt is empty.", "Say what should change.")
    if any("\ud800" <= character <= "\udfff" for character in edit.prompt):
        raise KnownError(
            "The prompt can't be sent",
            "It has half a character in it, as a cut emoji leaves behind.",
            "Delete the sign that shows as a box or question mark.",
        )
    if length > spec.prompt_limit:
        raise KnownError(
            "The prompt is too long",
            f"It has {length} characters, the model takes {spec.prompt_limit}.",
            f"Shorten it by {length - spec.prompt_limit}.",
        )
    check_frame_size(edit.frame_size, spec)
    if edit.seed is not None and not 0 <= edit.seed <= spec.seed_limit:
        raise KnownError(
            "This seed can't be used",
            f"{edit.seed} is out of range.",
            f"Use a whole number from 0 to {spec.seed_limit}.",
        )
    if len(edit.references) > spec.reference_limit:
        raise KnownError(
            "Too many image references",
            f"There are {len(edit.references)}, the model takes {spec.reference_limit}.",
            "Remove some.",
        )


def check_frame_size(size: str | None, spec: ModelSpec) -> None:
    """Raise KnownError for a size that the model doesn't have; None is for it to be matched."""
    if size is not None and size not in spec.frame_sizes:
        raise KnownError(
            "This frame size can't be made",
            f"The model has no {size}.",
            f"Choose one of {', '.join(spec.frame_sizes)}.",
        )
