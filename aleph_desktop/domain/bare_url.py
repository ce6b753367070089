"""What of a URL may be written down."""

from urllib.parse import urlsplit


def bare_url(url: str) -> str:
    """Scheme, host, port and path: a query may be a signature, a user part is a password.

    Raises ValueError for what is no URL.
    """
    parts = urlsplit(url)
    port = "" if parts.port is None else f":{parts.port}"
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{port}{parts.path}"
