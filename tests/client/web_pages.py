"""Web servers with clips on them, as good and as bad as they are told to be."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bad_server import Server


@dataclass
class Page:
    """What is at a path. `head`: the status that HEAD gets, where it isn't the same; 0: a reset."""

    body: bytes = b""
    kind: str = "video/mp4"
    status: int = 200
    head: int | None = None
    ranges: bool = True
    length: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    head_headers: dict[str, str] | None = None  # instead of those of GET


def moved(to: str, status: int = 302) -> Page:
    return Page(status=status, kind="text/html", headers={"Location": to})


def show(server: Server, pages: dict[str, Page]) -> None:
    """Serve these from now on; everything else is a 404."""

    def script(connection: socket.socket, seen) -> None:
        page = pages.get(urlsplit(seen.target).path, Page(status=404, kind="text/html"))
        status = page.status
        if seen.method == "HEAD" and page.head is not None:
            if not page.head:
                server.reset(connection, seen)
            status = page.head
        fields = {"Content-Type": page.kind} if page.kind else {}
        body = page.body
        if status == 200 and page.ranges and "range" in seen.headers:
            first, last = map(int, seen.headers["range"].removeprefix("bytes=").split("-"))
            total, body = len(body), body[first : last + 1]
            status, last = 206 if body else 416, first + len(body) - 1
            fields["Content-Range"] = (
                f"bytes {first}-{last}/{total}" if body else f"bytes */{total}"
            )
        if page.length:
            fields["Content-Length"] = str(len(body))
        fields |= page.headers
        if seen.method == "HEAD" and page.head_headers is not None:
            fields = page.head_headers
        head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields.items())
        connection.sendall(head.encode("latin-1") + b"\r\n")
        if seen.method != "HEAD":
            connection.sendall(body)
        if not page.length:
            raise EOFError

    server.script = script


def be_proxy(server: Server, http_server: Server, https_server: Server) -> None:
    """Take every host of the web to be one of these two."""

    def script(connection: socket.socket, seen) -> None:
        if seen.method != "CONNECT":
            http_server.script(connection, seen)
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection(("127.0.0.1", https_server.port)) as there:
            back = threading.Thread(target=_pour, args=(there, connection), daemon=True)
            back.start()
            _pour(connection, there)
            back.join(5)
        raise EOFError

    server.script = script


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
