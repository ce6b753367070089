"""Why a URL can't be used as a clip: a sentence of what is wrong, and one of what to do."""

import math
import socket
from typing import NamedTuple

import httpx

from aleph_desktop.client.faults import causes, fault_words
from aleph_desktop.domain.source_url import URL_BYTES

SEND_AS_DATA = "It can be downloaded here and sent as data instead."
BROWSER = "Download it in your browser, then drop the file here."
CUT_IT = "Cut out the part you want, then drop that here."


class Words(NamedTuple):
    problem: str
    remedy: str


WEB_PAGE = Words(
    "It is a web page, not a video file.",
    "Open it in your browser, download the video there, then drop the file here.",
)
EMPTY = Words("It is empty: the file has 0 bytes.", "Export it again.")
COMPRESSED = Words("Its server packs it, though nobody asked for that.", BROWSER)
TOO_SLOW = Words("Its server took too long to answer.", "Try again later.")
TOO_MANY_HOPS = Words("It redirects again and again.", BROWSER)
INWARDS = Words("It redirects into a private network, so nobody was asked there.", BROWSER)
NO_TARGET = Words("It redirects to an address that can't be used.", BROWSER)
NO_HEAD = Words("Its server refuses HEAD requests, which the service makes first.", SEND_AS_DATA)
NO_TYPE = Words(
    "Its server doesn't say that it is a video, so the service would refuse it.", SEND_AS_DATA
)
NO_LENGTH = Words(
    "Its server doesn't say how large it is, so the service would refuse it.", SEND_AS_DATA
)
_STATUS = {
    401: ("It is behind a login", BROWSER),
    403: ("Its server refuses to hand it out", "The link may have expired: make a new one."),
    404: ("There is nothing at this address", "Copy the link once more: it may have expired."),
    407: ("This network's proxy wants a login", "Check this system's proxy settings."),
    410: ("It was removed", "Ask for a new link."),
    429: ("Its server is busy", "Try again in a minute."),
}
_REMEDIES: dict[type[BaseException], str] = {
    socket.gaierror: "Check the address for a typing error, and the internet connection.",
    ConnectionRefusedError: "Check the address, or try again later.",
}


def answered(status: int) -> Words:
    """An answer that is no file."""
    trouble = ("Its server has trouble", "Try again later.")
    usual = trouble if status >= 500 else ("Its server hands out no file", BROWSER)
    what, remedy = _STATUS.get(status, usual)
    return Words(f"{what} (it answers {status}).", remedy)


def unanswered(error: BaseException, host: str) -> Words:
    """What httpx or the system raised. Never the error's own text: it may hold the URL."""
    if isinstance(error, httpx.InvalidURL):
        return NO_TARGET
    problem, remedy = fault_words(error, host)
    for cause in causes(error):
        remedy = _REMEDIES.get(type(cause), remedy)
    return Words(problem, remedy)


def other_type(mime_type: str) -> Words:
    return Words(
        f"Its server calls it “{mime_type}”, and the service takes only what is called video/….",
        SEND_AS_DATA,
    )


def too_large(size: int) -> Words:
    return Words(
        f"It has {_amount(size)}, and the service fetches at most {_amount(URL_BYTES)}.",
        SEND_AS_DATA,
    )


def too_large_to_fetch(size: int, limit: int) -> Words:
    return Words(f"It has {_amount(size)}. At most {_amount(limit)} are downloaded.", CUT_IT)


def redirects(host: str) -> str:
    return f"It redirects to {host}, and the service follows no redirects."


def _amount(size: int) -> str:
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{math.ceil(size / 1e3)} kB"
