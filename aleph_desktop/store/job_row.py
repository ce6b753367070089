"""A job as a row of the table `jobs`, and back."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.framing import Framing, Shape
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.store.review_text import from_text, to_text

COLUMNS = (
    "id",
    "created_at",
    "source_kind",
    "source_location",
    "prompt",
    "model_id",
    "asked_frame_size",
    "seed",
    "image_references",
    "owner",
    "state",
    "state_since",
    "client_request_id",
    "generation_id",
    "status_word",
    "sent_frame_size",
    "sent_path",
    "result_path",
    "submitted_at",
    "finished_at",
    "generation_seconds",
    "cost_usd",
    "credits",
    "request_id",
    "failure_kind",
    "failure_title",
    "failure_message",
    "failure_remedy",
    "failure_request_id",
    "position",
    "held",
    "service",
    "source_digest",
    "in_point",
    "out_point",
    "shape",
    "crop_position",
    "shot",
    "take",
    "review",
)

_BUT_REVIEW = ", ".join(COLUMNS[:-1])
_ALL = f"{_BUT_REVIEW}, CAST(review AS BLOB)"  # bytes can be read whatever they are
LOAD = f"SELECT {_ALL} FROM jobs ORDER BY created_at, id"  # noqa: S608 - our own column names
ROW = f"SELECT {_ALL} FROM jobs NOT INDEXED WHERE rowid = ?"  # noqa: S608 - ours
# for where the last pages of a long review are damaged
ROW_UNREVIEWED = f"SELECT {_BUT_REVIEW}, NULL FROM jobs NOT INDEXED WHERE rowid = ?"  # noqa: S608 - ours
CLAIM = f"UPDATE jobs SET owner = ? WHERE id = ? AND owner = ? RETURNING {_ALL}"  # noqa: S608 - ours
SAVE = (
    f"INSERT INTO jobs ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - ours
    " ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in COLUMNS if column != "id")
)
READ_NOTE = "SELECT text FROM notes WHERE name = ?"
WRITE_NOTE = "INSERT OR REPLACE INTO notes (name, text) VALUES (?, ?)"
STATEMENTS = (CLAIM, SAVE, READ_NOTE, WRITE_NOTE)


def to_row(job: Job) -> list[Any]:
    """The values of `COLUMNS`."""
    edit, failure = job.edit, job.failure
    values = [
        job.id,
        job.created_at,
        edit.source.kind.value,
        edit.source.location,
        edit.prompt,
        edit.model_id,
        edit.frame_size,
        edit.seed,
        json.dumps(edit.references),
        job.owner,
        job.state.value,
        job.state_since,
        job.client_request_id,
        job.generation_id,
        job.status_word,
        job.frame_size,
        job.sent_path,
        job.result_path,
        job.submitted_at,
        job.finished_at,
        job.generation_seconds,
        None if job.cost_usd is None else str(job.cost_usd),
        job.credits,
        job.request_id,
        failure and failure.kind.value,
        failure and failure.title,
        failure and failure.message,
        failure and failure.remedy,
        failure and failure.request_id,
        job.position,
        int(job.held),
        job.service,
        edit.source.digest,
        edit.span and edit.span.start,
        edit.span and edit.span.end,
        edit.framing.shape.value,
        edit.framing.position,
        job.shot,
        job.take,
        to_text(job.review),
    ]
    return [_storable(value) if isinstance(value, str) else value for value in values]


def from_row(row: Sequence[Any]) -> Job:
    """The job of a row of `COLUMNS`. Raises ValueError for what no version of ours has written.

    A review that can't be read is none: a job is not lost for it.
    """
    *values, review = row
    if bytes in map(type, values):
        values = [_text(value) if isinstance(value, bytes) else value for value in values]
    job_id, created_at, kind, location, prompt, model_id, asked_size, seed = values[:8]
    references, owner, state, state_since, client_id, generation_id, word = values[8:15]
    sent_size, sent_path, result_path, submitted_at, finished_at, seconds = values[15:21]
    cost, credits_used, request_id, *failure = values[21:29]
    position, held, service, digest = values[29:33]
    in_point, out_point, shape, crop_position, shot, take = values[33:]
    return Job(
        id=job_id,
        edit=Edit(
            source=ClipSource(SourceKind(kind), location, digest),
            prompt=prompt,
            model_id=model_id,
            frame_size=asked_size,
            seed=seed,
            references=() if references == "[]" else tuple(json.loads(references)),
            span=None if in_point is None else TimeRange(in_point, out_point),
            framing=Framing(Shape(shape), crop_position),
        ),
        created_at=created_at,
        shot=shot,
        take=take,
        owner=owner,
        state=JobState(state),
        state_since=state_since,
        position=position,
        held=bool(held),
        service=service,
        client_request_id=client_id,
        generation_id=generation_id,
        status_word=word,
        frame_size=sent_size,
        sent_path=sent_path,
        result_path=result_path,
        submitted_at=submitted_at,
        finished_at=finished_at,
        generation_seconds=seconds,
        cost_usd=None if cost is None else _decimal(cost),
        credits=credits_used,
        request_id=request_id,
        failure=None if failure[0] is None else Failure(FailureKind(failure[0]), *failure[1:]),
        review=from_text(review),
    )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"no amount: {text!r}") from error


def _storable(text: str) -> str | bytes:
    """Text that UTF-8 has no word for goes in as bytes: a Linux path may be any bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")
