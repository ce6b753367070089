"""schemathesis over the contract finds nothing."""

import re
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from aleph_desktop.domain.prompt import utf16_length

CONTRACT = Path(__file__).parent.parent / "openapi.yaml"

# The contract says only "uri". Nobody answers here: the service fetches what it accepts.
schemathesis.openapi.format("uri", st.just("http://127.0.0.1:1/clip.mp4"))

schema = schemathesis.openapi.from_path(CONTRACT)
schema.config.update(headers={"Authorization": "Bearer any"})


def refused_beyond_the_schema(case: schemathesis.Case) -> bool:
    """Whether the contract's words, or the vendor's, forbid what its schema allows."""
    if case.path == "/v2/logs":
        query = case.query or {}
        period = re.fullmatch(r"(\d+)([hd])", str(query.get("period", "1h")))
        too_far = period is None or int(period[1]) * (1 if period[2] == "h" else 24) > 92 * 24
        # Never both, in order, at most 92 days: any start and end may break one of these.
        return too_far or bool({"start", "end"} & set(query))
    body = case.body
    if not isinstance(body, dict):
        return False
    prompt, references = body.get("prompt"), body.get("references")
    too_long = isinstance(prompt, str) and utf16_length(prompt) > 1000
    too_many = isinstance(references, list) and len(references) > 1
    return too_long or too_many


def dropped_in_silence(case: schemathesis.Case) -> bool:
    """Whether the client's request id is one that the service doesn't take, but doesn't refuse."""
    sent = (case.headers or {}).get("X-Client-Request-Id")
    return sent is not None and not re.fullmatch(r"[A-Za-z0-9._:-]{1,128}", str(sent))


@schema.parametrize()
@settings(max_examples=30, derandomize=True, deadline=None)
def test_the_contract_is_kept(case: schemathesis.Case, service) -> None:
    excluded = [ignored_auth]  # tries wrong keys, and the service takes any; see below
    if refused_beyond_the_schema(case):
        excluded.append(positive_data_acceptance)
    if dropped_in_silence(case):
        excluded.append(negative_data_rejection)
    case.call_and_validate(base_url=service.url, excluded_checks=excluded)


PROTECTED = [
    (method.upper(), path)
    for path, operations in schema.raw_schema["paths"].items()
    for method, operation in operations.items()
    if operation.get("security") != []
]


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_a_key_is_needed(method: str, path: str, service) -> None:
    answer = httpx.request(method, f"{service.url}{path}", trust_env=False)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
