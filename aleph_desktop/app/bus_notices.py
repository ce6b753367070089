"""Notifications over D-Bus, as Linux desktops show them.

https://specifications.freedesktop.org/notification-spec/1.2/
"""

import logging
import threading
from queue import SimpleQueue

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    message_bus,
    new_method_call,
)
from jeepney.io.threading import DBusRouter, Proxy, open_dbus_router
from jeepney.wrappers import unwrap_msg
from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

_SERVICE = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
_ANSWER_SECONDS = 2.0
_BY_SERVER = -1  # how long it stays: the server's own time


class BusNotices(QObject):
    """Shows notifications from a thread of its own. No session bus, no service: then nothing."""

    clicked = Signal(str)  # the desktop's leave to come to the front, or ""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._news: SimpleQueue[str | Message | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def show(self, words: str) -> None:
        """Returns at once. It takes the place of the one before."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="notices", daemon=True)
            self._thread.start()
        self._news.put(words)

    def close(self, patience: float) -> None:
        """Blocks until all is said, or `patience` seconds have passed."""
        self._news.put(None)
        if self._thread is not None:
            self._thread.join(patience)

    def _run(self) -> None:
        try:
            with open_dbus_router(bus="SESSION") as router:
                self._serve(router)
        except Exception as error:  # noqa: BLE001 - whatever a bus does: nobody is told, that's all
            log.info("Notifications can't be shown: %r", error)

    def _serve(self, router: DBusRouter) -> None:
        rule = MatchRule(type="signal", interface=_SERVICE.interface, path=_SERVICE.object_path)
        Proxy(message_bus, router, timeout=_ANSWER_SECONDS).AddMatch(rule)
        shown, token = 0, ""
        with router.filter(rule, queue=self._news):
            while (news := self._news.get()) is not None:
                if isinstance(news, str):
                    shown = _notify(router, news, shown)
                    continue
                name = news.header.fields[HeaderFields.member]
                if news.body[0] != shown:
                    continue  # another program's
                if name == "ActivationToken":
                    token = str(news.body[1])
                elif name == "ActionInvoked":
                    self.clicked.emit(token)


def _notify(router: DBusRouter, words: str, replaces: int) -> int:
    """Returns the notification's number."""
    hints = {"desktop-entry": ("s", "aleph-desktop")}
    body = ("aleph_desktop", replaces, "", "aleph_desktop", words)
    call = new_method_call(
        _SERVICE, "Notify", "susssasa{sv}i", (*body, ["default", "Open"], hints, _BY_SERVER)
    )
    (number,) = unwrap_msg(router.send_and_get_reply(call, timeout=_ANSWER_SECONDS))
    return int(number)
