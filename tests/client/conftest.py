"""Servers, certificates, and what is tested against them."""

import logging
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

# Test folders are no packages: the modules that these tests share lie beside them.
sys.path.insert(0, str(Path(__file__).parent))

from bad_server import Server
from web_pages import Page, be_proxy

from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.preflight import Preflight
from aleph_desktop.client.service import AlephService, ServicePath
from aleph_desktop.client.transport import build_download_http, build_http, build_tls
from aleph_desktop.client.visit import Visit
from aleph_desktop.client.web_reach import WebReach
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.media.probe import probe


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


@pytest.fixture(scope="session")
def tls() -> ssl.SSLContext:
    return build_tls()


@pytest.fixture
def look(tls, caplog):
    """`look(url)`, as for a service on this machine; nothing it says holds a query."""
    caplog.set_level(logging.DEBUG)

    def call(url, *, loopback=True, chosen="", limit=10**9, trust=None):
        with Visit(WebReach(loopback=loopback, chosen=chosen), trust or tls) as visit:
            found = Preflight(visit, probe, loopback=loopback, limit=limit).look(url)
        assert found.url == url
        assert bool(found.problem) == bool(found.remedy)
        assert "canary" not in f"{found.problem} {found.remedy} {found.notes} {caplog.text}"
        return found

    return call


@pytest.fixture(scope="session")
def clip(bunny_bytes: bytes) -> Page:
    """As a good server has it."""
    return Page(bunny_bytes, headers={"ETag": '"v1"'})


@pytest.fixture(scope="session")
def bunny_bytes(bunny: Path) -> bytes:
    return bunny.read_bytes()


@pytest.fixture
def no_network(monkeypatch):
    real = socket.getaddrinfo

    def refuse(host, *more, **options):
        assert host == "127.0.0.1", "a name was looked up"
        return real(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def names(monkeypatch):
    """`names["clip.example.org"]`: what it stands for, at each look-up the next."""
    found: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def lookup(host, port, *more, **options):
        host = host.decode() if isinstance(host, bytes) else host
        if host not in found:
            return real(host, port, *more, **options)
        if not found[host]:
            raise socket.gaierror(socket.EAI_NONAME, "")
        addresses = found[host].pop(0) if len(found[host]) > 1 else found[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return found


@pytest.fixture
def web(start_server, certify, monkeypatch):
    """(http server, https server, trust) for every host: a proxy takes them for ours."""
    plain = start_server()
    certificate = certify("DNS:clips.example.org,DNS:*.example.org,IP:1.1.1.1")
    secure = start_server(certificate.server)
    proxy = start_server()
    be_proxy(proxy, plain, secure)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, proxy.url)
    return plain, secure, certificate.trusted
