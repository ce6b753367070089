"""The connection that a download goes over, as httpcore tells of it while it is made."""

import contextlib
import socket
from collections.abc import Callable
from typing import Any

import httpx

from aleph_desktop.client.reach import Reach


class Line:
    """Looks who is at the other end before a byte is sent, and can be cut from any thread."""

    def __init__(self, check_wanted: Callable[[], None], reach: Reach) -> None:
        """`check_wanted` raises when the download was given up, `reach` where it may not go."""
        self._check_wanted = check_wanted
        self._reach = reach
        self._socket: socket.socket | None = None

    def tracer(self, url: httpx.URL) -> Callable[[str, dict[str, Any]], None]:
        """For httpx's extension "trace", of a request to `url`."""
        host = url.raw_host.decode("ascii")
        to = ""

        def trace(event: str, info: dict[str, Any]) -> None:
            nonlocal to
            if "close" in event or event.endswith(".failed"):
                return  # it ends: what is raised now comes out of a generator that nobody asks
            if event.endswith("connect_tcp.started"):
                to = info["host"]
                if to == host:  # else to a proxy, which finds the way itself
                    self._reach.check_name(url)
            elif event.endswith("connect_tcp.complete"):
                stream = info["return_value"]
                try:
                    self._hold(stream.get_extra_info("socket"))
                    self._check_wanted()
                    if to == host:
                        self._reach.check_peer(stream.get_extra_info("server_addr")[0], url)
                except BaseException:
                    stream.close()  # httpcore doesn't know it yet
                    raise
            self._check_wanted()

        return trace

    def cut(self) -> None:
        """End what blocks: a read, or a handshake."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def _hold(self, made: socket.socket) -> None:
        """Keep a handle of our own: a TLS handshake takes the socket out of its object."""
        before, self._socket = self._socket, made.dup()
        if before is not None:
            before.close()
