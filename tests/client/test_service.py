import asyncio
import base64
import json
import logging
import os
import socket
import time
import urllib.parse

import pytest

from aleph_desktop.client.errors import (
    AnswerLost,
    BadAnswer,
    KeyRefused,
    NotFound,
    OutOfCredits,
    RateLimited,
    Refused,
    ServiceError,
    ServiceTrouble,
    Unreachable,
    Unsendable,
)
from aleph_desktop.client.service import AlephService, ServicePath
from aleph_desktop.client.transport import build_http
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.generation import GenerationStatus
from aleph_desktop.domain.submission import MediaFile, Submission
from aleph_desktop.errors import FailureKind, KnownError

pytestmark = pytest.mark.asyncio

SUBMISSION = Submission("runway/gen4_aleph", "night", "https://a.example/v.mp4", "job-1:a")
QUEUED = json.dumps({"id": "g-1", "status": "queued", "video": None}).encode()


async def both(service):
    """What a submit and a poll raise."""
    errors = []
    for call in (service.submit(SUBMISSION), service.poll("g-1")):
        with pytest.raises(ServiceError) as caught:
            await call
        errors.append(caught.value)
    return errors


@pytest.mark.parametrize("path", ServicePath)
async def test_submit_and_poll(server, make_service, canary, path):
    service = make_service(server.url, path)
    server.answer(201, QUEUED, {"x-inference-id": "g-1", "x-aimlapi-credits-used": "1960000"})
    accepted = await service.submit(SUBMISSION)
    assert (accepted.id, accepted.status) == ("g-1", GenerationStatus.QUEUED)
    assert accepted.credits == 1960000
    polled = await service.poll("g-1")
    assert polled.word == "queued"
    post, get = server.seen
    assert (post.method, post.target) == ("POST", path.value)
    assert (get.method, get.target) == ("GET", f"{path.value}?generation_id=g-1")
    assert post.headers["authorization"] == f"Bearer {canary}"
    assert post.headers["content-type"] == "application/json"
    assert post.headers["x-client-request-id"] == "job-1:a"
    for seen in server.seen:
        assert seen.headers["accept-encoding"] == "identity"
        assert seen.headers["user-agent"].startswith("aleph_desktop/")
        assert "transfer-encoding" not in seen.headers


async def test_a_base_url_may_have_a_path(server, make_service):
    server.answer(200, QUEUED)
    await make_service(server.url + "/gateway/").poll("g-1")
    assert server.seen[0].target.startswith("/gateway/v2/video/generations?")


@pytest.mark.parametrize("generation_id", ["a b", "u:runway/gen4", "%41&x=1#?", "é+", "../.."])
async def test_an_id_arrives_as_it_is(server, service, generation_id):
    server.answer(200, QUEUED)
    found = await service.poll(generation_id)
    query = server.seen[0].target.partition("?")[2]
    assert urllib.parse.parse_qs(query, strict_parsing=True) == {"generation_id": [generation_id]}
    assert found.id == generation_id


async def test_twelve_megabytes_arrive_intact(server, service, tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(os.urandom(12_000_000))
    server.answer(200, QUEUED)
    wanted = Submission("runway/gen4_aleph", "night", MediaFile(clip, "video/mp4"), "job-1")
    await service.submit(wanted)
    payload = json.loads(server.seen[0].body)
    encoded = payload["video_url"].removeprefix("data:video/mp4;base64,")
    assert base64.b64decode(encoded, validate=True) == clip.read_bytes()


async def test_a_file_that_changes_while_sent_is_never_a_whole_request(server, service, tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(bytes(12_000_000))
    server.read_body = False
    finished = []

    def script(connection, seen):
        connection.recv(1000)
        os.truncate(clip, 5_000_000)
        received = 0
        while piece := connection.recv(1 << 20):
            received += len(piece)
        finished.append((received, int(seen.headers["content-length"])))
        raise EOFError

    server.script = script
    wanted = Submission("runway/gen4_aleph", "night", MediaFile(clip, "video/mp4"), "job-1")
    with pytest.raises(Unsendable, match="changed while it was sent") as caught:
        await service.submit(wanted)
    assert caught.value.failure.kind is FailureKind.DISK
    await asyncio.to_thread(server.close)
    (received, promised) = finished[0]
    assert received < promised


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused),
        (401, KeyRefused),
        (404, NotFound),
        (413, Refused),
        (429, RateLimited),
        (500, ServiceTrouble),
        (502, ServiceTrouble),
        (503, ServiceTrouble),
        (504, ServiceTrouble),
    ],
)
@pytest.mark.parametrize("body", [b'{"message": "why", "requestId": "r-9"}', b"<html>", b""])
async def test_refusals(server, service, status, kind, body):
    server.answer(status, body, {"Retry-After": "1000000"})
    for error in await both(service):
        assert type(error) is kind
        assert error.status == status
        assert error.failure.request_id == ("r-9" if b"r-9" in body else None)
        assert getattr(error, "retry_after", 300) == 300
    assert len(server.seen) == 2  # nothing was tried twice


@pytest.mark.parametrize("status", [408, 409, 499])
@pytest.mark.parametrize("body", [b'{"message": "why", "requestId": "r-9"}', b"<html>", b""])
async def test_what_a_gateway_may_say_after_the_upload_is_no_refusal(server, service, status, body):
    server.answer(status, body)
    lost, passing = await both(service)
    assert (type(lost), type(passing)) == (AnswerLost, ServiceTrouble)
    assert lost.failure.request_id == ("r-9" if body.startswith(b"{") else None)
    for call in (service.balance(), service.find(["aleph-1"], 1)):
        with pytest.raises(ServiceTrouble):
            await call
    assert [seen.method for seen in server.seen] == ["POST", "GET", "GET", "GET"]


@pytest.mark.parametrize("status", [402, 403])
async def test_credits_and_firewalls_are_told_apart(server, service, status):
    server.answer(status, b'{"message": "why", "requestId": "r-9"}')
    assert [type(error) for error in await both(service)] == [OutOfCredits, OutOfCredits]
    for page in (b"<html>Blocked</html>", b""):
        server.answer(status, page, {"Content-Type": "text/html"})
        assert [type(error) for error in await both(service)] == [Refused, ServiceTrouble]
        with pytest.raises(ServiceTrouble, match="on the way"):
            await service.balance()


async def test_a_refusal_counts_before_the_body_is_read(server, service, tmp_path):
    """A gateway says 413 and stops reading."""
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(bytes(12_000_000))
    server.read_body = False

    def script(connection, _):
        connection.sendall(b"HTTP/1.1 413 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1 << 20):
            pass
        raise EOFError

    server.script = script
    with pytest.raises(Refused, match="too large"):
        await service.submit(
            Submission("runway/gen4_aleph", "night", MediaFile(clip, "video/mp4"), "job-1")
        )


async def test_a_refusal_counts_though_its_body_is_cut_endless_or_compressed(server, service):
    server.answer(400, b'{"mess', claim=500)
    assert [type(error) for error in await both(service)] == [Refused, Refused]
    server.answer(401, b"\x1f\x8b", {"Content-Encoding": "gzip"})
    assert [type(error) for error in await both(service)] == [KeyRefused, KeyRefused]
    server.answer(403, b"x" * 2_000_000)
    assert [type(error) for error in await both(service)] == [Refused, ServiceTrouble]


async def test_a_redirect_is_not_followed(server, service, start_server):
    other = start_server()
    other.answer(200, QUEUED)
    server.answer(307, b"", {"Location": other.url + "/v2/video/generations"})
    assert [type(error) for error in await both(service)] == [BadAnswer, BadAnswer]
    assert not other.seen


@pytest.mark.parametrize("location", ["data:video", "https://a\x01b", "\xff\xfe"])
async def test_a_submit_answered_by_a_redirect_to_nowhere_was_sent(server, service, location):
    server.answer(307, b"", {"Location": location})
    for error in await both(service):
        assert type(error) in {AnswerLost, BadAnswer}


async def test_no_cookie_is_kept(server, service):
    server.answer(200, QUEUED, {"Set-Cookie": "a=b\xff; Path=/"})
    for _ in range(2):
        await service.poll("g-1")
    assert "cookie" not in server.seen[1].headers


@pytest.mark.fault(12)
async def test_nobody_listens(make_service):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    submit, poll = await both(make_service(f"http://127.0.0.1:{port}"))
    for error in (submit, poll):
        assert type(error) is Unreachable
        assert "takes no connections" in error.failure.message
    assert submit.failure.message.endswith(" Nothing was sent.")
    assert "sent" not in poll.failure.message  # its job was, long ago


@pytest.mark.fault(12)
async def test_a_name_that_is_not_there(make_service):
    for error in await both(make_service("https://nothing.invalid")):
        assert type(error) is Unreachable
        assert "nothing.invalid can't be found" in error.failure.message


@pytest.mark.fault(12)
async def test_a_reset_after_the_body(server, service):
    server.script = server.reset
    assert [type(error) for error in await both(service)] == [AnswerLost, AnswerLost]
    assert len(server.seen) == 2


async def test_no_answer_in_time(server, make_service, http):
    server.script = lambda *_: server.stop.wait(20)
    service = AlephService(
        http, server.url, ApiKey("a-key"), poll_deadline=0.2, submit_deadline=0.2
    )
    for error in await both(service):
        assert type(error) is AnswerLost
        assert "too long" in error.failure.message


@pytest.mark.fault(14)
@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"])
async def test_an_answer_that_drips(server, service, head):
    def script(connection, _):
        connection.sendall(head or b"HTTP/1.1 200 OK\r\nX-Slow: ")
        server.drip(connection, b"a")

    server.script = script
    began = time.monotonic()
    with pytest.raises(AnswerLost):
        await service.poll("g-1")
    assert time.monotonic() - began < 3


@pytest.mark.fault(13)
async def test_an_endless_answer_is_cut_off_at_a_megabyte(server, service):
    sent = []

    def script(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(100_000))
            sent.append(100_000)

    server.script = script
    lost, bad = await both(service)
    assert (type(lost), type(bad)) == (AnswerLost, BadAnswer)
    assert sum(sent) < 60_000_000


@pytest.mark.fault(15)
async def test_a_compressed_answer_is_not_unpacked(server, service):
    server.answer(200, b"\x1f\x8b\x08", {"Content-Encoding": "gzip"})
    lost, bad = await both(service)
    assert (type(lost), type(bad)) == (AnswerLost, BadAnswer)
    assert "compressed" in bad.failure.message


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"status": "queued"}', b"<html>"])
async def test_an_accepted_submit_without_an_id_is_lost_not_refused(server, service, body):
    server.answer(200, body)
    with pytest.raises(AnswerLost, match="may have accepted"):
        await service.submit(SUBMISSION)


@pytest.mark.parametrize(
    ("body", "claim"),
    [(b"", None), (b"{", None), (b'{"id": "g', 500), (b'{"id": "g-1", "status": 3}', None)],
)
async def test_an_accepted_submit_keeps_the_id_however_bad_the_rest(server, service, body, claim):
    server.answer(200, body, {"x-inference-id": "g-1"}, claim=claim)
    found = await service.submit(SUBMISSION)
    assert (found.id, found.status) == ("g-1", GenerationStatus.UNKNOWN)


async def test_a_lost_poll_is_lost(server, service):
    server.answer(200, QUEUED[:10], claim=500)
    with pytest.raises(AnswerLost):
        await service.poll("g-1")


@pytest.mark.fault(12)
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("IP:127.0.0.1",), "signed by itself"),
        (("DNS:elsewhere.example",), "belongs to another host"),
        (("IP:127.0.0.1", -1), "has expired"),
    ],
)
async def test_tls_is_never_bypassed(start_server, certify, make_service, asked, words):
    made = certify(*asked)
    server = start_server(made.server)
    async with build_http(None if "itself" in words else made.trusted) as http:
        for error in await both(make_service(server.url, client=http)):
            assert type(error) is Unreachable
            assert words in error.failure.message
    assert not server.seen


async def test_tls_with_a_trusted_certificate(start_server, certificate, make_service):
    server = start_server(certificate.server)
    server.answer(200, QUEUED)
    async with build_http(certificate.trusted) as http:
        assert (await make_service(server.url, client=http).poll("g-1")).id == "g-1"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com",
        "http://192.168.1.4:8000",
        "ftp://127.0.0.1",
        "api.example.com",
        "",
        "https://",
        "https://me:pw@api.example.com",
        "https://api.example.com/?x=1",
        "https://api.example.com:port",
    ],
)
async def test_where_the_key_is_not_sent(http, url):
    with pytest.raises(KnownError, match="address can't be used"):
        AlephService(http, url, ApiKey("a-key"))


@pytest.mark.parametrize("text", ["", "  ", "a b", "a\nb", "schlüssel", "a\x00"])
async def test_what_can_not_be_a_key(text):
    with pytest.raises(KnownError) as caught:
        ApiKey(text)
    assert caught.value.failure.kind is FailureKind.KEY
    assert len(text.strip()) < 3 or text not in str(caught.value)


async def test_the_systems_proxy_is_used_but_not_for_this_machine(
    server, start_server, monkeypatch, make_service
):
    proxy = start_server()
    proxy.answer(502)
    server.answer(200, QUEUED)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, proxy.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with build_http() as http:
        assert (await make_service(server.url, client=http).poll("g-1")).id == "g-1"
        for error in await both(make_service("https://api.example.com", client=http)):
            assert type(error) is Unreachable
            assert "proxy" in error.failure.message
    assert {seen.method for seen in proxy.seen} == {"CONNECT"}
    assert all("authorization" not in seen.headers for seen in proxy.seen)


async def test_an_unknown_kind_of_proxy_has_words(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks4://127.0.0.1:1")
    with pytest.raises(KnownError, match="proxy can't be used"):
        build_http()


async def test_the_key_shows_up_nowhere(server, service, canary, caplog):
    caplog.set_level(logging.DEBUG)
    echo = {"message": f"bad key Bearer {canary}!", "requestId": canary}
    told = [repr(service), str(service), repr(vars(service)), repr(ApiKey(canary))]
    for status in (400, 401, 403, 429, 500):
        server.answer(status, json.dumps(echo).encode(), {"x-request-id": canary})
        told += [f"{error!r}{error}{error.failure!r}" for error in await both(service)]
        server.answer(status, b"", {"x-request-id": canary})
        told += [f"{error!r}{error}{error.failure!r}" for error in await both(service)]
    failed = {"id": canary, "status": canary, "error": {"name": canary, "message": canary}}
    server.answer(200, json.dumps(failed).encode())
    told += [repr(await service.submit(SUBMISSION)), repr(await service.poll("g-1"))]
    server.script = server.reset
    for error in await both(service):
        told += [repr(error), repr(error.__cause__), str(error.__cause__)]
    server.answer(307, b"", {"Location": f"https://x.example/?k={canary}"})
    told += [repr(error) for error in await both(service)]
    assert canary not in "".join(told)
    assert canary not in caplog.text
    assert "generation_id" not in caplog.text
