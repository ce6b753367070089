"""A finished release of this app, as a release feed tells of it.

The feed is what GitHub answers at `/repos/OWNER/REPO/releases/latest`, one object, or at
`/releases`, a list: https://docs.github.com/en/rest/releases/releases. It is a stranger's: nothing
in it is trusted to be of a kind, a length or a character.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from aleph_desktop.errors import FailureKind, KnownError

NOTES_LIMIT = 20_000  # characters
_TITLE_LIMIT = 200
_PAGE_LIMIT = 2_000
_MOST_RELEASES = 100  # GitHub's largest page

_VERSION = re.compile(
    r"v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})"
    r"(?:[-.]?(dev|a|alpha|b|beta|rc)[-.]?(\d{1,9})?)?(?:\+[0-9A-Za-z.-]{1,60})?",
    re.ASCII,
)
_STAGES = {"dev": 0, "a": 1, "alpha": 1, "b": 2, "beta": 2, "rc": 3}
_FINAL = 4

Order = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Release:
    """`page` is https. `notes` is Markdown, of lines without control characters."""

    version: str  # MAJOR.MINOR.PATCH
    title: str
    page: str
    notes: str
    published: date | None


def version_order(text: str) -> Order | None:
    """What versions are compared by; None for what is none.

    MAJOR.MINOR.PATCH, before it "v", behind it dev, a, b or rc with a number, as PEP 440 and most
    of those who follow semver write it. What is built from it, behind "+", is no part of the order.
    """
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    major, minor, patch, stage, number = found.groups()
    stand = _FINAL if stage is None else _STAGES[stage]
    return int(major), int(minor), int(patch), stand, int(number or 0)


def newer(release: Release, than: str) -> bool:
    """Whether a release is newer than the version `than`, or than one that can't be told."""
    own, other = version_order(than), version_order(release.version)
    return other is not None and (own is None or other > own)


def read_feed(feed: object) -> Release:
    """The newest finished release in a feed's JSON. Raises KnownError where there is none."""
    rows = feed if isinstance(feed, list) else [feed]
    found = [release for row in rows[:_MOST_RELEASES] if (release := _release(row)) is not None]
    if not found:
        raise KnownError(
            "No release was found",
            "What the release feed's address answers names no finished release with an https page.",
            "Check the feed's address in Settings, or try again later.",
            kind=FailureKind.PROVIDER,
        )
    return max(found, key=lambda release: version_order(release.version) or ())


def _release(row: object) -> Release | None:
    """None for what is none, isn't finished, or has no page that can be opened."""
    if not isinstance(row, Mapping) or _is_on(row, "draft") or _is_on(row, "prerelease"):
        return None
    tag, page = row.get("tag_name"), row.get("html_url")
    if not isinstance(tag, str) or not isinstance(page, str) or not _is_page(page):
        return None
    order = version_order(tag)
    if order is None or order[3] != _FINAL:
        return None
    version = ".".join(str(part) for part in order[:3])
    title = " ".join(_kept(row.get("name"), _TITLE_LIMIT).split())
    notes = _kept(row.get("body"), NOTES_LIMIT)
    return Release(version, title or version, page, notes, _day(row.get("published_at")))


def _is_on(row: Mapping[str, object], name: str) -> bool:
    """Anything but false and nothing: a release that can't be told to be finished isn't one."""
    return row.get(name) not in (False, None)


def _is_page(text: str) -> bool:
    if len(text) > _PAGE_LIMIT or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and "@" not in parts.netloc and "\\" not in text


def _kept(text: object, limit: int) -> str:
    """At most `limit` characters of a text, without those that control, hide or turn others."""
    if not isinstance(text, str):
        return ""
    lines = text[: 2 * limit].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c.isprintable() or c in "\n\t").strip()
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def _day(text: object) -> date | None:
    """Of ISO 8601, such as 2026-11-22T20:00:00Z."""
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
