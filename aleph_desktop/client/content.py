"""Whether an answer's headers can be those of a video."""

from collections.abc import Mapping

from aleph_desktop.client.errors import BadAnswer

# Servers call a video many things, octet-stream and nothing among them: only what can't be one.
_OTHER_KINDS = ("text/", "image/", "multipart/")
_OTHER_ENDS = ("/json", "+json", "/xml", "+xml", "/javascript")


def check_content(headers: Mapping[str, str]) -> None:
    """Raise BadAnswer for a web page, an error in JSON, a picture, or what is compressed."""
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise bad_video("It came compressed, which this app didn't ask for.")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        raise bad_video("The server sent a web page instead of a video.")
    if kind.startswith(_OTHER_KINDS) or kind.endswith(_OTHER_ENDS):
        what = kind if kind.isprintable() and len(kind) < 60 else "something else"
        raise bad_video(f"The server sent {what} instead of a video.")


def length_of(headers: Mapping[str, str]) -> int | None:
    """Bytes of the body, None where they aren't said. h11 has checked that it is a number."""
    length = headers.get("content-length")
    return None if length is None or "transfer-encoding" in headers else int(length)


def bad_video(why: str) -> BadAnswer:
    return BadAnswer(
        "The video can't be downloaded", why, "Check again later, or ask the service's support."
    )
