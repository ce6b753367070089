"""One generation, as the service keeps it."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from aleph_desktop.errors import BugError


class Stage(StrEnum):
    """How far a generation is. Each path of the API has its own words for these."""

    QUEUED = "queued"  # accepted
    GENERATING = "generating"  # being edited
    COMPLETED = "completed"  # the result is there, and was charged
    FAILED = "failed"  # ended without a result, and costs nothing


ENDED = frozenset({Stage.COMPLETED, Stage.FAILED})


@dataclass(frozen=True, slots=True)
class Record:
    """A generation. Frozen: it changes by `evolve`, and is stored before a change is told."""

    key: str  # names its files
    id: str  # what the client knows it by
    created_at: float  # seconds since 1970, UTC
    prompt: str
    seed: int
    frame_size: str  # "W:H"
    source_url: str | None  # None: the clip came in the request, and is a file here
    link_key: str  # signs the links to its result
    request_id: str
    client_request_id: str | None
    stage: Stage = Stage.QUEUED
    error_name: str | None = None
    error_message: str | None = None


def evolve(record: Record, stage: Stage, **changes: Any) -> Record:
    """The record at its next stage. Raises BugError when it had ended."""
    if record.stage in ENDED:
        raise BugError(f"generation {record.id} has ended")
    return replace(record, stage=stage, **changes)


def to_json(record: Record) -> str:
    return json.dumps(asdict(record), indent=1)


def from_json(text: str) -> Record:
    """Raises ValueError, KeyError or TypeError for what isn't a record."""
    fields = json.loads(text)
    return Record(**{**fields, "stage": Stage(fields["stage"])})
