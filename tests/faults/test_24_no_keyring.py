"""Row 24: no keyring, or one that is locked: said plainly, and nothing is written in its stead."""

import subprocess
import sys

import pytest
from faulty_service import CANARY

pytestmark = pytest.mark.fault(24)

LOCKED = '''
"""A keyring whose owner doesn't unlock it."""
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Locked(KeyringBackend):
    priority = 9

    def get_password(self, service, username):
        raise KeyringLocked("the secret {canary} stays in here")

    set_password = delete_password = get_password
'''


@pytest.fixture
def edit(faulty, tiny, tmp_path, monkeypatch):
    """`edit(backend)`: a headless run with such a keyring and no other key."""
    (tmp_path / "locked_ring.py").write_text(LOCKED.replace("{canary}", CANARY))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")

    def run(backend: str, **more: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
        for name, value in more.items():
            monkeypatch.setenv(name, value)
        return subprocess.run(
            [sys.executable, "-m", "aleph_desktop", "edit", str(tiny), "rain",
             "--api-base", faulty.url, "--data-dir", str(tmp_path / "data")],
            capture_output=True, text=True, check=False, timeout=60, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    ("backend", "word"),
    [
        ("keyring.backends.null.Keyring", "no API key"),
        ("keyring.backends.fail.Keyring", "keyring can't be used"),
        ("locked_ring.Locked", "keyring can't be used"),
    ],
)
def test_a_run_without_a_key_says_why(faulty, edit, backend, word) -> None:
    run = edit(backend)
    assert run.returncode == 3
    assert word in run.stderr
    assert "AIMLAPI_API_KEY" in run.stderr
    assert "Traceback" not in run.stderr
    assert CANARY not in run.stderr + run.stdout
    assert faulty.seen() == []


def test_a_key_of_the_environment_needs_no_keyring(faulty, edit, tmp_path) -> None:
    run = edit("locked_ring.Locked", AIMLAPI_API_KEY=CANARY)
    assert run.returncode == 0, run.stderr
    assert all(seen.is_canary for seen in faulty.seen("submit"))
    left = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert left
    assert not [path for path in left if CANARY.encode() in path.read_bytes()]


def test_a_key_without_a_keyring_is_kept_for_this_run(monkeypatch, tmp_path) -> None:
    from aleph_desktop.app.keys import Keys
    from aleph_desktop.domain.api_key import ApiKey
    from aleph_desktop.settings.api_key import KeySource

    (tmp_path / "locked_ring.py").write_text(LOCKED)
    sys.path.insert(0, str(tmp_path))
    import keyring
    import locked_ring

    before = keyring.get_keyring()
    try:
        keyring.set_keyring(locked_ring.Locked())
        keys = Keys()
        held = keys.keep("https://api.example", ApiKey(CANARY))
        assert held.source is KeySource.SESSION
        assert "for this run only" in held.note
        assert keys.find("https://api.example").key == ApiKey(CANARY)
        assert Keys().find("https://api.example").key is None
    finally:
        keyring.set_keyring(before)
        sys.path.remove(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["locked_ring.py"]
