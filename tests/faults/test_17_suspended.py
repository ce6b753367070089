"""Row 17: a process that the system stops in the middle of a submit, and lets go on."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from fault_plan import POLL, SUBMIT
from faulty_service import CANARY

pytestmark = [
    pytest.mark.fault(17),
    pytest.mark.skipif(os.name != "posix", reason="no signal stops a process"),
]

ASLEEP = 2.0  # seconds


def test_the_answer_that_came_meanwhile_is_taken(faulty, tiny, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("AIMLAPI_API_KEY", CANARY)
    faulty.once(SUBMIT, delay=0.5)
    command = [sys.executable, "-m", "aleph_desktop", "edit", str(tiny), "rain", "--json"]
    command += ["--api-base", faulty.url, "--data-dir", str(tmp_path / "data")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as run:
        until = time.monotonic() + 20
        while not faulty.seen(SUBMIT):
            assert run.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        os.kill(run.pid, signal.SIGSTOP)
        time.sleep(ASLEEP)
        assert faulty.seen(POLL) == []
        os.kill(run.pid, signal.SIGCONT)
        said = run.communicate(timeout=60)[0]
    assert run.returncode == 0
    assert json.loads(said.splitlines()[-1])["state"] == "done"
    assert len(faulty.seen(SUBMIT)) == 1
    assert 1 <= len(faulty.seen(POLL)) <= 2
