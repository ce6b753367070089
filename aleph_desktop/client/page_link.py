"""Links to pages that show or share a clip: which site's, and where the file itself may be."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

_VIDEO_END = re.compile(r"\.(mp4|mov|m4v|webm|mkv|avi|mxf)$", re.IGNORECASE)
_DRIVE_FILE = re.compile(r"/file/(?:u/\d+/)?d/([\w-]{10,200})")
_DRIVE_ID = re.compile(r"[\w-]{10,200}")

_DOWNLOAD = "Download the video there, then drop the file here."
_OWN = "If it is yours or you may use it: save it as a file, then drop that here."


class PageLink(NamedTuple):
    """`direct`: where the file itself can be had without a login, if it is shared; may be empty."""

    problem: str  # a sentence
    remedy: str  # a sentence
    direct: str = ""


class _Site(NamedTuple):
    name: str
    hosts: tuple[str, ...]  # with all their subdomains
    remedy: str
    direct: Callable[[SplitResult], str | None]  # "": nowhere; None: it is no page


def page_link(url: str) -> PageLink | None:
    """What a URL is where it is a known site's page; None where it may be a file."""
    try:
        return _found(urlsplit(url.strip()))
    except ValueError:  # no URL, or with characters that no URL can have
        return None


def _found(parts: SplitResult) -> PageLink | None:
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https"):
        return None
    for site in _SITES:
        if any(host == known or host.endswith(f".{known}") for known in site.hosts):
            direct = site.direct(parts)
            if direct is None:
                return None
            return PageLink(f"It is a page of {site.name}, not a video file.", site.remedy, direct)
    return None


def _nowhere(parts: SplitResult) -> str | None:
    return None if _VIDEO_END.search(parts.path) else ""


def _drive(parts: SplitResult) -> str | None:
    if parts.hostname == "drive.usercontent.google.com":
        return None
    found = _DRIVE_FILE.search(parts.path)
    asked = found.group(1) if found else dict(parse_qsl(parts.query)).get("id", "")
    if not _DRIVE_ID.fullmatch(asked):
        return ""
    query = urlencode({"id": asked, "export": "download", "confirm": "t"})
    return f"https://drive.usercontent.google.com/download?{query}"


def _dropbox(parts: SplitResult) -> str | None:
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if query.get("dl") == "1" or "raw" in query:
        return None
    if not parts.path.startswith(("/s/", "/scl/fi/")):
        return ""  # a folder would come as an archive
    return _with_query(parts, {**query, "dl": "1"})


def _sharepoint(parts: SplitResult) -> str | None:
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "download" in query:
        return None
    if not parts.path.startswith("/:v:/"):
        return _nowhere(parts)
    return _with_query(parts, {**query, "download": "1"})


def _github(parts: SplitResult) -> str | None:
    """The page of a file is …/blob/…, the file itself …/raw/…, also where it is a large one."""
    segments = parts.path.split("/")
    if len(segments) < 6 or segments[3] != "blob":
        return None  # releases and raw files are files
    segments[3] = "raw"
    return parts._replace(scheme="https", path="/".join(segments), query="", fragment="").geturl()


def _s3_console(parts: SplitResult) -> str | None:
    return "" if "/s3" in parts.path or (parts.hostname or "").startswith("s3.") else None


def _with_query(parts: SplitResult, query: dict[str, str]) -> str:
    whole = urlencode(query, quote_via=quote)
    return parts._replace(scheme="https", query=whole, fragment="").geturl()


_SITES = (
    _Site("YouTube", ("youtube.com", "youtu.be", "youtube-nocookie.com"), _OWN, _nowhere),
    _Site("Vimeo", ("vimeo.com",), _DOWNLOAD, _nowhere),
    _Site(
        "Google Drive",
        ("drive.google.com", "docs.google.com", "drive.usercontent.google.com"),
        _DOWNLOAD,
        _drive,
    ),
    _Site("Google Photos", ("photos.google.com", "photos.app.goo.gl"), _DOWNLOAD, _nowhere),
    _Site("Dropbox", ("dropbox.com", "db.tt"), _DOWNLOAD, _dropbox),
    _Site("OneDrive", ("1drv.ms", "onedrive.live.com"), _DOWNLOAD, _nowhere),
    _Site("SharePoint", ("sharepoint.com",), _DOWNLOAD, _sharepoint),
    _Site("iCloud", ("icloud.com",), _DOWNLOAD, _nowhere),
    _Site("WeTransfer", ("wetransfer.com", "we.tl"), _DOWNLOAD, _nowhere),
    _Site("Frame.io", ("frame.io", "f.io"), _DOWNLOAD, _nowhere),
    _Site("Box", ("box.com",), _DOWNLOAD, _nowhere),
    _Site("GitHub", ("github.com",), _DOWNLOAD, _github),
    _Site("the S3 console", ("console.aws.amazon.com",), _DOWNLOAD, _s3_console),
    _Site("Instagram", ("instagram.com",), _OWN, _nowhere),
    _Site("TikTok", ("tiktok.com",), _OWN, _nowhere),
    _Site("X", ("x.com", "twitter.com"), _OWN, _nowhere),
    _Site("Facebook", ("facebook.com", "fb.watch"), _OWN, _nowhere),
    _Site("Twitch", ("twitch.tv",), _OWN, _nowhere),
    _Site("Dailymotion", ("dailymotion.com", "dai.ly"), _OWN, _nowhere),
    _Site("Reddit", ("reddit.com", "redd.it"), _OWN, _nowhere),
)
