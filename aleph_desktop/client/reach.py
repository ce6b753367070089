"""Where a request may go: judged as written, by its name, by who answers, at every redirect."""

from typing import Protocol

import httpx

from aleph_desktop.client.address import check_peer, check_result_url
from aleph_desktop.client.content import bad_video
from aleph_desktop.domain.loopback import is_loopback

HOPS = 5  # redirects


class Reach(Protocol):
    """Raises KnownError for what may not be asked."""

    def first(self, url: str) -> httpx.URL:
        """A URL as it was given."""
        ...

    def hop(self, url: httpx.URL, location: str) -> httpx.URL:
        """Where a redirect of `url` leads."""
        ...

    def check_name(self, url: httpx.URL) -> None:
        """Before a connection is made for `url`, which is not by a proxy."""
        ...

    def check_peer(self, address: str, url: httpx.URL) -> None:
        """Once it is made, and nothing was sent: who is at its other end."""
        ...


class ResultReach:
    """For results: https to public hosts; a service on this machine may keep them here."""

    def first(self, url: str) -> httpx.URL:
        return check_result_url(url, loopback=is_loopback(httpx.URL(url).host))

    def hop(self, url: httpx.URL, location: str) -> httpx.URL:
        """Raises BadAnswer: never from https to http, or inwards."""
        target = url.join(location)
        if url.scheme == "https" and target.scheme != "https":
            raise bad_video("It was redirected to an address that isn't https.")
        return check_result_url(str(target), loopback=is_loopback(url.host))

    def check_name(self, url: httpx.URL) -> None:
        """Its peer is judged, that is enough: the service named it, not a stranger."""

    def check_peer(self, address: str, url: httpx.URL) -> None:
        check_peer(address, url)
