"""The API key, kept so that it doesn't show."""

from aleph_desktop.errors import FailureKind, KnownError

_SHORTEST_SECRET = (
    8  # shorter ones, such as the demo's "demo", are words: hiding them spoils sentences
)


class ApiKey:
    """The key. Its text comes out by `reveal()` only, never by repr, str or format."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Raises KnownError where `text` can't be a key: an HTTP header can't carry it."""
        text = text.strip()
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise KnownError(
                "The API key can't be used",
                "It is empty, or has characters in it that no key has.",
                "Copy it once more from the service's page and enter it in Settings.",
                kind=FailureKind.KEY,
            )
        self._text = text

    def reveal(self) -> str:
        """The key itself, for the one header that carries it."""
        return self._text

    def hide_in(self, data: bytes) -> bytes:
        """`data` with the key blotted out, for answers that repeat what they were sent."""
        if len(self._text) < _SHORTEST_SECRET:
            return data
        return data.replace(self._text.encode(), b"[key]")

    def __repr__(self) -> str:
        return "ApiKey(…)"
