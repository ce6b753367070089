"""Notifications over D-Bus, as Linux desktops show them.

https://specifications.freedesktop.org/notification-spec/1.2/
"""

import logging
import threading
from queue import Empty, SimpleQueue

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.threading import DBusConnection, ReceiveStopped, open_dbus_connection
from PySide6.QtCore import QObject, Signal

from aleph_desktop.settings.paths import APP_ID

log = logging.getLogger(__name__)

_SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_BY_SERVER = -1  # how long it stays: the server's own time


class BusNotices(QObject):
    """Shows notifications from a thread of its own. No session bus, no service: then nothing."""

    clicked = Signal(str)  # the desktop's leave to come to the front, or ""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: SimpleQueue[str | None] = SimpleQueue()
        self._connection: DBusConnection | None = None
        self._thread: threading.Thread | None = None

    def show(self, words: str) -> None:
        """Returns at once. It takes the place of the one before."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
            self._thread.start()
        self._put(words)

    def close(self, patience: float) -> None:
        """Blocks until all is said, or `patience` seconds have passed."""
        self._put(None)
        if self._thread is not None:
            self._thread.join(patience)

    def _put(self, words: str | None) -> None:
        self._words.put(words)
        if self._connection is not None:
            self._connection.interrupt()

    def _run(self) -> None:
        try:
            with open_dbus_connection(bus="SESSION") as connection:
                self._connection = connection
                self._serve(_Talk(connection))
        except Exception as error:  # noqa: BLE001 - whatever a bus does: nobody is told, that's all
            log.info("Notifications can't be shown: %r", error)

    def _serve(self, talk: "_Talk") -> None:
        while True:
            try:
                while (words := self._words.get_nowait()) is not None:
                    talk.notify(words)
            except Empty:
                token = talk.listen()
                if token is not None:
                    self.clicked.emit(token)
            else:
                return


class _Talk:
    """With the notification server, on one thread; waits for no answer."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection
        self._asked = self._shown = 0  # the last call's serial, and its notification's number
        self._token = ""
        rule = MatchRule(type="signal", interface=_SERVICE.interface, path=_SERVICE.object_path)
        connection.send(message_bus.AddMatch(rule))

    def notify(self, words: str) -> None:
        hints = {"desktop-entry": ("s", APP_ID)}
        body = ("aleph_desktop", self._shown, "", "aleph_desktop", words)
        more = (["default", "Open"], hints, _BY_SERVER)
        call = new_method_call(_SERVICE, "Notify", "susssasa{sv}i", (*body, *more))
        self._asked = next(self._connection.outgoing_serial)
        self._connection.send(call, serial=self._asked)

    def listen(self) -> str | None:
        """Sleep until something comes, or is to be said; the token if it was a click on ours."""
        try:
            message = self._connection.receive()
        except ReceiveStopped:
            self._connection.reset_interrupt()
            return None
        fields, body = message.header.fields, message.body
        if fields.get(HeaderFields.reply_serial) == self._asked:
            self._shown = body[0] if _is_answer(message) else self._shown
        elif message.header.message_type is MessageType.signal and body[:1] == (self._shown,):
            if fields[HeaderFields.member] == "ActivationToken":
                self._token = str(body[1])
            elif fields[HeaderFields.member] == "ActionInvoked":
                return self._token
        return None


def _is_answer(message: Message) -> bool:
    return message.header.message_type is MessageType.method_return
