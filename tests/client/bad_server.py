"""A real server that answers as badly as it is told to."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = field(repr=False)


Script = Callable[[socket.socket, Seen], None]


class Server:
    """Reads whole requests and hands each to `script`, which writes to the socket as it likes."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[Seen] = []
        self.script: Script = self.reset
        self.read_body = True
        self.sent = 0  # bytes of bodies that `serve` has sent
        self.stop = threading.Event()
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def answer(
        self,
        status: int,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        claim: int | None = None,
    ) -> None:
        """Send this from now on; `claim` is the length claimed, where it isn't the true one."""
        fields = {"Content-Length": len(body) if claim is None else claim, **(headers or {})}
        head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields.items())

        def script(connection: socket.socket, _: Seen) -> None:
            connection.sendall(head.encode("latin-1") + b"\r\n" + body)
            if claim is not None:
                raise EOFError

        self.script = script

    def serve(
        self,
        data: bytes,
        headers: dict[str, str] | None = None,
        *,
        cut: int | None = None,
        ranges: bool = True,
    ) -> None:
        """Send a file from now on, by Range where asked; `cut`: break off before that byte."""
        fields = headers or {}
        validators = {fields.get("ETag"), fields.get("Last-Modified")}

        def script(connection: socket.socket, seen: Seen) -> None:
            asked = ranges and seen.headers.get("if-range") in {*validators, None}
            start = int(seen.headers.get("range", "bytes=0-")[6:-1]) if asked else 0
            status, more = "200 OK", dict(fields)
            if start >= len(data):
                status, body = "416 X", b""
                more["Content-Range"] = f"bytes */{len(data)}"
            else:
                body = data[start:]
            if status != "416 X" and asked and "range" in seen.headers:
                status = "206 X"
                more["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
            lines = {**more, "Content-Length": str(len(body))}
            head = f"HTTP/1.1 {status}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in lines.items())
            if cut is not None:
                body = body[: max(cut - start, 0)]
            self.sent += len(body)
            connection.sendall(head.encode("latin-1") + b"\r\n" + body)
            if cut is not None:
                raise EOFError

        self.script = script

    def reset(self, connection: socket.socket, _: Seen) -> None:
        """Break off with a TCP reset."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        raise EOFError

    def drip(self, connection: socket.socket, piece: bytes, pause: float = 0.05) -> None:
        """Send `piece` again and again, slowly, until the other side has enough."""
        while not self.stop.wait(pause):
            connection.sendall(piece)

    def close(self) -> None:
        self.stop.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, EOFError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                stack.callback(connection.close)
            reader = stack.enter_context(connection.makefile("rb"))
            while line := reader.readline():
                method, target, _ = line.decode().split(" ", 2)
                headers = {}
                while (field_line := reader.readline()) not in (b"\r\n", b""):
                    name, value = field_line.decode("latin-1").split(":", 1)
                    headers[name.lower()] = value.strip()
                size = int(headers.get("content-length", 0)) if self.read_body else 0
                body = reader.read(size)
                seen = Seen(method, target, headers, body)
                self.seen.append(seen)
                if len(body) < size:
                    return
                self.script(connection, seen)
