"""The demo service as a process of its own: `aleph-desktop demo-service`."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn

from aleph_desktop.demo.app import create_app
from aleph_desktop.errors import FailureKind, KnownError

HOST = "127.0.0.1"
_END_SECONDS = 1  # for answers that are still being sent
_HARD_END_SECONDS = 5.0  # after the end of stdin


def run(port: int, speed: float, work_dir: Path | None, end_with_stdin: bool) -> int:
    """Serve until asked to end; returns the exit code. The one line on stdout is the base URL.

    `port` 0 is any free one. Without `work_dir` all is gone at the end. `end_with_stdin`: end
    when standard input does, which happens however its writer ends. Raises KnownError.
    """
    if not speed > 0:
        raise KnownError("This speed can't be used", f"{speed} is not above 0.", "Use 1, or 20.")
    with _folder(work_dir) as folder, _listening(port) as listener:
        base_url = f"http://{HOST}:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            create_app(folder, speed),
            log_level="warning",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=_END_SECONDS,
        )
        server = _Server(config, base_url)
        # uvicorn raises the signal once more when it is done: this then says that we were.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, server.handle_exit)
        if end_with_stdin:
            threading.Thread(target=server.end_with_stdin, daemon=True).start()
        server.run([listener])
        server.ended.set()
    return 0


class _Server(uvicorn.Server):
    """uvicorn, that tells its address when it is ready."""

    def __init__(self, config: uvicorn.Config, base_url: str) -> None:
        super().__init__(config)
        self.ended = threading.Event()
        self._base_url = base_url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"{self._base_url}\n")
        sys.stdout.flush()

    def end_with_stdin(self) -> None:
        """Wait for the end of standard input, then end the server, gently and then by force."""
        # Not through sys.stdin: its lock, held by a waiting thread, breaks the interpreter's end.
        while os.read(0, 4096):
            pass
        self.should_exit = True
        if not self.ended.wait(_HARD_END_SECONDS):
            os._exit(1)


@contextmanager
def _folder(work_dir: Path | None) -> Iterator[Path]:
    if work_dir is not None:
        yield work_dir
        return
    with TemporaryDirectory(prefix="aleph-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket on this machine's own address. Raises KnownError when it can't be had."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name == "posix":  # on Windows this would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise KnownError(
                "The demo service can't start",
                f"Port {port} can't be used: {reason}.",
                "Choose another with --port, or leave it out.",
                kind=FailureKind.NETWORK,
            ) from error
        yield listener
