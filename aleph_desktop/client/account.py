"""The answers about the account: its log of requests, and its balance."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from aleph_desktop.client.errors import BadAnswer

_MOST = Decimal(10) ** 12  # dollars; a larger figure is no figure


def parse_log(payload: object) -> tuple[int, dict[str, str]]:
    """(rows, generation ids by client request id) of a page. Raises BadAnswer where it is none.

    A row that can't be read counts, and hides no other. The newest row of an id is the one.
    """
    rows = payload.get("data") if isinstance(payload, Mapping) else None
    if not isinstance(rows, list):
        raise _bad("It is no list of requests.")
    found: dict[str, str] = {}
    for row in rows:
        if isinstance(row, Mapping):
            ours, theirs = (_id(row.get(name)) for name in ("client_request_id", "inference_id"))
            if ours and theirs:
                found.setdefault(ours, theirs)
    return len(rows), found


def parse_balance(payload: object) -> Decimal:
    """USD; below zero where more was used than paid. Raises BadAnswer.

    The documents show a number; other figures of theirs come as texts, too.
    """
    value = payload.get("current_balance") if isinstance(payload, Mapping) else None
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        try:
            figure = Decimal(str(value)[:40])
        except (InvalidOperation, ValueError):  # ValueError: an integer of thousands of digits
            figure = Decimal("NaN")
        if figure.is_finite() and abs(figure) < _MOST:
            return figure
    raise _bad("It has no balance.")


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= 500 and value.isprintable() else None


def _bad(why: str) -> BadAnswer:
    return BadAnswer(
        "The account can't be read",
        f"The service answered with something that this app doesn't understand. {why}",
        "This may pass. If it doesn't, look for a newer version of the app.",
    )
