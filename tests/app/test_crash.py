"""What a fault of the interpreter leaves, and what the next start makes of it."""

import faulthandler
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aleph_desktop.app.crash import KEPT, watch_for_faults


@pytest.fixture(autouse=True)
def watching() -> Iterator[None]:
    """Pytest has the fault handler, before and afterwards."""
    yield
    faulthandler.enable(sys.__stderr__)


def crash(folder: Path, how: str) -> int:
    program = (
        "import faulthandler, os, sys; from pathlib import Path;"
        "from aleph_desktop.app.crash import watch_for_faults;"
        f"watch_for_faults(Path(sys.argv[1])); {how}"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(folder)], check=False, timeout=60
    ).returncode


def test_a_crash_is_there_at_the_next_start_and_only_then(tmp_path) -> None:
    assert crash(tmp_path, "faulthandler._sigsegv()") != 0
    left = watch_for_faults(tmp_path)
    assert left is not None
    assert left.name.startswith("crash-")
    assert "Segmentation fault" in left.read_text() or "access violation" in left.read_text()
    assert "<string>" in left.read_text()
    assert watch_for_faults(tmp_path) is None


@pytest.mark.parametrize("how", ["pass", "os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_other_ends_are_no_crash(tmp_path, how) -> None:
    crash(tmp_path, how)
    assert watch_for_faults(tmp_path) is None


def test_what_windows_writes_of_harmless_exceptions_is_no_crash(tmp_path) -> None:
    (tmp_path / "crash.log").write_text("Windows fatal exception: code 0x8001010d\n")
    assert watch_for_faults(tmp_path) is None


def test_the_newest_are_kept(tmp_path) -> None:
    log = tmp_path / "crash.log"
    for number in range(KEPT + 2):
        log.write_text(f"Fatal Python error: number {number}")
        os.utime(log, (1e9 + number, 1e9 + number))
        assert watch_for_faults(tmp_path) is not None
    kept = sorted(path.read_text()[-1] for path in tmp_path.glob("crash-*.txt"))
    assert kept == ["2", "3", "4"]


def test_a_folder_that_is_not_there_stops_nothing(tmp_path) -> None:
    assert watch_for_faults(tmp_path / "gone") is None
