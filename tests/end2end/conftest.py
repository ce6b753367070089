"""The program as users start it, and a folder of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

# shared modules of this folder, and the service that misbehaves by plan
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.with_name("faults"))]

from job_folder import JobFolder  # noqa: E402 - after the path
from service_process import FaultyService  # noqa: E402 - after the path
from tiny_clip import make_clip  # noqa: E402 - after the path

KEY = {"AIMLAPI_API_KEY": "sk-canary-0123456789"}
Start = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment() -> dict[str, str]:
    """No key, no keyring, no proxy."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "AIMLAPI_API_KEY" and "proxy" not in name.lower()
    }
    return kept | {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}


@pytest.fixture
def program(tmp_path: Path, environment: dict[str, str]) -> Start:
    """`program("edit", …)`: runs to its end; its jobs are in tmp_path/data."""

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "aleph_desktop", *words, "--data-dir", str(tmp_path / "data")],
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
            env=environment | more,
            stdin=subprocess.DEVNULL,
        )

    return run


@pytest.fixture
def demo_service(environment: dict[str, str]) -> Iterator[str]:
    """The address of a demo service in its own process, twenty times as fast."""
    service = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "aleph_desktop",
            "demo-service",
            "--speed",
            "20",
            "--end-with-stdin",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    with service:
        yield service.stdout.readline().strip()
        service.stdin.close()
        service.wait(timeout=10)


@pytest.fixture(scope="session")
def faulty_process() -> Iterator[FaultyService]:
    service = FaultyService()
    yield service
    service.close()


@pytest.fixture
def faulty(faulty_process: FaultyService) -> FaultyService:
    """A demo service that takes plans of faults; as new."""
    faulty_process.reset()
    return faulty_process


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that needs no conversion and takes no time."""
    return make_clip(tmp_path_factory.mktemp("clips") / "tiny.mp4")


@pytest.fixture
def folder(tmp_path: Path, tiny: Path) -> JobFolder:
    """The folder of `program`."""
    return JobFolder(tmp_path / "data", tiny)


@pytest.fixture
def at_faulty(program: Start, faulty: FaultyService) -> Start:
    """`at_faulty("edit", …)`: `program` at the faulty service."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        done = program(*words, "--api-base", faulty.url, **KEY)
        assert "Traceback" not in done.stderr
        assert KEY["AIMLAPI_API_KEY"] not in done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def stopped(
    faulty: FaultyService, environment: dict[str, str], tmp_path: Path
) -> Callable[..., tuple[str, int]]:
    """`stopped(words, "waiting", SIGKILL)`: a run gets a signal once it has said so, and `when()`
    is true; what it says after that, and its exit code.
    """

    def run(
        words: list[str], said: str, number: signal.Signals, when: Callable[[], object] = _always
    ) -> tuple[str, int]:
        if sys.platform == "win32":
            pytest.skip("signals of POSIX")
        place = ["--api-base", faulty.url, "--data-dir", str(tmp_path / "data")]
        process = subprocess.Popen(
            [sys.executable, "-m", "aleph_desktop", *words, *place],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment | KEY,
        )
        with process:
            assert process.stderr is not None
            before = _read_until(process.stderr, said)
            while not when():
                time.sleep(0.02)
            process.send_signal(number)
            rest = process.stderr.read()
        assert "Traceback" not in before + rest
        return rest, process.returncode

    return run


def _always() -> bool:
    return True


def _read_until(stream: IO[str], said: str) -> str:
    lines = []
    for line in stream:
        lines.append(line)
        if said in line:
            return "".join(lines)
    raise AssertionError(f"it ended without {said!r}: {''.join(lines)}")


def objects(text: str) -> list[dict[str, object]]:
    """The JSON objects of an output, one a line."""
    return [json.loads(line) for line in text.splitlines()]
