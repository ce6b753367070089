"""Which sources a request may name: http and https URLs, and data URIs."""

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes, urlsplit

from aleph_desktop.domain.source_url import URL_LIMIT

# RFC 3986: unreserved, reserved, and percent-encoded characters.
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_DATA = re.compile(r"data:([^,]*?)(;base64)?,", re.IGNORECASE)

# The vendor's limits for a data URI; nobody says of what, so the whole string is counted here, as
# the strictest reading.
VIDEO_DATA_LIMIT = 16_000_000  # characters
IMAGE_DATA_LIMIT = 5_000_000  # characters
_LIMITS = {"video": VIDEO_DATA_LIMIT, "image": IMAGE_DATA_LIMIT}


def uri_problem(uri: str, kind: str) -> str | None:
    """What is wrong with a source, or None. `kind` is "video" or "image"."""
    scheme = uri[:5].lower()
    if scheme == "data:":
        return _data_problem(uri, kind)
    if not scheme.startswith("http"):
        return f"must be an https URL, or a data URI that begins with data:{kind}/"
    if len(uri) > URL_LIMIT:
        return f"is a URL of {len(uri)} characters, the limit is {URL_LIMIT}"
    try:
        parts = urlsplit(uri)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not _URI.fullmatch(uri):
        return "is not a valid URL"
    return None


def decoded_data(uri: str) -> bytes:
    """The bytes of a data URI. Raises ValueError when it isn't a proper one."""
    match = _DATA.match(uri)
    if match is None:
        raise ValueError("no data URI")
    rest = uri[match.end() :]
    if match[2] is None:
        return unquote_to_bytes(rest)
    return base64.b64decode(rest, validate=True)


def _data_problem(uri: str, kind: str) -> str | None:
    limit = _LIMITS[kind]
    if len(uri) > limit:
        return f"is a data URI of {len(uri)} characters, the limit is {limit}"
    match = _DATA.match(uri)
    if match is None or not match[1].lower().startswith(f"{kind}/"):
        return f"must be an https URL, or a data URI that begins with data:{kind}/"
    if match[2] is None:
        return "is a data URI without ;base64"
    try:
        data = decoded_data(uri)
    except (ValueError, binascii.Error):
        return "is a data URI whose base64 is broken"
    return None if data else "is a data URI with nothing in it"
