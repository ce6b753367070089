import json
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.errors import (
    AnswerLost,
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
        (404, NotFound, FailureKind.REFUSED),
        (410, NotFound, FailureKind.REFUSED),
        (405, Refused, FailureKind.REFUSED),
        (413, Refused, FailureKind.REFUSED),
        (422, Refused, FailureKind.REFUSED),
        (425, Refused, FailureKind.REFUSED),
        (429, RateLimited, FailureKind.BUSY),
        (500, ServiceTrouble, FailureKind.PROVIDER),
        (502, ServiceTrouble, FailureKind.PROVIDER),
        (503, ServiceTrouble, FailureKind.PROVIDER),
        (504, ServiceTrouble, FailureKind.PROVIDER),
        (302, BadAnswer, FailureKind.PROVIDER),
    ],
)
@pytest.mark.parametrize("submitting", [True, False])
@pytest.mark.parametrize("body", [json.dumps(BODY).encode(), b"<html>Bad gateway</html>", b""])
def test_every_status_has_its_error_and_words(status, kind, acts, body, submitting):
    error = parse_error(status, body, {}, submitting=submitting)
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


@pytest.mark.parametrize("status", [408, 409, 499])
@pytest.mark.parametrize("body", [json.dumps(BODY).encode(), b"<html>", b""])
def test_a_gateway_that_gave_up_refuses_nothing(status, body):
    """The request may be through: only the service knows."""
    lost = parse_error(status, body, {}, submitting=True)
    assert (type(lost), lost.status) == (AnswerLost, status)
    assert "may cost twice" in lost.failure.remedy
    passing = parse_error(status, body, {})
    assert (type(passing), passing.status) == (ServiceTrouble, status)
    assert "passes" in passing.failure.remedy


@pytest.mark.parametrize("status", [402, 403])
def test_only_the_service_itself_says_that_there_are_no_credits(status):
    for submitting in (True, False):
        for own in (BODY, {}):
            error = parse_error(status, json.dumps(own).encode(), {}, submitting=submitting)
            assert type(error) is OutOfCredits
            assert error.failure.kind is FailureKind.CREDITS
        kind = Refused if submitting else ServiceTrouble
        for page in (b"<html>Blocked</html>", b"", b"[]"):
            error = parse_error(status, page, {}, submitting=submitting)
            assert (type(error), error.status) == (kind, status)
            assert error.failure.title == "Something on the way refused the request"
            assert str(status) in error.failure.message
            assert "proxies and firewalls" in error.failure.remedy


def test_a_key_that_is_refused_is_named_by_both_its_places():
    error = parse_error(401, b'{"message": "Invalid API key"}', {})
    assert str(error) == (
        "The API key wasn't accepted: The service says: Invalid API key. "
        "Check the key in Settings, or in AIMLAPI_API_KEY."
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"message": ["a", "b", 3]}, "a; b."),
        ({"error": {"message": "inner"}}, "inner."),
        ({"error": "plain"}, "plain."),
        ({"message": "x\x1b[31m\u202ey\ud800"}, "x [31m y."),
        ({"message": "w" * 5000}, "w" * 499 + "…"),
        ({"message": "It ends."}, "It ends."),
        ({"message": "Really?"}, "Really?"),
        ({"message": "No!  "}, "No!"),
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
