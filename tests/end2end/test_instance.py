"""One window a data folder, with real processes."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from window_start import Starts, Window

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def window(tmp_path: Path, environment: dict[str, str]) -> Iterator[Callable[..., Window]]:
    """`window("clip.mp4")`: a start by a user, on the demo service."""
    with Starts(tmp_path / "data", environment) as starts:
        yield partial(starts.start, "--demo")


@pytest.mark.fault(6)
def test_a_second_start_hands_over_and_leaves(window, bunny, tmp_path) -> None:
    first = window()
    first.until("ready")
    (tmp_path / "clip.mp4").symlink_to(bunny)
    began = time.monotonic()
    second = window("clip.mp4")
    out, err = second.process.communicate(timeout=20)
    assert time.monotonic() - began < 2
    assert (second.process.returncode, out, err) == (0, "", "")
    assert first.until("clip")["path"] == str(tmp_path / "clip.mp4")
    assert first.process.poll() is None
    assert len(list((tmp_path / "data" / "demo" / "running").glob("*.lock"))) == 1


@pytest.mark.fault(6)
def test_both_at_the_same_moment(window, bunny) -> None:
    """Whoever is second waits until the first listens."""
    both = [window(str(bunny)), window(str(bunny))]
    ended = None
    while ended is None:
        ended = next((w for w in both if w.process.poll() is not None), None)
        time.sleep(0.01)
    assert ended.process.returncode == 0, ended.process.stderr.read()
    both.remove(ended)
    both[0].until("clip", path=str(bunny))
    both[0].until("clip", path=str(bunny))  # its own, and the other's
    assert both[0].process.poll() is None


@posix
@pytest.mark.fault(6)
def test_after_a_killed_one_the_next_starts(window, bunny, tmp_path) -> None:
    first = window()
    first.until("ready")
    assert (tmp_path / "data" / "window.sock").exists()
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.wait()
    again = window(str(bunny))
    again.until("clip", path=str(bunny))
    again.until("ready")
    third = window("https://example.com/clip.mp4")
    assert third.process.wait(timeout=20) == 0
    again.until("clip", path="https://example.com/clip.mp4")


@posix
@pytest.mark.fault(6)
def test_one_that_hangs_is_said(window, bunny) -> None:
    first = window()
    first.until("ready")
    os.kill(first.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    second = window(str(bunny))
    out, err = second.process.communicate(timeout=20)
    assert time.monotonic() - began < 4
    assert (second.process.returncode, out) == (2, "")
    assert "is open already, and doesn't answer" in err
    assert "Traceback" not in err
    os.kill(first.process.pid, signal.SIGCONT)


@posix
@pytest.mark.fault(6)
def test_one_that_is_closing_makes_room(window) -> None:
    first = window()
    first.until("ready")
    os.kill(first.process.pid, signal.SIGTERM)
    second = window()
    second.until("ready")
    assert first.process.wait(timeout=10) == 0
