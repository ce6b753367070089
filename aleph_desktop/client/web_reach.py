"""Where a URL that somebody pasted may lead: not into a private network, unless they say so."""

import re
import socket

import httpx

from aleph_desktop.client.address import is_host, is_public
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.errors import KnownError

_LONGEST = 8192  # characters
# Last labels that no public name has: RFC 6761, 6762, 8375, and what routers and offices use.
_PRIVATE = re.compile(
    r"(?:^|\.)(?:local|localhost|localdomain|internal|intranet|lan|private|corp|home|home\.arpa)$"
)
_NO_TARGET = "It redirects to an address that can't be used."


class PrivateAddress(KnownError):  # noqa: N818 (says what it is; its base says that it is an error)
    """`host` is in a private network, so it wasn't asked."""

    def __init__(self, host: str) -> None:
        super().__init__(
            "This URL can't be used",
            f"{host} is in a private network, so nobody was asked and the service can't reach it.",
            "If you trust it, look at it anyway; the clip is then sent as data.",
        )
        self.host = host


class WebReach:
    """Fulfils `reach.Reach`.

    `chosen`: a host that may be asked although it is private, because the user said so. `loopback`:
    the service runs on this machine, so its URLs are its own.
    """

    def __init__(self, *, loopback: bool, chosen: str = "") -> None:
        self._loopback = loopback
        self._chosen = chosen

    def first(self, url: str) -> httpx.URL:
        """Raises PrivateAddress, or KnownError for what is no http(s) URL of a host."""
        if len(url) > _LONGEST:
            raise _unusable(f"It is {len(url)} characters long.")
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise _unusable("It is not a valid URL.") from error
        if parsed.scheme not in ("http", "https"):
            raise _unusable("It doesn't start with https://.")
        if parsed.userinfo:
            raise _unusable("It holds a user name or password.")
        if not is_host(parsed.host):
            raise _unusable("It names no host.")
        if not self._is_open(parsed) and _is_private(parsed.host):
            raise PrivateAddress(parsed.host)
        return parsed

    def hop(self, url: httpx.URL, location: str) -> httpx.URL:
        """As `first`; never from https to http."""
        try:
            target = url.join(location)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise _unusable(_NO_TARGET) from error
        if url.scheme == "https" and target.scheme != "https":
            raise _unusable("It redirects to an address that isn't https.")
        try:
            return self.first(str(target))
        except PrivateAddress:
            raise
        except KnownError as error:
            raise _unusable(_NO_TARGET) from error

    def check_name(self, url: httpx.URL) -> None:
        """Every address that the name stands for. One that can't be found fails by itself."""
        if self._is_open(url):
            return
        try:
            found = socket.getaddrinfo(url.raw_host.decode("ascii"), None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        for *_, place in found:
            self.check_peer(str(place[0]), url)

    def check_peer(self, address: str, url: httpx.URL) -> None:
        """The name may have led elsewhere a moment ago. This machine's own leads to itself."""
        if url.host == self._chosen:
            return
        fine = is_loopback(address) if self._is_open(url) else is_public(address)
        if not fine:
            raise PrivateAddress(url.host)

    def _is_open(self, url: httpx.URL) -> bool:
        return url.host == self._chosen or (self._loopback and is_loopback(url.host))


def _is_private(host: str) -> bool:
    """As written: a name that only a private network has, or an address that isn't public."""
    name = host.rstrip(".").lower()
    return (
        not is_public(host) or ("." not in name and ":" not in name) or bool(_PRIVATE.search(name))
    )


def _unusable(why: str) -> KnownError:
    return KnownError("This URL can't be used", why, "Copy it once more, or download the clip.")
