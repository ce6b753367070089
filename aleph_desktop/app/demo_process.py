"""The demo service as a child process that ends with us."""

import asyncio
import subprocess
import sys
from pathlib import Path

from aleph_desktop.errors import FailureKind, KnownError

_START_SECONDS = 30.0
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW  # no console flashes up
else:
    _FLAGS = 0


class DemoProcess:
    """Starts the demo service, knows its address, ends it.

    The child reads its standard input, which ends when this process does, however it ends: so
    no demo service is left behind even by `kill -9`. Plain `subprocess`, since qasync runs no
    child watcher of asyncio's.
    """

    def __init__(self, work_dir: Path, speed: float = 1.0) -> None:
        self._work_dir = work_dir
        self._speed = speed
        self._process: subprocess.Popen[str] | None = None

    async def start(self) -> str:
        """Returns the base URL. Raises KnownError when it doesn't start."""
        try:
            line = await asyncio.wait_for(asyncio.to_thread(self._start), _START_SECONDS)
        except (TimeoutError, OSError) as error:
            self.stop()
            raise _did_not_start() from error
        if not line.startswith("http://"):
            self.stop()
            raise _did_not_start()
        return line

    def stop(self) -> None:
        """End it; returns when it has ended."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        process.terminate()
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _start(self) -> str:
        self._work_dir.mkdir(parents=True, exist_ok=True)
        process = subprocess.Popen(  # noqa: S603  our own program
            [
                *own_command(),
                "demo-service",
                "--end-with-stdin",
                "--work-dir",
                str(self._work_dir),
                "--speed",
                str(self._speed),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            creationflags=_FLAGS,
        )
        self._process = process
        assert process.stdout is not None  # noqa: S101  PIPE was asked for
        return process.stdout.readline().strip()


def own_command(platform: str = sys.platform) -> list[str]:
    """What starts this program once more, with standard streams."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "aleph_desktop"]
    program = Path(sys.executable)
    if platform == "win32":  # the windowed one has none
        program = program.with_name("aleph-desktop-console.exe")
    return [str(program)]


def _did_not_start() -> KnownError:
    return KnownError(
        "The demo service did not start",
        "It gave no address.",
        "Run `aleph-desktop demo-service` in a terminal to see why.",
        kind=FailureKind.OURS,
    )
