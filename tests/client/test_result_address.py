"""Where a result may come from: judged as written, at every redirect, and by who answers."""

import socket
import threading

import httpx
import pytest

from aleph_desktop.client.address import check_peer, check_result_url
from aleph_desktop.client.errors import BadAnswer, Unreachable
from aleph_desktop.client.transport import build_download_http

pytestmark = [pytest.mark.asyncio, pytest.mark.fault(20)]

PRIVATE = [
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.4",
    "127.0.0.1",
    "0.0.0.0",  # noqa: S104 (an address that is refused)
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
]
PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
async def test_a_private_address_is_refused_written_and_resolved(address):
    written = f"https://[{address}]/v" if ":" in address else f"https://{address}/v"
    with pytest.raises(BadAnswer):
        check_result_url(written, loopback=False)
    with pytest.raises(BadAnswer, match="private network"):
        check_peer(address, httpx.URL("https://cdn.example.com/v"))


@pytest.mark.parametrize("address", PUBLIC)
async def test_a_public_address_is_fine(address):
    check_result_url(
        f"https://[{address}]/" if ":" in address else f"https://{address}/", loopback=False
    )
    check_peer(address, httpx.URL("https://cdn.example.com/v"))


async def test_this_machine_is_this_machine():
    check_peer("127.0.0.1", httpx.URL("http://localhost:80/"))
    check_peer("::1", httpx.URL("http://[::1]:80/"))
    with pytest.raises(BadAnswer):
        check_peer("10.0.0.1", httpx.URL("http://localhost/"))


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.example.com/v",
        "file:///etc/passwd",
        "data:video/mp4;base64,AAAA",
        "ftp://cdn.example.com/v",
        "",
        "https://[",
        "https://a\x00b",
        "https://me:pw@cdn.example.com/v",
    ],
)
async def test_what_is_not_fetched(fetch, url):
    with pytest.raises(BadAnswer):
        await fetch(url)


@pytest.fixture
def lead(monkeypatch):
    """`lead(name, address)`: what the name resolves to."""
    there = socket.getaddrinfo

    def to(name, address):
        def resolve(host, *more, **options):
            return there(address if host == name else host, *more, **options)

        monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return to


@pytest.fixture
def listener():
    """(port, what arrived there): listens on this machine, on both its addresses."""
    with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as listening:
        arrived = []

        def take():
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    arrived.append(connection.recv(100))

        thread = threading.Thread(target=take)
        thread.start()
        yield listening.getsockname()[1], arrived
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_a_name_that_leads_inwards_gets_no_byte(fetch, part, lead, listener, address):
    port, arrived = listener
    lead("cdn.example.com", address)
    with pytest.raises(BadAnswer, match="private network"):
        await fetch(f"https://cdn.example.com:{port}/v.mp4?_jwt=x")
    assert not part.exists()
    assert arrived in ([], [b""])  # a connection without a byte


async def test_a_redirect_to_a_name_that_leads_inwards(server, fetch, lead, listener):
    port, arrived = listener
    lead("cdn.example.com", "127.0.0.1")
    server.answer(302, b"", {"Location": f"https://cdn.example.com:{port}/"})
    with pytest.raises(BadAnswer, match="private network"):
        await fetch(server.url)
    assert arrived in ([], [b""])


async def test_this_machine_by_its_name(server, fetch):
    server.answer(200, b"video")
    assert await fetch(f"http://localhost:{server.port}/v.mp4") == 5


async def test_a_proxy_may_be_in_a_private_network(start_server, monkeypatch, part):
    from aleph_desktop.client.download import FileDownloader

    proxy = start_server()
    proxy.answer(502)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    downloader = FileDownloader(build_download_http(), patience=5.0)
    with pytest.raises(Unreachable, match="proxy"):
        await downloader.fetch("https://cdn.example.com/v", part, lambda *_: None, 10**9)
    await downloader.aclose()
    assert [seen.method for seen in proxy.seen] == ["CONNECT"]


async def test_redirects_are_followed_five_times(server, fetch):
    def script(connection, seen):
        left = int(seen.target[1:])
        if left:
            head = f"HTTP/1.1 302 X\r\nLocation: /{left - 1}\r\nContent-Length: 0\r\n\r\n"
            connection.sendall(head.encode())
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    server.script = script
    assert await fetch(server.url + "/5") == 2
    for hops in (6, 10):
        with pytest.raises(BadAnswer, match="more than 5 times"):
            await fetch(f"{server.url}/{hops}")


@pytest.mark.parametrize(
    "location",
    [
        "http://cdn.example.com/v.mp4",
        "https://10.1.2.3/v.mp4",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "data:video/mp4,a",
        "https://[bad/",
    ],
)
async def test_a_redirect_to_somewhere_unsafe(server, fetch, location):
    server.answer(302, b"", {"Location": location})
    with pytest.raises(BadAnswer):
        await fetch(server.url)
    assert len(server.seen) == 1


async def test_a_redirect_from_https_to_http(start_server, certificate, server, fetch, video):
    server.answer(200, video)
    secure = start_server(certificate.server)
    secure.answer(302, b"", {"Location": server.url})
    with pytest.raises(BadAnswer, match="isn't https"):
        await fetch(secure.url)
    assert not server.seen


async def test_a_redirect_gets_no_key_and_is_gone_on_from(server, start_server, fetch, part, video):
    """The Range goes along, the address of the file may be another one each time."""
    storage = start_server()
    server.answer(302, b"", {"Location": storage.url + "/v.mp4"})
    storage.serve(video, {"ETag": '"v1"'}, cut=1000)
    with pytest.raises(Exception, match="too early"):
        await fetch(server.url)
    storage.serve(video, {"ETag": '"v1"'})
    await fetch(server.url)
    assert part.read_bytes() == video
    assert storage.seen[1].headers["range"] == "bytes=1000-"
    assert all("authorization" not in seen.headers for seen in storage.seen)
