"""The answers that say no, turned into errors with words."""

import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz

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
from aleph_desktop.client.plain import plain
from aleph_desktop.client.wire import find_request_id, parse_json

LONGEST_WAIT = 300.0  # seconds; more than a service means and a user waits

# A gateway may say these once the request is through; 409 may be about a first arrival of it.
_DOUBTFUL = {408, 409, 499}
_ENDS = ".!?…。！？"  # of a sentence

_KEY = (
    KeyRefused,
    "The API key wasn't accepted",
    "Check the key in Settings, or in AIMLAPI_API_KEY.",
)
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


def parse_error(
    status: int, body: bytes, headers: Mapping[str, str], *, submitting: bool = False
) -> ServiceError:
    """The error for an answer that is not 2xx. `body` may be JSON, a gateway's HTML, or nothing.

    `submitting`: it answers the POST, so what may have been accepted is never a refusal.
    """
    try:
        payload = parse_json(body)
    except BadAnswer:
        payload = None
    request_id = find_request_id(payload, headers)
    said = _message(payload)
    if status in _DOUBTFUL:
        kind, title, remedy = _doubt(submitting)
    elif status in (402, 403) and not isinstance(payload, Mapping):
        kind, title, remedy = _on_the_way(submitting)
    else:
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


def _doubt(submitting: bool) -> tuple[type[ServiceError], str, str]:
    """(error, title, remedy) where a gateway gave up on a request that may have arrived."""
    if submitting:
        return (
            AnswerLost,
            "The answer was lost",
            "Look for it at the service before you send it again: it may cost twice.",
        )
    return _words(503)


def _on_the_way(submitting: bool) -> tuple[type[ServiceError], str, str]:
    """(error, title, remedy) for what reads like no credits, but not in the service's own words.

    A job that is paid for must not fail for a firewall's page.
    """
    return (
        Refused if submitting else ServiceTrouble,
        "Something on the way refused the request",
        "Check proxies and firewalls, and the account's credits.",
    )


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
    """The service's own words, as a sentence: `message`, also as a list, also inside `error`."""
    found = payload
    for name in ("error", "message"):
        if isinstance(found, Mapping):
            found = found.get(name, found if name == "error" else None)
    if isinstance(found, list):
        found = "; ".join(part for part in found if isinstance(part, str))
    said = plain(found, 500) if isinstance(found, str) else ""
    return f"{said}." if said and said[-1] not in _ENDS else said


def _unix_time(text: str) -> float | None:
    """Seconds since 1970 of an HTTP date."""
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    try:
        return float(mktime_tz(parsed))
    except (ValueError, OverflowError):
        return None
