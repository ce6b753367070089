"""The answers that say no, turned into errors with words."""

import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz

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
from aleph_desktop.client.plain import plain
from aleph_desktop.client.wire import find_request_id, parse_json

LONGEST_WAIT = 300.0  # seconds; more than a service means and a user waits

_KEY = (KeyRefused, "The API key wasn't accepted", "Check the key in Settings.")
_CREDITS = (OutOfCredits, "The account has no credits left", "Add credits at the service.")
_UNKNOWN = (NotFound, "The service doesn't know this", "Check the service's address and model.")
_WORDS: dict[int, tuple[type[ServiceError], str, str]] = {
    401: _KEY,
    402: _CREDITS,
    403: _CREDITS,  # provider docs: 403 it is, not 402
    404: _UNKNOWN,
    410: _UNKNOWN,
    413: (Refused, "The clip is too large for the service", "Use a shorter or smaller clip."),
    429: (RateLimited, "The service is busy", "Try again later, or run fewer at once."),
}


def parse_error(status: int, body: bytes, headers: Mapping[str, str]) -> ServiceError:
    """The error for an answer that is not 2xx. `body` may be JSON, a gateway's HTML, or nothing."""
    try:
        payload = parse_json(body)
    except BadAnswer:
        payload = None
    request_id = find_request_id(payload, headers)
    said = _message(payload)
    kind, title, remedy = _words(status)
    message = f"The service says: {said}" if said else f"It answered {status}, without a reason."
    if kind is RateLimited:
        return RateLimited(
            title,
            message,
            remedy,
            status=status,
            request_id=request_id,
            retry_after=retry_after(headers),
        )
    return kind(title, message, remedy, status=status, request_id=request_id)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, 0…LONGEST_WAIT; None where the service doesn't say, or says nonsense.

    A date is held against the service's own `Date`: this machine's clock may be wrong.
    """
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        return min(float(value), LONGEST_WAIT)
    then = _unix_time(value)
    if then is None:
        return None
    now = _unix_time(headers.get("date", ""))
    return min(max(then - (time.time() if now is None else now), 0.0), LONGEST_WAIT)


def _words(status: int) -> tuple[type[ServiceError], str, str]:
    """(error, title, remedy)."""
    if status in _WORDS:
        return _WORDS[status]
    if 400 <= status < 500:
        return Refused, "The service refused this", "Change what it names, then try again."
    if status >= 500:
        return ServiceTrouble, "The service has trouble", "This usually passes. Try again later."
    return BadAnswer, "The service answered unexpectedly", "Check the service's address."


def _message(payload: object) -> str:
    """The service's own words: `message`, also as a list, also inside `error`."""
    found = payload
    for name in ("error", "message"):
        if isinstance(found, Mapping):
            found = found.get(name, found if name == "error" else None)
    if isinstance(found, list):
        found = "; ".join(part for part in found if isinstance(part, str))
    return plain(found, 500) if isinstance(found, str) else ""


def _unix_time(text: str) -> float | None:
    """Seconds since 1970 of an HTTP date."""
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    try:
        return float(mktime_tz(parsed))
    except (ValueError, OverflowError):
        return None
