"""Starts of the app by a user, that tell what becomes of them."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROGRAM = Path(__file__).with_name("told_window.py")


class Window:
    """A running start of the app, and what it tells."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.told: list[dict[str, Any]] = []

    def until(self, what: str, **fields: object) -> dict[str, Any]:
        """Wait until it tells this, or has told it; each telling counts once.

        The test's own time-out ends a wait in vain.
        """
        wanted = {"is": what} | fields
        while not (found := [told for told in self.told if wanted.items() <= told.items()]):
            line = self.process.stdout.readline()
            assert line, f"it ended without {wanted}: {self.told}"
            self.told.append(json.loads(line))
        self.told.remove(found[0])
        return found[0]

    def say(self, word: str) -> None:
        """`generate` or `close`."""
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()


class Starts:
    """Starts on one folder of data; all are ended afterwards."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self._data = data
        self._environment = environment
        self._processes: list[subprocess.Popen[str]] = []

    def start(self, *words: str, **environment: str) -> Window:
        """In the folder that holds the data."""
        process = subprocess.Popen(
            [sys.executable, str(PROGRAM), "--data-dir", str(self._data), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment | environment,
            cwd=self._data.parent,
            start_new_session=True,
        )
        self._processes.append(process)
        return Window(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.kill()
            with suppress(OSError):  # it was told to close
                process.stdin.close()
            process.stdin = None
            process.communicate()
