"""What of a URL, and of a text with URLs and keys in it, may be written down."""

import logging
import re
from urllib.parse import urlsplit

from aleph_desktop.domain.bare_url import bare_url

# Counts are limited so that a megabyte of base64 in a text takes no minutes.
_DATA = re.compile(r"data:[^\s,]{0,200},\S*", re.IGNORECASE)
_URL = re.compile(r"[a-z][a-z0-9+.-]{0,30}://\S*", re.IGNORECASE)
_QUERY = re.compile(r"\?[^\s?=]{0,200}=\S*")  # of an address without its host
_HEADER = re.compile(
    r"(authorization|api[-_]?key|cookie)\b(['\"]?\s{0,9}[:=,]\s{0,9})[^\r\n]*", re.IGNORECASE
)
_BEARER = re.compile(r"\b(bearer|basic)\s+\S+", re.IGNORECASE)
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{5,8000}(\.[\w-]*){1,4}")


def redact_url(url: str) -> str:
    """Of an http(s) address all but its query and user part; of any other its scheme."""
    try:
        bare, scheme = bare_url(url), urlsplit(url).scheme
    except ValueError:
        return "[not a URL]"
    return bare if scheme in ("http", "https") else f"{scheme}:…"


def redact_text(text: str) -> str:
    """`text` without the secrets that it may hold: queries, user parts, keys, tokens, files.

    Rather too much than too little: what stands against a URL without a space goes with it.
    """
    text = _DATA.sub("data:…", text)
    text = _URL.sub(lambda found: redact_url(found.group()), text)
    text = _QUERY.sub("?…", text)
    text = _HEADER.sub(r"\1\2…", text)
    text = _BEARER.sub(r"\1 …", text)
    return _JWT.sub("[token]", text)


def quiet_http_logs() -> None:
    """Keep httpx and httpcore from logging: at INFO and DEBUG they print whole signed URLs."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
