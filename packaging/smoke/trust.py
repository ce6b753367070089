"""The story of a service that a company's own authority vouches for."""

import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from trial import Trial, has

PROBED = (r"bigbuckbunny.mp4|clip.mp4", r"  (clip|counts|sent|because|frame size|note) .*")
FETCHING = (r"\d+ MB( of \d+)?",)
REFUSED = (r"This clip can't be downloaded: The certificate that localhost showed .*",)


def trust(trial: Trial) -> str:
    """Without its authority the server is refused, for that reason; with it, it is read."""
    if not has("openssl"):
        return "skipped: there is no openssl"
    authority, certificate, key = _certify(trial.folder)
    clip = trial.sample.read_bytes()

    class Clip(_Clip):
        content = clip

    server = ThreadingHTTPServer(("127.0.0.1", 0), Clip)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # refused handshakes
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"https://localhost:{server.server_port}/clip.mp4"
        look = ("probe", url, "--fetch", "--private")
        trial.run(*look, err=REFUSED, code=5)
        trial.run(*look, out=PROBED, err=FETCHING, environ={"SSL_CERT_FILE": str(authority)})
    finally:
        server.shutdown()
        server.server_close()
    return "refused without its authority, read with it"


class _Clip(BaseHTTPRequestHandler):
    """One clip, whole or in the part that is asked for."""

    content = b""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        start, end = 0, len(self.content) - 1
        if asked := self.headers.get("Range"):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or end), end)
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(self.content)}")
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - start + 1))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(self.content[start : end + 1])

    do_HEAD = do_GET  # noqa: N815 - the base's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Nothing: what it says would be taken for the program's."""


def _certify(folder: Path) -> tuple[Path, Path, Path]:
    """An authority's certificate, and a certificate by it for localhost with its key."""
    authority, own = folder / "authority.pem", folder / "authority.key"
    certificate, key = folder / "server.pem", folder / "server.key"
    request, names = folder / "server.csr", folder / "names"
    names.write_text("subjectAltName=DNS:localhost\n")
    new = ("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    vouched = ("-CA", authority, "-CAkey", own, "-CAcreateserial", "-extfile", names)
    for command in (
        (*new, "-x509", "-days", "2", "-subj", "/CN=Smoke CA", "-keyout", own, "-out", authority),
        (*new, "-subj", "/CN=localhost", "-keyout", key, "-out", request),
        ("openssl", "x509", "-req", "-days", "2", "-in", request, *vouched, "-out", certificate),
    ):
        subprocess.run(command, check=True, capture_output=True)
    return authority, certificate, key
