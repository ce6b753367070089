"""Takes requests and answers them."""

import hashlib
import re
import time
from datetime import UTC, datetime
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from aleph_desktop.demo import account, logs
from aleph_desktop.demo.answers import Answer, Shape, generation
from aleph_desktop.demo.archive import Archive
from aleph_desktop.demo.body import read_json
from aleph_desktop.demo.catalogue import catalogue
from aleph_desktop.demo.record import Record, Stage
from aleph_desktop.demo.refusal import Refusal, invalid
from aleph_desktop.demo.result_link import opens, signed_token
from aleph_desktop.demo.studio import Studio
from aleph_desktop.demo.validation import read_order
from aleph_desktop.domain.model_spec import ModelSpec

_CLIENT_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class Desk:
    """The endpoints, but for the path that a submit or a poll came by."""

    def __init__(self, archive: Archive, studio: Studio, spec: ModelSpec) -> None:
        self._archive = archive
        self._studio = studio
        self._spec = spec

    async def submit(self, request: Request, shape: Shape) -> Response:
        _require_key(request)
        body = await read_json(request)
        order = await run_in_threadpool(read_order, body, self._spec)
        if not account.can_pay_one_more(self._archive.newest_first()):
            raise Refusal(403, "The account has run out of credits.")
        client_request_id = _client_request_id(request)
        record = await self._studio.accept(
            order, shape.new_id(self._spec.id), str(uuid4()), client_request_id
        )
        return generation(shape, record, None, shape.accepted, client_request_id)

    async def poll(self, request: Request, shape: Shape) -> Response:
        _require_key(request)
        generation_id = request.query_params.get("generation_id", "")
        if not generation_id:
            raise invalid(["generation_id: is required"])
        record = self._archive.find(generation_id)
        if record is None:
            raise Refusal(404, "generation_id: there is no such generation")
        url = self._link(request, record) if record.stage is Stage.COMPLETED else None
        return generation(shape, record, url, 200, _client_request_id(request))

    async def models(self, request: Request) -> Response:
        given = request.query_params
        answer = Answer(catalogue(self._spec, given.get("id"), given.get("include", "")))
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
        known = request.headers.get("if-none-match", "")
        if known.strip() == "*" or tag in (part.strip() for part in _strong(known).split(",")):
            return Response(status_code=304, headers={"ETag": tag})
        answer.headers["ETag"] = tag
        return answer

    async def billing(self, request: Request) -> Response:
        _require_key(request)
        left = account.balance(self._archive.newest_first())
        return Answer({"current_balance": float(left), "currency": "USD"})

    async def logs(self, request: Request) -> Response:
        _require_key(request)
        query = logs.read_query(request.query_params, datetime.now(UTC))
        return Answer(logs.page(self._archive.newest_first(), query, self._spec.id))

    async def result(self, request: Request) -> Response:
        record = self._archive.by_key(request.path_params["key"])
        file = self._archive.result(record.key) if record is not None else None
        if record is None or file is None or not file.is_file():
            raise Refusal(404, "There is no such result.")
        if not opens(request.query_params.get("_jwt", ""), record.link_key, time.time()):
            raise Refusal(403, "_jwt: is missing, wrong, or has expired")
        return FileResponse(file, media_type="video/mp4")

    def _link(self, request: Request, record: Record) -> str:
        """A fresh one for each poll, at the address that the client reached us by."""
        token = signed_token(record.link_key, time.time())
        return f"{request.base_url}results/{record.key}.mp4?_jwt={token}"


def _require_key(request: Request) -> None:
    """Any key will do. Raises Refusal (401) when there is none."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        message = "header Authorization: must be Bearer and a key; the demo service takes any"
        raise Refusal(401, message, {"WWW-Authenticate": "Bearer"})


def _client_request_id(request: Request) -> str | None:
    """Provider docs: an id outside the pattern is dropped in silence."""
    text = request.headers.get("x-client-request-id", "")
    return text if _CLIENT_REQUEST_ID.fullmatch(text) else None


def _strong(tags: str) -> str:
    return tags.replace("W/", "")
