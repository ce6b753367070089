"""A review as JSON, in the job list and in sidecars, and back."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any, TypeGuard

from aleph_desktop.domain.review import UNREVIEWED, Mark, Note, Review

_LAST = 1e9  # seconds; no clip is that long, and nothing endless comes through


def to_text(review: Review) -> str:
    """In ASCII; "" for UNREVIEWED."""
    return "" if review == UNREVIEWED else json.dumps(asdict(review))


def from_text(stored: bytes | None) -> Review:
    """What can be read of it; never raises: for the sake of a review no job may be lost."""
    if not stored:
        return UNREVIEWED
    try:
        return from_words(json.loads(stored))
    except (ValueError, RecursionError):
        return UNREVIEWED


def from_words(found: object) -> Review:
    """The review in parsed JSON. A part that `to_text` has not written so is left out."""
    if not isinstance(found, dict):
        return UNREVIEWED
    mark = Mark.NONE
    with suppress(ValueError):
        mark = Mark(found.get("mark", ""))
    notes = found.get("notes")
    offset = found.get("offset")
    return Review(
        mark=mark,
        notes=tuple(sorted(_notes(notes))) if isinstance(notes, list | tuple) else (),
        offset=float(offset) if _is_time(offset) else 0.0,
    )


def _notes(found: list[Any] | tuple[Any, ...]) -> Iterator[Note]:
    for words in found:
        if not isinstance(words, dict):
            continue
        start, end, text = words.get("start"), words.get("end"), words.get("text")
        if _is_time(start) and _is_time(end) and start <= end and isinstance(text, str):
            yield Note(float(start), float(end), text)


def _is_time(value: object) -> TypeGuard[float]:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and -_LAST <= value <= _LAST
    )
