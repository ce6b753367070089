"""Row 24 in the window: a keyring that can't be used is said at the start, and the key is kept
for this run only. `tests/faults/test_24_no_keyring.py` has the runs without a window.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from window_start import Starts, Window

pytestmark = [pytest.mark.fault(24)]

CANARY = "sk-canary-99aabbccdd"
LOCKED = f'''
"""A keyring whose owner doesn't unlock it."""
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Locked(KeyringBackend):
    priority = 9

    def get_password(self, *_):
        raise KeyringLocked("{CANARY} stays in here")

    set_password = delete_password = get_password
'''


@pytest.fixture
def start(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Window]]:
    (tmp_path / "locked_ring.py").write_text(LOCKED)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    more = {"PYTHONPATH": os.environ["PYTHONPATH"]}
    with Starts(tmp_path / "data", environment | more) as starts:
        yield starts.start


@pytest.mark.parametrize(
    "backend",
    ["keyring.backends.fail.Keyring", "locked_ring.Locked", "keyring.backends.null.Keyring"],
)
def test_a_key_without_a_keyring(start, tmp_path, backend) -> None:
    words = ("--api-base", "http://127.0.0.1:9")
    window = start(*words, PYTHON_KEYRING_BACKEND=backend)
    if "null" not in backend:  # which says nothing: there could be a key as well as none
        assert "keyring can't be used" in window.until("notice")["words"]
    window.until("ready")
    window.say(f"key {CANARY}")
    said = window.until("notice")["words"]
    assert said.endswith("The key is kept for this run only.")
    window.until("connected")
    window.say("close")
    out, err = window.process.communicate(timeout=20)
    assert window.process.returncode == 0
    left = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"canary" not in left
    assert "canary" not in out + err + str(window.told)
