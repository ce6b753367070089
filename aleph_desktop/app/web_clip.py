"""Clips on the web, for runs without a window."""

import asyncio
import sys
from pathlib import Path

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.clip_options import file_source
from aleph_desktop.app.web_url_reader import WebUrlReader
from aleph_desktop.domain.clip import ClipSource
from aleph_desktop.domain.url_report import UrlReport
from aleph_desktop.settings.paths import Paths


async def look(url: str, *, private: bool) -> UrlReport:
    """What is behind a URL."""
    reader = WebUrlReader(Paths.find(None).fetched_dir, loopback=False)
    try:
        return await reader.look(url, private=private)
    finally:
        await reader.aclose()


def fetched_source(arguments: Arguments) -> ClipSource:
    """The URL's clip, downloaded, as a file. Blocks. Raises KnownError."""
    folder = Paths.find(arguments.data_dir).fetched_dir
    path = asyncio.run(_fetch(folder, arguments.source, private=arguments.private))
    return file_source(Path(path))


async def _fetch(folder: Path, url: str, *, private: bool) -> str:
    reader = WebUrlReader(folder, loopback=False)
    said = ""

    def progress(done: int, total: int | None) -> None:
        nonlocal said
        words = f"{done / 1e6:.0f} MB" + (f" of {total / 1e6:.0f}" if total else "")
        if words != said:
            print(words, file=sys.stderr, flush=True)
            said = words

    try:
        return await reader.fetch(url, progress, private=private)
    finally:
        await reader.aclose()
