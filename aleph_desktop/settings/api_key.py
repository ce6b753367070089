"""Where the API key comes from: the environment, or the system's keyring. Never a file of ours."""

import os
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.errors import KnownError

VARIABLE = "AIMLAPI_API_KEY"
SERVICE = "aleph_desktop"  # the entry's name in the keyring; its user is the API's host

_ENVIRONMENT_FIRST = f"{VARIABLE} is set, and comes before the key entered here."


class KeySource(StrEnum):
    """Where the key in use is kept."""

    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    SESSION = "session"  # for this run only: there is no usable keyring
    NONE = "none"


@dataclass(frozen=True, slots=True)
class HeldKey:
    """The key in use, if any, and a sentence for the user where something is to be said."""

    key: ApiKey | None
    source: KeySource
    note: str = ""


def find_key(api_base: str) -> HeldKey:
    """The key for an API. An unusable one is none, with a note. Blocks: call it in a worker.

    The keyring may ask the user to unlock it, and D-Bus may take its time.
    """
    given = os.environ.get(VARIABLE, "")
    if given.strip():
        return _checked(given, KeySource.ENVIRONMENT, f"The key in {VARIABLE}")
    try:
        stored = _read(_user(api_base))
    except Exception as error:  # noqa: BLE001 - keyring backends raise what they like
        return HeldKey(None, KeySource.NONE, _unusable(error))
    if stored is None:
        return HeldKey(None, KeySource.NONE)
    return _checked(stored, KeySource.KEYRING, "The key in the system's keyring")


def keep_key(api_base: str, key: ApiKey) -> HeldKey:
    """Store a key in the keyring; returns the one that is in use now. Blocks.

    SESSION: there is no usable keyring, so the caller holds the key for this run.
    """
    user = _user(api_base)
    try:
        _write(user, key.reveal())
        stored = _read(user) == key.reveal()
        note = "" if stored else "The system's keyring keeps nothing."
    except Exception as error:  # noqa: BLE001 - keyring backends raise what they like
        stored, note = False, _unusable(error)
    if os.environ.get(VARIABLE, "").strip():
        held = find_key(api_base)
        return HeldKey(held.key, held.source, f"{_ENVIRONMENT_FIRST} {note}".strip())
    if stored:
        return HeldKey(key, KeySource.KEYRING)
    return HeldKey(key, KeySource.SESSION, f"{note} The key is kept for this run only.")


def delete_key(api_base: str) -> HeldKey:
    """Take the key of an API out of the keyring; returns what is then in use. Blocks."""
    try:
        _remove(_user(api_base))
    except Exception as error:  # noqa: BLE001 - keyring backends raise what they like
        held = find_key(api_base)
        return HeldKey(held.key, held.source, _unusable(error))
    return find_key(api_base)


def _user(api_base: str) -> str:
    """A key is for one host: it isn't sent to another that is set later."""
    return urlsplit(api_base).hostname or ""


def _checked(text: str, source: KeySource, what: str) -> HeldKey:
    try:
        return HeldKey(ApiKey(text), source)
    except KnownError as error:
        return HeldKey(None, KeySource.NONE, f"{what} can't be used. {error.failure.message}")


def _unusable(error: Exception) -> str:
    """The error's kind only: a backend's own words might hold the key."""
    return f"The system's keyring can't be used ({type(error).__name__})."


def _read(user: str) -> str | None:
    import keyring  # noqa: PLC0415 - not before the first paint

    return keyring.get_password(SERVICE, user)


def _write(user: str, value: str) -> None:
    import keyring  # noqa: PLC0415 - not before the first paint

    keyring.set_password(SERVICE, user, value)


def _remove(user: str) -> None:
    import keyring  # noqa: PLC0415 - not before the first paint

    if keyring.get_password(SERVICE, user) is not None:
        keyring.delete_password(SERVICE, user)
