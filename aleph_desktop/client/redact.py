"""What of a URL may be written down."""

import logging
from urllib.parse import urlsplit


def redact_url(url: str) -> str:
    """Scheme, host, port and path: a query may be a signature, a user part is a password."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port is None else f":{parts.port}"
        host = parts.hostname or ""
    except ValueError:
        return "[not a URL]"
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}:…"
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{port}{parts.path}"


def quiet_http_logs() -> None:
    """Keep httpx and httpcore from logging: at INFO and DEBUG they print whole signed URLs."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
