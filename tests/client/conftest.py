"""A real server that answers as badly as it is told to."""

import contextlib
import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.service import AlephService, ServicePath
from aleph_desktop.client.transport import build_download_http, build_http
from aleph_desktop.domain.api_key import ApiKey


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


@pytest.fixture
def start_server() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(tls: ssl.SSLContext | None = None) -> Server:
        servers.append(Server(tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    return start_server()


@dataclass(frozen=True)
class Certificate:
    """A certificate that is signed by itself, and its key."""

    certificate: Path
    key: Path

    @property
    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    @property
    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


def _openssl(command: str, *more: str | Path) -> None:
    subprocess.run(["openssl", *command.split(), *more], check=True, capture_output=True)


@pytest.fixture(scope="session")
def certify(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Certificate]:
    def make(names: str, days: int = 2) -> Certificate:
        """`days` until it expires; -1: it has."""
        folder = tmp_path_factory.mktemp("tls")
        made = Certificate(folder / "certificate.pem", folder / "key.pem")
        request, extensions = folder / "request.pem", folder / "extensions"
        extensions.write_text(f"subjectAltName={names}\n")
        _openssl("ecparam -name prime256v1 -genkey -noout -out", made.key)
        _openssl("req -new -subj /CN=test -key", made.key, "-out", request)
        options = ["-signkey", made.key, "-extfile", extensions, "-out", made.certificate]
        _openssl(f"x509 -req -days {days} -in", request, *options)
        return made

    return make


@pytest.fixture(scope="session")
def certificate(certify: Callable[..., Certificate]) -> Certificate:
    return certify("IP:127.0.0.1")


@pytest_asyncio.fixture
async def http():
    client = build_http()
    yield client
    await client.aclose()


@pytest.fixture
def canary() -> str:
    """The key of `make_service`: it must show up nowhere."""
    return "canary-key-1f0e7c55aa"


@pytest.fixture
def make_service(http: httpx.AsyncClient, canary: str) -> Callable[..., AlephService]:
    """Services with deadlines that a test can wait for."""

    def make(url: str, path: ServicePath = ServicePath.UNIVERSAL, client=http) -> AlephService:
        key = ApiKey(canary)
        return AlephService(client, url, key, path, poll_deadline=0.5, submit_deadline=5.0)

    return make


@pytest.fixture
def service(server: Server, make_service: Callable[..., AlephService]) -> AlephService:
    return make_service(server.url)


@pytest_asyncio.fixture
async def downloader_for():
    """Downloaders that trust a context and give up below 2 KiB/s in half a second."""
    made = []

    async def make(trusted: ssl.SSLContext | None) -> FileDownloader:
        made.append(FileDownloader(build_download_http(trusted), slowest=2048, patience=0.5))
        return made[-1]

    yield make
    for downloader in made:
        await downloader.aclose()


@pytest_asyncio.fixture
async def downloader(downloader_for, certificate: Certificate) -> FileDownloader:
    """Trusts the test certificate."""
    return await downloader_for(certificate.trusted)


@pytest.fixture
def part(tmp_path: Path) -> Iterator[Path]:
    """Where a download goes; no test may leave a thread that still writes there."""
    folder = tmp_path / "out"
    folder.mkdir()
    yield folder / "night.mp4.part"
    for thread in threading.enumerate():
        if thread.name.startswith("download "):
            thread.join(2)
            assert not thread.is_alive()


@pytest.fixture
def tag(part: Path) -> Path:
    """Where a download notes of which file it is."""
    return part.with_name("night.mp4.part.tag")


@pytest.fixture
def video() -> bytes:
    """3 MB that nothing can guess."""
    return VIDEO


VIDEO = os.urandom(3_000_000)


@pytest.fixture
def fetch(downloader: FileDownloader, part: Path) -> Callable[..., Awaitable[int]]:
    """`fetch(url)` into `part`."""

    def call(url: str, *, limit: int = 10**9, progress=lambda *_: None) -> Awaitable[int]:
        return downloader.fetch(url, part, progress, limit)

    return call
