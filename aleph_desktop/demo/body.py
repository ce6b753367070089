"""A request's body, within limits."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from aleph_desktop.demo.refusal import Refusal, invalid

BODY_LIMIT = 24_000_000  # bytes; the largest data URIs together, and room for the rest
# What comes beyond the limit is read and dropped up to here: a client that is still sending would
# see a broken connection instead of the answer.
_PATIENCE = 10 * BODY_LIMIT


async def read_json(request: Request) -> Any:
    """The decoded body. Raises Refusal: 413 when it is too large, 400 when it isn't JSON."""
    data = await _read(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise invalid(["header Content-Type: must be application/json"])
    return await run_in_threadpool(_decoded, data)  # 16 MB take a while


async def _read(request: Request) -> bytes:
    body = bytearray()
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= BODY_LIMIT:
            body += piece
        elif size > _PATIENCE:
            break
    if size > BODY_LIMIT:
        raise Refusal(413, f"body: is larger than {BODY_LIMIT} bytes")
    return bytes(body)


def _decoded(data: bytes) -> Any:
    try:
        return json.loads(data)
    except UnicodeDecodeError:
        raise invalid(["body: is not UTF-8"]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise invalid([f"body: is not JSON: {error.msg} ({where})"]) from None
    except (RecursionError, ValueError):  # nested too deeply; a number of thousands of digits
        raise invalid(["body: is JSON that can't be read"]) from None
