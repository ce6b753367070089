"""The key's sources, against the real keyring package."""

from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.settings.api_key import (
    SERVICE,
    VARIABLE,
    HeldKey,
    KeySource,
    delete_key,
    find_key,
    keep_key,
)

BASE = "https://api.aimlapi.com"
CANARY = "canary-0123456789abcdef"


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class LockedKeyring(keyring.backend.KeyringBackend):
    """A keyring that its user doesn't unlock."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked(f"Failed to unlock for {password}!")

    def delete_password(self, service: str, username: str) -> None:
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")


class BrokenKeyring(LockedKeyring):
    """A backend that raises no error of keyring's, as D-Bus ones do."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ConnectionResetError("D-Bus went away")

    set_password = delete_password = get_password


@pytest.fixture(autouse=True)
def no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    yield from _use(MemoryKeyring())


@pytest.fixture(
    params=[
        keyring.backends.fail.Keyring,
        keyring.backends.null.Keyring,
        LockedKeyring,
        BrokenKeyring,
    ]
)
def unusable(request: pytest.FixtureRequest) -> Iterator[keyring.backend.KeyringBackend]:
    yield from _use(request.param())


def _use(backend: keyring.backend.KeyringBackend) -> Iterator[keyring.backend.KeyringBackend]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_kept_found_and_deleted_in_the_keyring(memory: MemoryKeyring):
    assert find_key(BASE) == HeldKey(None, KeySource.NONE)
    assert keep_key(BASE, ApiKey(CANARY)) == HeldKey(ApiKey(CANARY), KeySource.KEYRING)
    assert memory.entries == {(SERVICE, "api.aimlapi.com"): CANARY}
    assert find_key(BASE + "/v1") == HeldKey(ApiKey(CANARY), KeySource.KEYRING)
    assert delete_key(BASE) == HeldKey(None, KeySource.NONE)
    assert memory.entries == {}
    assert delete_key(BASE) == HeldKey(None, KeySource.NONE)


def test_another_host_does_not_get_the_key(memory: MemoryKeyring):
    keep_key(BASE, ApiKey(CANARY))
    assert find_key("https://api.example.org").key is None


def test_the_environment_comes_first(memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch):
    keep_key(BASE, ApiKey("key-of-the-keyring"))
    monkeypatch.setenv(VARIABLE, f" {CANARY}\n")
    assert find_key(BASE) == HeldKey(ApiKey(CANARY), KeySource.ENVIRONMENT)
    held = keep_key(BASE, ApiKey("another-key"))
    assert (held.key, held.source) == (ApiKey(CANARY), KeySource.ENVIRONMENT)
    assert VARIABLE in held.note
    monkeypatch.setenv(VARIABLE, "")
    assert find_key(BASE) == HeldKey(ApiKey("another-key"), KeySource.KEYRING)


def test_an_unusable_key_is_none_and_said(memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch):
    memory.entries[SERVICE, "api.aimlapi.com"] = "a key with spaces"
    held = find_key(BASE)
    assert (held.key, held.source) == (None, KeySource.NONE)
    assert "keyring" in held.note
    monkeypatch.setenv(VARIABLE, "schlüssel")
    held = find_key(BASE)
    assert (held.key, held.source) == (None, KeySource.NONE)
    assert VARIABLE in held.note
    assert "schl" not in held.note


def test_without_a_usable_keyring_it_is_for_this_run_only(
    unusable: keyring.backend.KeyringBackend,
):
    held = keep_key(BASE, ApiKey(CANARY))
    assert (held.key, held.source) == (ApiKey(CANARY), KeySource.SESSION)
    assert "this run only" in held.note
    assert CANARY not in repr(held)
    assert find_key(BASE).key is None
    assert delete_key(BASE).key is None


def test_an_unusable_keyring_is_said_when_a_key_is_looked_for():
    for _ in _use(LockedKeyring()):
        assert "KeyringLocked" in find_key(BASE).note
