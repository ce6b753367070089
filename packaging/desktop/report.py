"""What was tried, and what became of it, a line each."""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager


class Report:
    """Goes on after a failure: one run tells all."""

    def __init__(self) -> None:
        self._failed: list[str] = []
        self._passed = 0

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Prints whether its block went through. A broken one is told, and the next begins."""
        begin = time.monotonic()
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this step's failure
            self._failed.append(words)
            print(f"FAILED  {words}: {error}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()
        else:
            self._passed += 1
            print(f"ok      {words} ({time.monotonic() - begin:.1f} s)", flush=True)

    def end(self) -> int:
        """The exit code."""
        print(f"{self._passed} passed, {len(self._failed)} failed", flush=True)
        return 1 if self._failed else 0
