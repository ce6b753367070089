"""Questions to the request log."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aleph_desktop.demo.logs import page, read_query
from aleph_desktop.demo.record import Record, Stage
from aleph_desktop.demo.refusal import Refusal

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MODEL = "runway/gen4_aleph"


def record(number: int, hours_ago: float, stage: Stage) -> Record:
    return Record(
        key=f"k{number}",
        id=f"id{number}",
        created_at=(NOW - timedelta(hours=hours_ago)).timestamp(),
        prompt="night",
        seed=1,
        frame_size="1280:720",
        source_url=None,
        link_key="k",
        request_id=f"r{number}",
        client_request_id=f"c{number}",
        stage=stage,
    )


RECORDS = [
    record(3, 0.5, Stage.GENERATING),
    record(2, 2, Stage.FAILED),
    record(1, 48, Stage.COMPLETED),
]


def ids(**given: str) -> list[str]:
    body = page(RECORDS, read_query(given, NOW), MODEL)
    return [row["inference_id"] for row in body["data"]]


def test_a_row_says_what_a_lost_answer_is_found_by() -> None:
    rows = page(RECORDS, read_query({}, NOW), MODEL)["data"]

    assert rows[2] == {
        "created": "2026-11-20T12:00:00+00:00",
        "status": "succeeded",
        "origin": "api",
        "model": MODEL,
        "request_id": "r1",
        "inference_id": "id1",
        "client_request_id": "c1",
        "cost": {"usd": 0.98, "credits": 1_960_000},
    }
    assert [row["cost"]["usd"] for row in rows] == [0, 0, 0.98]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["id3", "id2", "id1"]),
        ({"period": "1h"}, ["id3"]),
        ({"period": "92d"}, ["id3", "id2", "id1"]),
        ({"start": "2026-11-20T00:00:00Z", "end": "2026-11-22T11:00:00+00:00"}, ["id2", "id1"]),
        ({"start": "2026-11-20t13:00:00.5+01:00", "end": "2026-11-22T13:00:00z"}, ["id3", "id2"]),
        ({"status": "failed"}, ["id2"]),
        ({"status": "succeeded"}, ["id3", "id1"]),
        ({"model": MODEL}, ["id3", "id2", "id1"]),
        ({"model": "other"}, []),
        ({"limit": "2"}, ["id3", "id2"]),
        ({"limit": "2", "offset": "1"}, ["id2", "id1"]),
        ({"offset": "9"}, []),
    ],
)
def test_filters(given: dict[str, str], expected: list[str]) -> None:
    assert ids(**given) == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"period": "24"}, "period: must be a number of hours or days"),
        ({"period": "0h"}, "period: must be a number of hours or days"),
        ({"period": "93d"}, "period: must be at most 92 days"),
        ({"period": f"{'9' * 5000}h"}, "period: must be at most 92 days"),
        ({"period": "1h", "end": "2026-11-22T00:00:00Z"}, "period: can't be given together"),
        ({"start": "2026-11-22T00:00:00Z"}, "start, end: must be given together"),
        (
            {"start": "2026-11-22T00:00:00Z", "end": "2026-11-21T00:00:00Z"},
            "start, end: must be in order",
        ),
        (
            {"start": "2026-01-01T00:00:00Z", "end": "2026-11-21T00:00:00Z"},
            "start, end: must be in order and at most 92 days apart",
        ),
        (
            {"start": "2026-02-31T00:00:00Z", "end": "2026-03-01T00:00:00"},
            "start: must be a date and time such as 2026-01-31T12:00:00Z; end: must be a date",
        ),
        ({"status": "queued"}, "status: must be succeeded or failed"),
        ({"limit": "0"}, "limit: must be a whole number from 1 to 100"),
        ({"limit": "101", "offset": "-1"}, "limit: must be a whole number from 1 to 100; offset:"),
        ({"limit": ""}, "limit: must be"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, str], message: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_query(given, NOW)
    assert caught.value.status == 400
    assert caught.value.message.startswith(message)


NAMES = ["period", "start", "end", "status", "limit", "offset"]


@given(st.dictionaries(st.sampled_from(NAMES), st.text()))
def test_any_text_is_accepted_or_refused(given: dict[str, str]) -> None:
    try:
        query = read_query(given, NOW)
    except Refusal:
        return
    assert query.start <= query.end
    assert 1 <= query.limit <= 100
    assert query.offset >= 0
