"""The folder of clips that were downloaded to be sent as data: one folder inside for each of them.

A file there is never changed: what its server has under the same URL later is another clip.
"""

import re
import secrets
import shutil
import time
from email.message import Message
from hashlib import sha256
from pathlib import Path, PurePath
from typing import NamedTuple

import httpx

from aleph_desktop.client.disk import unwritable
from aleph_desktop.client.tag import Tag
from aleph_desktop.client.visit import Reply
from aleph_desktop.domain.file_name import result_name

_END = re.compile(r"\.(?:[a-z][a-z0-9]{1,4}|3gp|3g2)$", re.IGNORECASE | re.ASCII)
_ENDS = {
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "video/x-msvideo": ".avi",
    "video/mp2t": ".ts",
    "application/mxf": ".mxf",
}
_DAY = 86400.0  # seconds


class Place(NamedTuple):
    """Where a fetched clip goes. `lasting`: it is found there again as long as it is the same."""

    path: Path
    lasting: bool


def place_for(folder: Path, url: str, at: httpx.URL, reply: Reply) -> Place:
    """The place of what is behind `url`. Makes its folder. Raises KnownError.

    `reply`: what the server at the end of the redirects, `at`, says of it. Where that doesn't tell
    it from a later one, the place is a new one each time.
    """
    tag = Tag.of(reply.headers, reply.size) if reply.size else None
    key = sha256(url.encode() + tag.dump()).hexdigest()[:16] if tag else secrets.token_hex(8)
    path = folder / key / _name(at, reply)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(error, path) from error
    return Place(path, tag is not None)


def tidy(folder: Path, days: float) -> None:
    """Remove what was neither fetched nor asked for since `days`. Never raises."""
    oldest = time.time() - days * _DAY
    try:
        found = [path for path in folder.iterdir() if not path.is_symlink() and path.is_dir()]
    except OSError:
        return
    for path in found:
        try:
            used = max(each.lstat().st_mtime for each in (path, *path.iterdir()))
        except OSError:
            continue
        if used < oldest:
            shutil.rmtree(path, ignore_errors=True)


def _name(at: httpx.URL, reply: Reply) -> str:
    """As the server calls the file, else as its URL does; fit for every disk."""
    told = Message()
    told["content-disposition"] = reply.headers.get("content-disposition", "")
    told["content-type"] = reply.headers.get("content-type", "")
    named = PurePath((told.get_filename() or at.path).replace("\\", "/")).name or "clip"
    if not _END.search(named):
        named += _ENDS.get(told.get_content_type(), ".mp4")
    return result_name(named, "", None) + PurePath(named).suffix.lower()
