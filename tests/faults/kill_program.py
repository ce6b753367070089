"""The program as scripts start it, killed as soon as it says how far it is."""

import json
import subprocess
import sys
from pathlib import Path

KEY = {"AIMLAPI_API_KEY": "sk-canary-kill"}


class Program:
    """Starts `python -m aleph_desktop` in one data folder, one run after another."""

    def __init__(self, folder: Path, url: str, environment: dict[str, str]) -> None:
        self.folder = folder
        self._url = url
        self._environment = environment | KEY
        self._run: subprocess.Popen[str] | None = None

    def start(self, *words: str) -> None:
        self._run = subprocess.Popen(
            [
                *(sys.executable, "-m", "aleph_desktop", *words, "--json"),
                *("--api-base", self._url, "--data-dir", str(self.folder)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )

    def wait_for(self, state: str) -> dict[str, object]:
        """Until it says that its job is there; what it says. Raises AssertionError when it ends."""
        assert self._run is not None
        assert self._run.stdout is not None
        for line in self._run.stdout:
            said: dict[str, object] = json.loads(line)
            if said.get("state") == state:
                return said
        raise AssertionError(f"never {state}")

    def kill(self) -> None:
        assert self._run is not None
        self._run.kill()
        self._run.communicate()

    def end(self) -> tuple[int, list[dict[str, object]]]:
        """Wait for its end: the exit code, and what it has said."""
        assert self._run is not None
        said, _ = self._run.communicate()
        return self._run.returncode, [json.loads(line) for line in said.splitlines()]
