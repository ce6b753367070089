"""Clips on the web, for runs without a window."""

import asyncio
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.clip_options import file_source
from aleph_desktop.app.web_url_reader import WebUrlReader
from aleph_desktop.domain.clip import ClipSource
from aleph_desktop.domain.url_report import UrlReport, UrlStep
from aleph_desktop.errors import KnownError
from aleph_desktop.media.probe import probe
from aleph_desktop.settings.paths import Paths

_FETCH = "--fetch: then it is downloaded here and sent as data."
_PRIVATE = "If you trust it, add --private."


def look(url: str, *, private: bool, loopback: bool = False) -> UrlReport:
    """What is behind a URL; what to do about it is told in options. Blocks. Raises KnownError.

    `loopback`: the service itself runs on this machine.
    """
    report = asyncio.run(_look(url, private=private, loopback=loopback))
    remedy = report.remedy
    if UrlStep.LOOK_ANYWAY in report.steps:
        remedy = _PRIVATE
    elif UrlStep.USE_TARGET in report.steps:
        remedy = f"{remedy} Or add {_FETCH}"
    elif UrlStep.FETCH in report.steps:
        remedy = f"Add {_FETCH}"
    return replace(report, remedy=remedy)


def check_usable(report: UrlReport) -> None:
    """Raises KnownError with why the service can't be given the URL."""
    if not report.is_usable:
        raise KnownError("This URL can't be used", report.problem, report.remedy)


def fetched_source(arguments: Arguments) -> ClipSource:
    """The URL's clip, downloaded, as a file. Blocks. Raises KnownError.

    What is no clip isn't kept.
    """
    from aleph_desktop.client.web_reach import PrivateAddress  # httpx: not for clips that are here

    folder = Paths.find(arguments.data_dir).fetched_dir
    try:
        path = Path(asyncio.run(_fetch(folder, arguments.source, private=arguments.private)))
    except PrivateAddress as error:
        failure = error.failure
        raise KnownError(failure.title, failure.message, _PRIVATE) from error
    try:
        probe(path)
    except KnownError:
        shutil.rmtree(path.parent, ignore_errors=True)  # each clip has a folder of its own
        raise
    return file_source(path)


async def _look(url: str, *, private: bool, loopback: bool) -> UrlReport:
    reader = WebUrlReader(Paths.find(None).fetched_dir, loopback=loopback)
    try:
        return await reader.look(url, private=private)
    finally:
        await reader.aclose()


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
