"""Addresses on the web that a user sets: https, or this machine's own."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.errors import KnownError


def checked_address(text: str, *, of: str, cargo: str) -> str:
    """An address in its one spelling. Raises KnownError with what is wrong.

    `of`: whose it is. `cargo`: what must not travel unencrypted.
    """
    try:
        return _spelled(text.strip(), cargo)
    except ValueError as error:
        raise KnownError(
            f"This address of {of} can't be used", str(error), "Give one such as https://host."
        ) from error


def _spelled(text: str, cargo: str) -> str:
    """Raises ValueError with what is wrong."""
    if any(character.isspace() or not character.isprintable() for character in text):
        raise ValueError("It has a space or an invisible character in it.")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError("It is not a valid URL.") from error
    if parts.scheme not in ("https", "http"):
        raise ValueError("It doesn't start with https://.")
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise ValueError("It may hold no user name, no ? and no #.")
    if not _is_host(host):
        raise ValueError("It names no host.")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(f"{cargo} would travel unencrypted by http.")
    if port == {"https": 443, "http": 80}[parts.scheme]:
        port = None
    name = f"[{host}]" if ":" in host else host
    where = name if port is None else f"{name}:{port}"
    return f"{parts.scheme}://{where}{parts.path.rstrip('/')}"


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return re.fullmatch(r"[^\W_]([\w.-]*[^\W_])?", host) is not None
    return True
