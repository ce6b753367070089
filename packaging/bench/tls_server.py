"""A service on loopback, by TLS, as fast as Python can: `tls_server.py CERTIFICATE KEY FOLDER`.

Its port is the first line on stdout; it ends with stdin. It knows every generation and never ends
one, takes submits, and serves /clip, of CLIP_BYTES.
"""

import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CLIP_BYTES = 200_000_000
_PIECE = memoryview(bytes(range(256)) * 4096)  # 1 MiB


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if not self.path.startswith("/clip"):
            self._answer({"id": self.path.rpartition("=")[2], "status": "generating"})
            return
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Content-Length", str(CLIP_BYTES))
        self.end_headers()
        left = CLIP_BYTES
        while left:
            left -= self.connection.send(_PIECE[:left])

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        self._answer({"id": "submitted", "status": "queued"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Nothing: it would cost time."""

    def _answer(self, fields: dict[str, str]) -> None:
        body = json.dumps(fields).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Shakes hands in the connection's own thread, so that nobody waits for another."""

    daemon_threads = True

    def __init__(self, certificate: str, key: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self._tls.wrap_socket(request, server_side=True) as wrapped:
            super().finish_request(wrapped, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is no error here."""


if __name__ == "__main__":
    server = Server(*sys.argv[1:3])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
