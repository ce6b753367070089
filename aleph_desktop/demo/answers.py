"""What the answers look like: the universal path's shapes, the older path's, and refusals."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse

from aleph_desktop.demo.account import charge, credits_of
from aleph_desktop.demo.record import Record, Stage


class Answer(JSONResponse):
    """JSON in ASCII: a refusal may repeat text that no encoding can carry."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True, slots=True)
class Shape:
    """How one path answers."""

    accepted: int  # HTTP status of an accepted submit
    new_id: Callable[[str], str]  # from the model's id
    words: dict[Stage, str]
    body: Callable[[Record, str, str | None, Decimal], dict[str, Any]]


def _universal(record: Record, word: str, url: str | None, usd: Decimal) -> dict[str, Any]:
    error = (
        None
        if record.error_name is None
        else {"name": record.error_name, "message": record.error_message}
    )
    usage = {"usage": {"credits_used": credits_of(usd)}} if usd else None
    video = None if url is None else {"url": url}
    return {"id": record.id, "status": word, "video": video, "error": error, "meta": usage}


def _older(record: Record, word: str, url: str | None, usd: Decimal) -> dict[str, Any]:
    body: dict[str, Any] = {"id": record.id, "status": word}
    if url is not None:
        body["video"] = [url]
    if record.error_name is not None:
        body["error"] = f"{record.error_name}: {record.error_message}"
    if usd:
        body["meta"] = {"usage": {"tokens_used": credits_of(usd)}}
    return body


UNIVERSAL = Shape(
    accepted=200,
    new_id=lambda _model: str(uuid4()),
    words={
        Stage.QUEUED: "queued",
        Stage.GENERATING: "generating",
        Stage.COMPLETED: "completed",
        Stage.FAILED: "error",
    },
    body=_universal,
)
OLDER = Shape(
    accepted=201,
    new_id=lambda model: f"{uuid4()}:{model}",  # seen in the provider's documents
    words={
        Stage.QUEUED: "waiting",
        Stage.GENERATING: "active",
        Stage.COMPLETED: "complete",
        Stage.FAILED: "failed",
    },
    body=_older,
)


def generation(
    shape: Shape, record: Record, url: str | None, status: int, client_request_id: str | None
) -> Answer:
    """One generation's state. `url` is its result's, `client_request_id` this request's."""
    usd = charge(record)
    headers = {
        "x-inference-id": record.id,
        "x-aimlapi-credits-used": str(credits_of(usd)),
        "x-aimlapi-usd-spent": f"{usd:.9f}",
    }
    if client_request_id is not None:
        headers["x-client-request-id"] = client_request_id
    body = shape.body(record, shape.words[record.stage], url, usd)
    return Answer(body, status, headers)


def refusal(request: Request, status: int, message: str, headers: Any = None) -> Answer:
    """The body of every refusal, and of failures."""
    body = {
        "message": message,
        "path": request.url.path,
        "requestId": str(uuid4()),
        "statusCode": status,
        "timestamp": datetime.now(UTC).isoformat(),
    }
    return Answer(body, status, headers)
