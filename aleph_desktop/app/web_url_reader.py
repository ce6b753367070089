"""Clips on the web, for the window, off the event loop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aleph_desktop.domain.source_url import url_source
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.errors import KnownError

if TYPE_CHECKING:
    import ssl

    from aleph_desktop.media.stills import Still

FETCH_LIMIT = 2_000_000_000  # bytes; ten minutes of a camera's 4K
KEPT_DAYS = 30


class WebUrlReader:
    """Fulfils `ui.ports.UrlReader`."""

    def __init__(
        self,
        folder: Path,
        *,
        loopback: bool,
        limit: int = FETCH_LIMIT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`folder` is where fetched clips go; `limit`: the largest, in bytes.

        `loopback`: the service itself runs on this machine (the demo service), so this machine's
        addresses are fine for it. Without `tls` it makes its own at the first use.
        """
        self._folder = folder
        self._limit = limit
        self._loopback = loopback
        self._tls = tls

    async def look(self, url: str, *, private: bool = False) -> UrlReport:
        try:
            return UrlReport(url_source(url, loopback=self._loopback).location)
        except KnownError as error:
            return UrlReport(url.strip(), error.failure.message, error.failure.remedy)

    async def thumbnail(self, url: str, width: int, height: int, *, private: bool = False) -> Still:
        raise KnownError("There is no picture of this clip", "It can't be read yet.")

    async def fetch(
        self, url: str, progress: Callable[[int, int | None], None], *, private: bool = False
    ) -> str:
        raise KnownError("This clip can't be downloaded", "It can't be read yet.")

    async def aclose(self) -> None:
        """End what is still on its way."""


def tidy(folder: Path, *, days: int = KEPT_DAYS) -> None:
    """Remove fetched clips that nobody has used for `days`. Blocks; never raises."""
