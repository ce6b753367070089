"""The whole program on a desktop: awake for a job, and a farewell when it is closed over one."""

import os
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.with_name("end2end")))

from window_start import Starts


@pytest.mark.timeout(60)
def test_awake_for_a_job_and_a_farewell_over_it(desktop, bunny, tmp_path) -> None:
    with Starts(tmp_path / "data", dict(os.environ)) as starts:
        window = starts.start("--demo", str(bunny))
        window.until("clip")
        assert desktop.calls == []
        window.say("prompt")
        window.say("generate")
        window.until("job", state="waiting")
        desktop.until(lambda: desktop.named("Inhibit"))
        assert not desktop.named("Uninhibit", "Notify")
        window.say("close")
        assert window.process.wait(timeout=20) == 0
    desktop.until(lambda: desktop.named("Uninhibit"))
    desktop.until(lambda: desktop.named("Notify"))
    ((*_, words, _actions, _hints, _time),) = desktop.named("Notify")
    assert words == "1 job goes on at the service. It is picked up at the next start."
    assert len(desktop.named("Inhibit")) == 1
