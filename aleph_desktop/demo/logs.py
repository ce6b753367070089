"""The request log: which rows are asked for, and what they say."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aleph_desktop.demo.account import charge, credits_of
from aleph_desktop.demo.record import Record, Stage
from aleph_desktop.demo.refusal import invalid

LONGEST = timedelta(days=92)
_PERIOD = re.compile(r"[1-9][0-9]*[hd]")
_WHOLE = re.compile(r"[0-9]{1,18}")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class LogQuery:
    """A valid question. `start` and `end` are seconds since 1970, UTC."""

    start: float
    end: float
    model: str | None
    status: str | None
    limit: int
    offset: int


def read_query(given: Mapping[str, str], now: datetime) -> LogQuery:
    """Read the query string. Raises Refusal (400) that names what is wrong."""
    problems: list[str] = []
    start, end = _span(given, now, problems)
    status = given.get("status")
    if status not in (None, "succeeded", "failed"):
        problems.append("status: must be succeeded or failed")
    limit = _whole(given, "limit", 50, (1, 100), problems)
    offset = _whole(given, "offset", 0, (0, 10**18), problems)
    if problems:
        raise invalid(problems)
    return LogQuery(start.timestamp(), end.timestamp(), given.get("model"), status, limit, offset)


def page(records: list[Record], query: LogQuery, model: str) -> dict[str, Any]:
    """The body of the answer; `records` newest first, all of one model."""
    rows = [
        _row(record, model)
        for record in records
        if query.start <= record.created_at <= query.end and query.model in (None, model)
    ]
    rows = [row for row in rows if query.status in (None, row["status"])]
    return {
        "data": rows[query.offset : query.offset + query.limit],
        "pagination": {"limit": query.limit, "offset": query.offset, "total": len(rows)},
    }


def _row(record: Record, model: str) -> dict[str, Any]:
    usd = charge(record)
    return {
        "created": datetime.fromtimestamp(record.created_at, UTC).isoformat(),
        "status": "failed" if record.stage is Stage.FAILED else "succeeded",
        "origin": "api",
        "model": model,
        "request_id": record.request_id,
        "inference_id": record.id,
        "client_request_id": record.client_request_id,
        "cost": {"usd": float(usd), "credits": credits_of(usd)},
    }


def _span(
    given: Mapping[str, str], now: datetime, problems: list[str]
) -> tuple[datetime, datetime]:
    named = [name for name in ("start", "end") if name in given]
    if "period" in given:
        if named:
            problems.append(f"period: can't be given together with {' and '.join(named)}")
        return now - _period(given["period"], problems), now
    if not named:
        return now - LONGEST, now
    if len(named) == 1:
        problems.append("start, end: must be given together")
    start, end = (_date_time(given, name, now, problems) for name in ("start", "end"))
    if not problems and not timedelta(0) <= end - start <= LONGEST:
        problems.append(f"start, end: must be in order and at most {LONGEST.days} days apart")
    return start, end


def _period(text: str, problems: list[str]) -> timedelta:
    if not _PERIOD.fullmatch(text):
        problems.append("period: must be a number of hours or days, such as 24h or 7d")
        return LONGEST
    hours = int(text[:-1][:9]) * (24 if text[-1] == "d" else 1)
    if len(text) > 9 or timedelta(hours=hours) > LONGEST:
        problems.append(f"period: must be at most {LONGEST.days} days")
        return LONGEST
    return timedelta(hours=hours)


def _date_time(given: Mapping[str, str], name: str, now: datetime, problems: list[str]) -> datetime:
    text = given.get(name)
    if text is None:
        return now
    if _DATE_TIME.fullmatch(text):
        with suppress(ValueError):  # 31 February
            return datetime.fromisoformat(text.upper())
    problems.append(f"{name}: must be a date and time such as 2026-01-31T12:00:00Z")
    return now


def _whole(
    given: Mapping[str, str],
    name: str,
    default: int,
    allowed: tuple[int, int],
    problems: list[str],
) -> int:
    text = given.get(name)
    if text is None:
        return default
    if _WHOLE.fullmatch(text) and allowed[0] <= int(text) <= allowed[1]:
        return int(text)
    problems.append(f"{name}: must be a whole number from {allowed[0]} to {allowed[1]}")
    return default
