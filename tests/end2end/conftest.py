"""The program as users start it, and a folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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


def objects(text: str) -> list[dict[str, object]]:
    """The JSON objects of an output, one a line."""
    return [json.loads(line) for line in text.splitlines()]
