"""A generation: the service's side of a job, as one answer told it."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class GenerationStatus(StrEnum):
    """The service's many status words, brought down to what a client does about them."""

    QUEUED = "queued"  # not begun
    GENERATING = "generating"  # begun
    COMPLETED = "completed"  # has, or should have, a video
    FAILED = "failed"  # will never have one
    UNKNOWN = "unknown"  # a word that we don't know: keep asking, and show the word


@dataclass(frozen=True, slots=True)
class Generation:
    """One answer to a submit or a poll."""

    id: str
    status: GenerationStatus
    word: str  # the status as the service wrote it
    # signed: who has it can fetch the video, so it is in no repr and no log
    video_url: str | None = field(default=None, repr=False)
    error_name: str | None = None  # e.g. "SAFETY.INPUT.TEXT"
    error_message: str | None = None
    cost_usd: Decimal | None = None
    credits: int | None = None
    request_id: str | None = None  # the service's id of this request, for its support
