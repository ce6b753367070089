"""How the process starts and ends."""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from aleph_desktop.demo.command import run
from aleph_desktop.errors import KnownError

COMMAND = [sys.executable, "-m", "aleph_desktop", "demo-service", "--speed", "20"]
# Starts a service as the app does, tells its address and process id, and waits to be killed.
PARENT = """
import subprocess, sys, time
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(child.stdout.readline().strip(), child.pid, flush=True)
time.sleep(60)
"""


def test_one_line_and_a_clean_end_with_stdin(start_service, small_uri: str) -> None:
    service = start_service()
    service.ended(service.submit(video_url=small_uri))

    assert service.url.startswith("http://127.0.0.1:")
    assert service.end() == 0
    assert service.process.stdout is not None
    assert service.process.stdout.read() == ""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_in_the_middle_of_an_edit(
    number: int, sample_uri: str, start_service
) -> None:
    service = start_service()
    generation_id = service.submit(prompt="rain at night", video_url=sample_uri)
    while service.poll(generation_id).json()["status"] == "queued":
        time.sleep(0.01)
    begun = time.monotonic()

    service.process.send_signal(number)

    assert service.process.wait(timeout=10) == 0
    assert time.monotonic() - begun < 2


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux waits for others' children")
def test_it_dies_with_a_killed_parent() -> None:
    command = [sys.executable, "-c", PARENT, *COMMAND, "--end-with-stdin"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        _url, pid = parent.stdout.readline().split()
        service = os.pidfd_open(int(pid))
        parent.kill()
    try:
        # A process' descriptor is ready to be read when it has ended.
        assert select.select([service], [], [], 10)[0]
    finally:
        os.close(service)


def test_without_a_folder_nothing_is_left(tmp_path: Path) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}
    with subprocess.Popen(
        [*COMMAND, "--end-with-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        assert len(list(tmp_path.glob("aleph-demo-*"))) == 1

    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []
    assert tempfile.gettempdir() != str(tmp_path)


def test_a_taken_port_has_words(service) -> None:
    port = int(service.url.rpartition(":")[2])

    with pytest.raises(KnownError, match=f"Port {port} can't be used: .*--port"):
        run(port, 1.0, None, end_with_stdin=False)


@pytest.mark.parametrize(("port", "speed"), [(70_000, 1.0), (0, 0.0), (0, float("nan"))])
def test_figures_that_can_not_be_used_have_words(port: int, speed: float) -> None:
    with pytest.raises(KnownError, match="can't"):
        run(port, speed, None, end_with_stdin=False)


def test_a_restart_goes_on(start_service, small_uri: str, sample_uri: str, tmp_path: Path) -> None:
    first = start_service(tmp_path)
    done = first.submit(prompt="snow", video_url=small_uri)
    first.ended(done)
    live = first.submit(prompt="rain at night", video_url=sample_uri, frame_size="640:480")
    first.process.kill()
    first.process.wait()

    second = start_service(tmp_path)

    video = second.poll(done).json()["video"]["url"]
    assert video.startswith(second.url)
    assert second.http.get(video).status_code == 200
    assert second.ended(live)[-1].json()["status"] == "completed"
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".mp4"}


def test_two_are_edited_at_once_and_polls_are_answered(start_service, sample_uri: str) -> None:
    service = start_service()
    fields = {"prompt": "night", "video_url": sample_uri, "frame_size": "640:480"}
    ids = [service.submit(**fields) for _ in range(3)]
    most = 0
    slowest = 0.0
    while True:
        begun = time.monotonic()
        # The last first: once it is seen to be edited, an earlier one has ended.
        words = [service.poll(each).json()["status"] for each in reversed(ids)]
        slowest = max(slowest, time.monotonic() - begun)
        most = max(most, words.count("generating"))
        if "completed" in words:
            break
        time.sleep(0.01)

    assert most == 2
    assert slowest < 1.0
    assert service.end() == 0
