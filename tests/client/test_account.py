"""The log of requests, in which a lost answer is found again, and the balance."""

import json
import urllib.parse
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.client.account import parse_balance, parse_log
from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    KeyRefused,
    NotFound,
    OutOfCredits,
    RateLimited,
    ServiceError,
    ServiceTrouble,
)
from aleph_desktop.client.service import ServicePath

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def row(ours="aleph-1", theirs="g-1", **more):
    known = {"created": "2026-11-22T10:00:00Z", "status": "succeeded"}
    return {**known, "client_request_id": ours, "inference_id": theirs, **more}


def log_of(server, rows):
    """Answer as the service's log does."""

    def script(connection, seen):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(seen.target).query)
        (limit,), (offset,) = asked["limit"], asked["offset"]
        page = rows[int(offset) : int(offset) + int(limit)]
        body = json.dumps({"data": page}).encode()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    server.script = script


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ServicePath)
async def test_the_ids_that_are_asked_for_are_found(server, make_service, canary, path):
    log_of(server, [row("aleph-3", "g-3"), row(None), row("aleph-1", "g-1"), row("x", "g-9")])
    found = await make_service(server.url, path).find(["aleph-1", "aleph-2", "aleph-3"], 3)
    assert found == {"aleph-1": "g-1", "aleph-3": "g-3"}
    (asked,) = server.seen
    assert (asked.method, asked.target) == ("GET", "/v2/logs?period=3h&limit=100&offset=0")
    assert asked.headers["authorization"] == f"Bearer {canary}"


@pytest.mark.asyncio
@pytest.mark.parametrize(("hours", "period"), [(0, "1h"), (1, "1h"), (10**6, "2208h")])
async def test_the_period_is_one_that_the_service_takes(server, service, hours, period):
    log_of(server, [])
    assert await service.find(["aleph-1"], hours) == {}
    assert f"period={period}&" in server.seen[0].target


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("place", "rows", "pages"), [(0, 2000, 1), (250, 2000, 3), (None, 200, 3), (None, 2000, 10)]
)
async def test_pages_are_read_until_all_is_found_or_there_is_no_more(
    server, service, place, rows, pages
):
    found = [row(f"other-{number}") for number in range(rows)]
    if place is not None:
        found[place] = row()
    log_of(server, found)
    wanted = {} if place is None else {"aleph-1": "g-1"}
    assert await service.find(["aleph-1"], 24) == wanted
    assert len(server.seen) == pages


@pytest.mark.asyncio
async def test_nothing_is_asked_for_nothing(server, service):
    assert await service.find([], 24) == {}
    assert not server.seen


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    "bad",
    [
        None,
        3,
        "row",
        [],
        {},
        row(ours=7),
        row(theirs=None),
        row(theirs=""),
        row(theirs=["g"]),
        row(theirs="g\x00"),
        row(theirs="g" * 501),
    ],
)
def test_a_bad_row_hides_no_other(bad):
    rows, found = parse_log({"data": [bad, row("aleph-2", "g-2"), bad]})
    assert (rows, found) == (3, {"aleph-2": "g-2"})


def test_the_newest_row_of_an_id_is_the_one():
    assert parse_log({"data": [row(theirs="new"), row(theirs="old")]})[1] == {"aleph-1": "new"}


@pytest.mark.fault(13)
@pytest.mark.parametrize("payload", [None, [], 3, {}, {"data": None}, {"data": {}}])
def test_what_is_no_log(payload):
    with pytest.raises(BadAnswer):
        parse_log(payload)


@pytest.mark.parametrize(
    ("figure", "balance"),
    [(12.5, "12.5"), (0, "0"), ("3.98", "3.98"), (-1, "-1"), (1e-7, "1E-7")],
)
def test_a_balance(figure, balance):
    assert parse_balance({"current_balance": figure, "currency": "USD"}) == Decimal(balance)


@pytest.mark.fault(13)
@pytest.mark.parametrize(
    "figure",
    [
        None,
        True,
        "",
        "much",
        "NaN",
        "inf",
        1e300,
        pytest.param(10**5000, id="long"),
        [],
        {},
        "9" * 100,
    ],
)
def test_what_is_no_balance(figure):
    with pytest.raises(BadAnswer):
        parse_balance({"current_balance": figure})
    with pytest.raises(BadAnswer):
        parse_balance(figure)


@given(JSON | st.fixed_dictionaries({"data": st.lists(JSON)}))
def test_any_value_is_a_page_or_a_bad_answer(payload):
    try:
        rows, found = parse_log(payload)
    except BadAnswer:
        return
    assert len(found) <= rows


@given(JSON | st.fixed_dictionaries({"current_balance": JSON}))
def test_any_value_is_a_balance_or_a_bad_answer(payload):
    try:
        assert parse_balance(payload).is_finite()
    except BadAnswer:
        return


async def both(service):
    """What both calls raise."""
    errors = []
    for call in (service.find(["aleph-1"], 24), service.balance()):
        with pytest.raises(ServiceError) as caught:
            await call
        errors.append(caught.value)
    return errors


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, KeyRefused),
        (402, OutOfCredits),
        (403, OutOfCredits),
        (404, NotFound),
        (429, RateLimited),
        (302, BadAnswer),
        (500, ServiceTrouble),
        (504, ServiceTrouble),
    ],
)
async def test_refusals(server, service, status, kind):
    server.answer(status, b'{"message": "why"}', {"Location": "https://other.example/"})
    assert [type(error) for error in await both(service)] == [kind, kind]
    assert len(server.seen) == 2


@pytest.mark.asyncio
@pytest.mark.fault(13)
@pytest.mark.parametrize("body", [b"", b"<html>", b'{"data"', b'{"data":[],"data":[]}', b"\xff"])
async def test_a_body_that_is_not_json(server, service, body):
    server.answer(200, body)
    assert [type(error) for error in await both(service)] == [BadAnswer, BadAnswer]


@pytest.mark.asyncio
async def test_a_lost_answer_is_lost(server, service):
    server.answer(200, b'{"data": [', claim=500)
    assert [type(error) for error in await both(service)] == [AnswerLost, AnswerLost]


@pytest.mark.asyncio
async def test_the_balance_is_asked_for_with_the_key(server, service, canary):
    server.answer(200, b'{"current_balance": 12.5, "currency": "USD"}')
    assert await service.balance() == Decimal("12.5")
    (asked,) = server.seen
    assert (asked.method, asked.target) == ("GET", "/v2/billing")
    assert asked.headers["authorization"] == f"Bearer {canary}"


@pytest.mark.asyncio
async def test_a_key_that_is_echoed_is_no_id(server, service, canary):
    log_of(server, [row(theirs=f"g-{canary}")])
    assert canary not in repr(await service.find(["aleph-1"], 1))
