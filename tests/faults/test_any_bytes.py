"""Any bytes as an answer, to any call, give a known error or an answer: never a bug.

The bytes go over a real socket, through the real client.
"""

import asyncio
import json
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aleph_desktop.client.download import FileDownloader
from aleph_desktop.client.errors import ServiceError
from aleph_desktop.client.service import AlephService
from aleph_desktop.client.transport import build_download_http, build_http
from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.domain.generation import Generation
from aleph_desktop.domain.submission import Submission
from aleph_desktop.errors import KnownError

pytestmark = pytest.mark.fault(13)

ID = "aleph-0123456789abcdef"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
rows = st.fixed_dictionaries(
    {},
    optional={
        "client_request_id": st.just(ID) | json_values,
        "inference_id": json_values,
        "status": json_values,
    },
)
# what is nearly right goes deeper than what is all wrong
bodies = st.one_of(
    st.binary(max_size=200),
    json_values.map(lambda value: json.dumps(value).encode()),
    st.fixed_dictionaries(
        {},
        optional={
            "id": json_values,
            "status": st.sampled_from(["queued", "completed", "error", "generating"]) | json_values,
            "video": json_values | st.fixed_dictionaries({"url": json_values}),
            "error": json_values,
            "meta": json_values | st.fixed_dictionaries({"usage": json_values}),
            "data": st.lists(rows, max_size=3) | json_values,
            "current_balance": json_values,
            "message": json_values,
        },
    ).map(lambda value: json.dumps(value).encode()),
)
header_values = st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=30)
heads = st.tuples(
    st.sampled_from([200, 200, 200, 201, 204, 206, 301, 400, 401, 403, 404, 429, 500, 503, 999]),
    st.dictionaries(
        st.sampled_from(
            ["X-Inference-Id", "Retry-After", "Location", "X-Request-Id", "ETag", "Content-Range",
             "X-Aimlapi-Usd-Spent", "Content-Encoding", "Date", "Set-Cookie", "Content-Type"]
        ),
        header_values,
        max_size=3,
    ),
)  # fmt: skip


def whole(head: tuple[int, dict[str, str]], body: bytes) -> bytes:
    status, headers = head
    fields = {"Content-Length": str(len(body)), "Connection": "close", **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1") + body


answers = st.binary(max_size=300) | st.builds(whole, heads, bodies)
_settings = settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None,
    derandomize=True,
)  # fmt: skip


@asynccontextmanager
async def saying(answer: bytes):
    """The URL of a server that reads a request and says `answer`."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or b"0"))
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def asked(answer: bytes, call: str, *arguments: object) -> object:
    """What a call of the service makes of it."""
    http = build_http()
    async with http, saying(answer) as url:
        service = AlephService(http, url, ApiKey("sk-any"), poll_deadline=5, submit_deadline=5)
        try:
            return await getattr(service, call)(*arguments)
        except ServiceError as error:
            return error


@_settings
@given(answers)
def test_submit(answer) -> None:
    sent = Submission("runway/gen4_aleph", "rain", "https://clips.example/a.mp4", ID)
    told = asyncio.run(asked(answer, "submit", sent))
    assert isinstance(told, (Generation, ServiceError))
    if isinstance(told, ServiceError):
        assert told.failure.title
        assert told.failure.message


@_settings
@given(answers)
def test_poll(answer) -> None:
    told = asyncio.run(asked(answer, "poll", "some-id"))
    assert isinstance(told, (Generation, ServiceError))
    if isinstance(told, Generation):
        assert told.id == "some-id"


@_settings
@given(answers)
def test_logs(answer) -> None:
    told = asyncio.run(asked(answer, "find", {ID}, 1))
    assert isinstance(told, (dict, ServiceError))
    if isinstance(told, dict):
        assert set(told) <= {ID}
        assert all(isinstance(found, str) and found for found in told.values())


@_settings
@given(answers)
def test_billing(answer) -> None:
    told = asyncio.run(asked(answer, "balance"))
    if not isinstance(told, ServiceError):
        assert told.is_finite()


async def fetched(answer: bytes, part: Path) -> int | KnownError:
    """Its size in bytes, or why there is none."""
    downloader = FileDownloader(build_download_http(), patience=1)
    async with saying(answer) as url:
        try:
            return await downloader.fetch(url, part, lambda _done, _total: None, 10**6)
        except KnownError as error:
            return error
        finally:
            await downloader.aclose()


@_settings
@given(answers)
def test_download(answer) -> None:
    with tempfile.TemporaryDirectory() as name:
        part = Path(name) / "x.mp4.part"
        told = asyncio.run(fetched(answer, part))
        if isinstance(told, KnownError):
            assert told.failure.title
        else:
            assert part.stat().st_size == told
