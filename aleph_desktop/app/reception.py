"""Where the open window takes what a second start brings."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from aleph_desktop.app.handover import ACK, LIMIT, Handover, decode, socket_name

log = logging.getLogger(__name__)

_VISIT_MS = 3000  # from connecting to the last byte
_VISITORS = 8  # at once


class Reception(QObject):
    """Listens for this user's other starts. What isn't a handover is shown the door."""

    handed_over = Signal(Handover)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_VISITORS)
        self._server.newConnection.connect(self._on_connected)

    def open(self, data_dir: Path) -> None:
        """The lock of the folder must be ours: what another left here is then stale."""
        name = socket_name(data_dir)
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.warning("A second start can't reach this window: %s", self._server.errorString())

    def close(self) -> None:
        self._server.close()

    def _on_connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Visit(socket, self)


class _Visit(QObject):
    """One connection: reads one message, answers, ends."""

    def __init__(self, socket: QLocalSocket, reception: Reception) -> None:
        super().__init__(socket)
        self._socket = socket
        self._reception = reception
        self._data = b""
        patience = QTimer(self, singleShot=True, interval=_VISIT_MS)
        patience.timeout.connect(self._on_late)
        patience.start()
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(self._on_bytes)
        self._on_bytes()

    def _on_late(self) -> None:
        self._socket.abort()

    def _on_bytes(self) -> None:
        self._data += self._socket.read(LIMIT + 5 - len(self._data)).data()
        try:
            handover = decode(self._data)
        except ValueError as error:
            log.warning("What reached the window was no handover: %s", error)
            self._socket.abort()
            return
        if handover is not None:
            self._socket.readyRead.disconnect(self._on_bytes)
            self._socket.write(ACK)
            self._socket.flush()
            self._socket.disconnectFromServer()
            self._reception.handed_over.emit(handover)
