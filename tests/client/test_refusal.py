import json
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.errors import (
    BadAnswer,
    KeyRefused,
    NotFound,
    OutOfCredits,
    RateLimited,
    Refused,
    ServiceError,
    ServiceTrouble,
)
from aleph_desktop.client.refusal import LONGEST_WAIT, parse_error, retry_after
from aleph_desktop.errors import FailureKind

BODY = {"message": "no such model", "path": "/v2", "requestId": "r-1", "statusCode": "400"}


@pytest.mark.parametrize(
    ("status", "kind", "acts"),
    [
        (400, Refused, FailureKind.REFUSED),
        (401, KeyRefused, FailureKind.KEY),
        (402, OutOfCredits, FailureKind.CREDITS),
        (403, OutOfCredits, FailureKind.CREDITS),
        (404, NotFound, FailureKind.REFUSED),
        (410, NotFound, FailureKind.REFUSED),
        (413, Refused, FailureKind.REFUSED),
        (422, Refused, FailureKind.REFUSED),
        (429, RateLimited, FailureKind.BUSY),
        (500, ServiceTrouble, FailureKind.PROVIDER),
        (502, ServiceTrouble, FailureKind.PROVIDER),
        (503, ServiceTrouble, FailureKind.PROVIDER),
        (504, ServiceTrouble, FailureKind.PROVIDER),
        (302, BadAnswer, FailureKind.PROVIDER),
    ],
)
@pytest.mark.parametrize("body", [json.dumps(BODY).encode(), b"<html>Bad gateway</html>", b""])
def test_every_status_has_its_error_and_words(status, kind, acts, body):
    error = parse_error(status, body, {})
    assert type(error) is kind
    assert error.status == status
    assert error.failure.kind is acts
    assert error.failure.title
    assert error.failure.remedy
    if body.startswith(b"{"):
        assert "no such model" in error.failure.message
        assert error.failure.request_id == "r-1"
    else:
        assert str(status) in error.failure.message
        assert "<" not in error.failure.message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"message": ["a", "b", 3]}, "a; b"),
        ({"error": {"message": "inner"}}, "inner"),
        ({"error": "plain"}, "plain"),
        ({"message": "x\x1b[31m\u202ey\ud800"}, "x [31m y"),
        ({"message": "w" * 5000}, "w" * 499 + "…"),
    ],
)
def test_the_services_own_words(body, said):
    error = parse_error(400, json.dumps(body).encode(), {})
    assert error.failure.message == f"The service says: {said}"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("0", 0.0),
        ("1000000000", LONGEST_WAIT),
        ("9" * 5000, LONGEST_WAIT),
        ("-1", None),
        ("", None),
        ("soon", None),
        ("inf", None),
        ("nan", None),
        ("٣", None),
        ("1e9", None),
    ],
)
def test_retry_after_in_seconds(value, seconds):
    assert retry_after({"retry-after": value}) == seconds
    assert parse_error(429, b"", {"retry-after": value}).retry_after == seconds


def test_retry_after_absent():
    assert retry_after({}) is None


def test_a_date_is_held_against_the_services_clock():
    service_now = 4_000_000_000.0  # this machine's clock is decades behind
    headers = {"date": formatdate(service_now, usegmt=True)}
    for ahead, seconds in ((20, 20.0), (-20, 0.0), (10**6, LONGEST_WAIT)):
        headers["retry-after"] = formatdate(service_now + ahead, usegmt=True)
        assert retry_after(headers) == seconds


def test_a_date_without_the_services_clock_is_held_against_ours():
    assert retry_after({"retry-after": formatdate(4_000_000_000, usegmt=True)}) == LONGEST_WAIT
    assert retry_after({"retry-after": formatdate(1_000_000_000, usegmt=True)}) == 0.0


@given(st.integers(100, 999), st.binary(max_size=100), st.text())
def test_anything_is_a_service_error(status, body, wait):
    error = parse_error(status, body, {"retry-after": wait, "date": wait})
    assert isinstance(error, ServiceError)
    assert str(error).isprintable()
