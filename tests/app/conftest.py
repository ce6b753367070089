"""A session bus of the test's own, with a desktop on it that writes down what it is asked."""

import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "linux":
    from jeepney import (
        DBusAddress,
        HeaderFields,
        Message,
        MessageType,
        message_bus,
        new_error,
        new_method_return,
        new_signal,
    )
    from jeepney.io.threading import (
        DBusConnection,
        Proxy,
        ReceiveStopped,
        open_dbus_connection,
        open_dbus_router,
    )

    NOTICES = DBusAddress(
        "/org/freedesktop/Notifications", interface="org.freedesktop.Notifications"
    )
    ANSWERS = {"Notify": "u", "Inhibit": "u"}


class FakeDesktop:
    """Answers Notify, Inhibit and UnInhibit with rising numbers."""

    NAMES = ("org.freedesktop.Notifications", "org.gnome.SessionManager")

    def __init__(self, *, answers: bool = True) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._answers = answers
        self._news: queue.Queue[None] = queue.Queue()
        self._connection: DBusConnection = open_dbus_connection()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        with open_dbus_router() as router:  # by another connection: the names are ours when it says
            bus = Proxy(message_bus, router, timeout=5)
            for name in self.NAMES:
                self._connection.send(message_bus.RequestName(name))
                while not bus.NameHasOwner(name)[0]:
                    time.sleep(0.005)

    def named(self, *names: str) -> list[tuple[Any, ...]]:
        """The arguments of the calls with such a name."""
        return [body for name, body in self.calls if name in names]

    def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait for calls."""
        end = time.monotonic() + seconds
        while not holds():
            self._news.get(timeout=max(0.01, end - time.monotonic()))

    def click(self, number: int, token: str) -> None:
        """The user clicks a notification."""
        for signal in (
            new_signal(NOTICES, "ActivationToken", "us", (number, token)),
            new_signal(NOTICES, "ActionInvoked", "us", (number, "default")),
        ):
            self._connection.send(signal)

    def close(self) -> None:
        self._connection.interrupt()
        self._thread.join()
        self._connection.close()

    def _serve(self) -> None:
        while True:
            try:
                message = self._connection.receive()
            except ReceiveStopped:
                return
            if message.header.message_type is MessageType.method_call:
                self._take(message)

    def _take(self, message: "Message") -> None:
        name = message.header.fields[HeaderFields.member]
        self.calls.append((name, message.body))
        if self._answers and name in ANSWERS:
            self._connection.send(new_method_return(message, "u", (len(self.calls),)))
        elif self._answers and name in ("UnInhibit", "Uninhibit"):
            self._connection.send(new_method_return(message))
        elif self._answers:
            self._connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
        self._news.put(None)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session bus with nothing on it."""
    if sys.platform != "linux":
        pytest.skip("D-Bus is Linux's")
    assert shutil.which("dbus-daemon"), "packaging/machine.py adds it"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with daemon:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
        yield
        daemon.terminate()


@pytest.fixture
def desktop(bus: None) -> Iterator[FakeDesktop]:
    """A desktop on the bus."""
    made = FakeDesktop()
    yield made
    made.close()


@pytest.fixture
def deaf_desktop(bus: None) -> Iterator[FakeDesktop]:
    """One that takes calls and never answers."""
    made = FakeDesktop(answers=False)
    yield made
    made.close()


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nobody'}")
