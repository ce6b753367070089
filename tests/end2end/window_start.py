"""Starts of the app by a user, that tell what becomes of them."""

import json
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

# Seconds, below the tests' own time-out, so that what was told is seen. A clip is made ready behind
# everything else: on a machine whose cores are all at work that takes its time.
PATIENCE = 80.0
PROGRAM = Path(__file__).with_name("told_window.py")


class Window:
    """A running start of the app, and what it tells."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.told: list[dict[str, Any]] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def until(self, what: str, **fields: object) -> dict[str, Any]:
        """Wait until it tells this, or has told it; each telling counts once."""
        wanted = {"is": what} | fields
        latest = time.monotonic() + PATIENCE
        while not (found := [told for told in self.told if wanted.items() <= told.items()]):
            try:
                line = self._lines.get(timeout=max(latest - time.monotonic(), 0))
            except queue.Empty:
                raise AssertionError(f"it didn't tell {wanted}, but {self.told}") from None
            assert line, f"it ended without {wanted}: {self.told}"
            self.told.append(json.loads(line))
        self.told.remove(found[0])
        return found[0]

    def say(self, word: str) -> None:
        """`generate` or `close`."""
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """However it goes on."""
        self.process.kill()
        self.process.wait()
        self._listener.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with suppress(OSError):  # it was told to close, and never heard it
                pipe.close()


class Starts:
    """Starts on one folder of data; all are ended afterwards."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self._data = data
        self._environment = environment
        self._windows: list[Window] = []

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
        self._windows.append(window := Window(process))
        return window

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        for window in self._windows:
            window.end()
