"""Which URLs the service takes as a clip, told without asking the network."""

from urllib.parse import urlsplit

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.loopback import is_loopback
from aleph_desktop.errors import KnownError

URL_LIMIT = 2048  # characters; vendor docs, "URL inputs"
URL_BYTES = 32_000_000  # the largest clip that the service fetches; vendor docs, "URL inputs"


def is_url(text: str) -> bool:
    """Whether a text is meant as a web address, and not as a path."""
    return text.strip().lower().startswith(("http://", "https://"))


def local_path(text: str) -> str:
    """The path behind a file: URL, as file managers write it; other texts are paths already."""
    if not text.lower().startswith("file:"):
        return text
    from urllib.request import url2pathname  # noqa: PLC0415 - 20 ms, and seldom needed

    return url2pathname(urlsplit(text).path)


def names_a_file(text: str) -> bool:
    """Whether a text is a whole web address of something, be it one that the service refuses."""
    text = text.strip()
    if not is_url(text) or not text.isprintable() or any(map(str.isspace, text)):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and len(parts.path) > 1
    except ValueError:
        return False


def url_source(text: str, *, loopback: bool = False) -> ClipSource:
    """The clip behind a URL.

    `loopback`: the service itself runs on this machine (the demo service), so http and local
    addresses are fine for it. Raises KnownError with what is wrong.
    """
    text = text.strip()
    if not text:
        raise _unusable("There is no URL.", "Paste the address of a video file.")
    if len(text) > URL_LIMIT:
        raise _unusable(f"It is {len(text)} characters long.", f"The limit is {URL_LIMIT}.")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise _unusable("It has a space or an invisible character in it.", "Copy it once more.")
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise _unusable("It is not a valid URL.", "Copy it once more.") from error
    if loopback and parts.scheme in ("http", "https") and is_loopback(host):
        return ClipSource(SourceKind.URL, text)
    if parts.scheme != "https":
        raise _unusable("It doesn't start with https://.", "The service fetches https only.")
    if parts.username is not None or parts.password is not None:
        raise _unusable("It holds a user name or password.", "Use an address without them.")
    if not host or ".." in host or "." not in host.strip(".") or is_loopback(host):
        raise _unusable("It names no public host.", "The service must be able to reach it.")
    if _is_address(host):
        raise _unusable("Its host is an IP address.", "The service takes host names only.")
    return ClipSource(SourceKind.URL, text)


def _is_address(host: str) -> bool:
    """Also the spellings that only some resolvers take, such as 127.1 and 127.0.0.0x1."""
    last = host.rstrip(".").rsplit(".", 1)[-1]
    return ":" in host or last.isdigit() or last.startswith("0x")


def _unusable(message: str, remedy: str) -> KnownError:
    return KnownError("This URL can't be used", message, remedy)
