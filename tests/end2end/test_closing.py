"""The app can be closed at any time, in under two seconds, and leaves nothing running."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fault_plan import POLL, RESULT, SUBMIT
from service_process import FaultyService
from window_start import Starts, Window

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]

KEY = {"AIMLAPI_API_KEY": "sk-canary-0123456789"}
SLOW_RING = '''
"""A keyring that waits for a user who isn't there."""
import time
from keyring.backend import KeyringBackend


class Slow(KeyringBackend):
    priority = 9

    def get_password(self, service, username):
        print('{"is": "asked"}', flush=True)
        time.sleep(600)

    set_password = delete_password = get_password
'''


@pytest.fixture(scope="module")
def service() -> Iterator[FaultyService]:
    made = FaultyService()
    yield made
    made.close()


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Iterator[Callable[..., Window]]:
    with Starts(tmp_path / "data", environment) as starts:
        yield starts.start


def close(window: Window, how: str = "SIGTERM") -> None:
    """Close it as a user does, or as the system does, and look at the clock."""
    process = window.process
    began = time.monotonic()
    if how == "SIGTERM":
        process.send_signal(signal.SIGTERM)
    else:
        window.say("close")
    code = process.wait(timeout=20)
    took = time.monotonic() - began
    assert (code, took < 2) == (0, True), (took, process.stderr.read())
    while time.monotonic() - began < 2:  # who ended with it, the system may still have to bury
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
    else:
        pytest.fail("somebody of its session is left")
    assert "Traceback" not in process.stderr.read()


@pytest.mark.parametrize("how", ["SIGTERM", "close"])
def test_while_nothing_runs(start, how) -> None:
    window = start("--demo")
    window.until("ready")
    close(window, how)


@pytest.mark.parametrize(
    ("state", "call", "fault"),
    [
        ("preparing", "", {}),
        ("submitting", SUBMIT, {"drop": "hang"}),
        ("waiting", "", {}),
        ("generating", POLL, {"fields": {"status": "generating"}}),
        ("downloading", RESULT, {"stall": 60.0}),
    ],
)
def test_while_a_job_runs(service, start, bunny, state, call, fault) -> None:
    service.reset()
    if call:
        service.always(call, **fault)
    window = start("--api-base", service.url, str(bunny), **KEY)
    window.until("ready")
    window.until("clip")
    window.say("prompt")
    window.say("generate")
    window.until("job", state=state)
    close(window)


def test_while_the_keyring_waits_for_its_user(start, tmp_path, monkeypatch) -> None:
    (tmp_path / "slow_ring.py").write_text(SLOW_RING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    path = os.environ["PYTHONPATH"]
    window = start(PYTHON_KEYRING_BACKEND="slow_ring.Slow", PYTHONPATH=path)
    window.until("asked")
    close(window)
    log = (tmp_path / "data" / "logs" / "aleph_desktop.log").read_text()
    assert "Closing took too long" in log
