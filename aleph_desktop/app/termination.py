"""The system's ways to end the app."""

import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QSocketNotifier


class TerminationSignals:
    """SIGINT and SIGTERM close the window as its own button does.

    Python runs its handlers between its own instructions, of which Qt's loop has none while it
    waits: the wake-up socket brings one.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)
        self._ear.setblocking(False)
        self._fd = signal.set_wakeup_fd(self._mouth.fileno())
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._on_woken)
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._on_signal)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd)
        self._notifier.setEnabled(False)
        self._ear.close()
        self._mouth.close()

    def _on_signal(self, *_: object) -> None:
        self._stop()

    def _on_woken(self) -> None:
        with suppress(BlockingIOError):
            self._ear.recv(64)
