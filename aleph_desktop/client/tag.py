"""What a server said of a file, kept beside what has come of it: whether it is still the same."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

_ETAG = re.compile(r'"[\x21\x23-\x7e]{0,500}"')  # a strong one: W/"…" may stand for other bytes
_DATE = re.compile(r"[A-Za-z0-9 ,:+-]{1,60}")
_RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")
_WHOLE = re.compile(r"bytes \*/([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Tag:
    """`total` is in bytes, None where the server didn't say."""

    etag: str | None
    last_modified: str | None
    total: int | None

    @classmethod
    def of(cls, headers: Mapping[str, str], total: int | None) -> "Tag | None":
        """None where nothing tells this file from a later one: it can't be gone on with."""
        etag = _matching(_ETAG, headers.get("etag"))
        date = _matching(_DATE, headers.get("last-modified"))
        return cls(etag, date, total) if etag or date else None

    @classmethod
    def parse(cls, text: bytes) -> "Tag | None":
        """What `dump` has written; None for anything else."""
        try:
            found = json.loads(text)
            total = found["total"]
            told = {"etag": found["etag"], "last-modified": found["last_modified"]}
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        if total is not None and (type(total) is not int or total <= 0):
            return None
        return cls.of(told, total)

    def dump(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @property
    def validator(self) -> str:
        """For If-Range."""
        return self.etag or self.last_modified or ""

    def goes_on(self, headers: Mapping[str, str], start: int) -> int | None:
        """The total, where a 206 is the same file from `start` to its end; else None."""
        found = told_range(headers)
        if found is None or not self.is_same(headers):
            return None
        first, last, total = found
        length = headers.get("content-length")
        fits = length is None or int(length) == last - first + 1
        known = self.total in (None, total)
        return total if first == start and last == total - 1 and fits and known else None

    def ends_at(self, headers: Mapping[str, str], size: int) -> bool:
        """Whether a 416 says that the same file has just `size` bytes."""
        found = _WHOLE.fullmatch(headers.get("content-range", ""))
        whole = found is not None and int(found.group(1)) == size
        return whole and self.total in (None, size) and self.is_same(headers)

    def is_same(self, headers: Mapping[str, str]) -> bool:
        """What an answer leaves out, If-Range has vouched for."""
        if self.etag:
            return headers.get("etag", self.etag) == self.etag
        return headers.get("last-modified", self.last_modified) == self.last_modified


def told_range(headers: Mapping[str, str]) -> tuple[int, int, int] | None:
    """(first byte, last byte, bytes of the whole) of a 206; None where it doesn't say them all."""
    found = _RANGE.fullmatch(headers.get("content-range", ""))
    if found is None:
        return None
    first, last, total = map(int, found.groups())
    return first, last, total


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None
