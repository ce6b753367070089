"""Which addresses the app talks to."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from aleph_desktop.client.errors import BadAnswer
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.errors import KnownError

_LONGEST = 8192  # characters; signed URLs are long, but not that long
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv4 address, to networks that have IPv6 only


def check_base_url(url: str) -> httpx.URL:
    """The service's address as set by the user. Raises KnownError.

    Plain http only to this machine: the key must not travel in clear.
    """
    title = "The service's address can't be used"
    try:
        parsed = httpx.URL(url.strip().rstrip("/"))
    except httpx.InvalidURL as error:
        raise KnownError(title, "It is not a valid URL.", "Correct it in Settings.") from error
    if parsed.scheme not in ("http", "https") or not is_host(parsed.host):
        raise KnownError(title, "It is no https:// address.", "Correct it in Settings.")
    if parsed.scheme == "http" and not is_loopback(parsed.host):
        raise KnownError(
            title,
            "It starts with http://, so that anyone on the way could read the API key.",
            "Use https://. Only a service on this machine may be http.",
        )
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise KnownError(
            title, "It holds a user name, a ? or a #.", "Enter the address without them."
        )
    return parsed


def check_result_url(url: str, *, loopback: bool) -> httpx.URL:
    """The address of a result, as the service gave it. Raises BadAnswer.

    https to a public host; `loopback`: whoever gave it runs on this machine, so this machine is
    fine too, also by http. Names are not resolved here: `check_peer` judges what they lead to.
    """
    if len(url) > _LONGEST:
        raise _refused(f"It is {len(url)} characters long.")
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise _refused("It is not a valid URL.") from error
    if loopback and parsed.scheme in ("http", "https") and is_loopback(parsed.host):
        return parsed
    if parsed.scheme != "https" or not is_host(parsed.host):
        raise _refused("It is no https:// address.")
    if parsed.userinfo:
        raise _refused("It holds a user name or password.")
    if not is_public(parsed.host):
        raise _refused("It points into a private network.")
    return parsed


def check_peer(address: str, url: httpx.URL) -> None:
    """Who is at the other end of a connection made for `url`. Raises BadAnswer.

    A public name may lead into a private network. A URL of this machine leads to this machine.
    """
    allowed = is_loopback(address) if is_loopback(url.host) else is_public(address)
    if not allowed:
        raise _refused("Its name leads into a private network.")


def is_host(host: str) -> bool:
    """httpx takes more, such as "a b" and "[bad"."""
    try:
        ip_address(host)
    except ValueError:
        return bool(re.fullmatch(r"[\w.-]+", host))
    return True


def is_public(host: str) -> bool:
    """False for private, local and odd addresses (to a resolver, 2130706433 is 127.0.0.1)."""
    try:
        address = ip_address(host)
    except ValueError:
        last = host.rstrip(".").rsplit(".", 1)[-1].lower()
        return not (last == "localhost" or last.isdigit() or last.startswith("0x"))
    if isinstance(address, IPv6Address):
        if address.is_site_local:
            return False
        address = _inner(address) or address
    return address.is_global and not address.is_multicast


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _refused(why: str) -> BadAnswer:
    return BadAnswer(
        "The result's address can't be used",
        f"The service gave an address for the video that is not safe to fetch. {why}",
        "Check again later. If it stays so, ask the service's support.",
    )
