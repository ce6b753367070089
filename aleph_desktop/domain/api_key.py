"""The API key, held so that it is not shown by accident."""

from typing import NoReturn

from aleph_desktop.errors import FailureKind, KnownError

# shorter ones, such as a demo service's "demo", are words: hiding them spoils sentences
_SHORTEST_SECRET = 8

LENGTH = range(4, 513)  # characters; the service's keys have 32

# Every key that this process has held: what is written down is searched for them. In memory only.
_seen: set[str] = set()


def hide_keys(text: str) -> str:
    """`text` with every key that this process knows blotted out."""
    for value in tuple(_seen):
        text = text.replace(value, "[key]")
    return text


class ApiKey:
    """A secret: its repr, str and format hide it, and it can't be pickled or copied into a file.

    Only `reveal` hands it out, for the one header that carries it.
    """

    __slots__ = ("__value",)

    def __init__(self, text: str) -> None:
        """Raises KnownError, with words that don't hold the text, for what can't be a key."""
        value = text.strip()
        if not value:
            raise _unusable("It is empty.")
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise _unusable("It has a space or a sign in it that no key has.")
        if len(value) not in LENGTH:
            raise _unusable(f"It has {len(value)} characters.")
        self.__value = value
        if len(value) >= _SHORTEST_SECRET:
            _seen.add(value)

    def reveal(self) -> str:
        """The key itself. Never log it, never put it into an error."""
        return self.__value

    def hide_in(self, data: bytes) -> bytes:
        """`data` with the key blotted out, for answers that repeat what they were sent."""
        if len(self.__value) < _SHORTEST_SECRET:
            return data
        return data.replace(self.__value.encode(), b"[key]")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and self.__value == other.reveal()

    def __hash__(self) -> int:
        return hash(self.__value)

    def __repr__(self) -> str:
        return "ApiKey(…)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("an API key is not to be pickled or copied")


def _unusable(message: str) -> KnownError:
    return KnownError(
        "This API key can't be used",
        message,
        "Copy it once more from the service's page of keys.",
        kind=FailureKind.KEY,
    )
