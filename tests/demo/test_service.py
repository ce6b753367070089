"""Clips go in, edited clips come out: a real process, real clips."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import httpx
import pytest

OLDER = "/v2/generate/video/runway/generation"


@dataclass
class Found:
    """What a file turned out to be."""

    size: tuple[int, int]
    codec: str
    pixel_format: str
    rate: float
    frames: int
    duration: float
    sound: bool


def probed(data: bytes, folder: Path) -> Found:
    path = folder / "result.mp4"
    path.write_bytes(data)
    with av.open(str(path)) as clip:
        stream = clip.streams.video[0]
        frames = sum(1 for _ in clip.decode(stream))
        return Found(
            (stream.width, stream.height),
            stream.codec_context.name,
            stream.codec_context.pix_fmt,
            float(stream.average_rate),
            frames,
            clip.duration / av.time_base,
            bool(clip.streams.audio),
        )


@pytest.fixture(scope="module")
def web(small_clip: Path) -> Iterator[str]:
    """A web server with clips, good and bad."""
    clip = small_clip.read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind = "text/html" if self.path == "/page" else "video/mp4"
            status = {"/moved": 302, "/gone": 404}.get(self.path, 200)
            size = 33_000_000 if self.path == "/large" else len(clip)
            self.send_response(status)
            self.send_header("Location", "/clip")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            self.wfile.write(bytes(size) if self.path == "/large" else clip)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_clip_in_the_request(service, sample_uri: str, tmp_path: Path) -> None:
    generation_id = service.submit(
        prompt="rainy night", video_url=sample_uri, frame_size="848:480", seed=3
    )

    answers = [answer.json() for answer in service.ended(generation_id)]

    words = [answer["status"] for answer in answers]
    assert words == ["queued", "generating", "completed"][-len(words) :]
    assert words[-1] == "completed"
    assert all(answer["video"] is None for answer in answers[:-1])
    assert answers[-1]["meta"]["usage"]["credits_used"] == 1_960_000
    result = httpx.get(answers[-1]["video"]["url"], trust_env=False)
    assert result.headers["content-type"] == "video/mp4"
    # The sample has 5.28 s at 25 frames a second.
    assert probed(result.content, tmp_path) == Found(
        (848, 480), "h264", "yuv420p", 25.0, 125, 5.0, sound=False
    )
    assert result.content.index(b"moov") < result.content.index(b"mdat")


def test_a_clip_by_url_on_the_older_path(service, web: str, tmp_path: Path) -> None:
    generation_id = service.submit(OLDER, prompt="sepia", video_url=f"{web}/clip")

    answers = [answer.json() for answer in service.ended(generation_id, OLDER)]

    words = [answer["status"] for answer in answers]
    assert words == ["waiting", "active", "complete"][-len(words) :]
    assert words[-1] == "complete"
    assert answers[-1]["meta"]["usage"] == {"tokens_used": 1_960_000}
    [url] = answers[-1]["video"]
    found = probed(httpx.get(url, trust_env=False).content, tmp_path)
    assert (found.size, found.frames) == ((1280, 720), 3)


def test_a_result_in_pieces(service, small_uri: str) -> None:
    url = service.ended(service.submit(video_url=small_uri))[-1].json()["video"]["url"]
    whole = httpx.get(url, trust_env=False)

    rest = httpx.get(url, headers={"Range": "bytes=1000-"}, trust_env=False)
    changed = {"Range": "bytes=1000-", "If-Range": '"another"'}

    assert whole.headers["content-length"] == str(len(whole.content))
    assert whole.headers["etag"]
    assert rest.status_code == 206
    assert rest.content == whole.content[1000:]
    assert httpx.get(url, headers=changed, trust_env=False).status_code == 200
    assert httpx.get(url[:-1], trust_env=False).status_code == 403
    assert httpx.get(url.partition("?")[0], trust_env=False).status_code == 403


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("page", "its Content-Type is text/html, not a video's"),
        ("gone", "it answers 404"),
        ("moved", "it redirects"),
        ("large", "it is larger than 32 MB"),
    ],
)
def test_urls_without_a_clip(service, web: str, page: str, words: str) -> None:
    body = service.ended(service.submit(video_url=f"{web}/{page}"))[-1].json()

    assert body["status"] == "error"
    assert body["error"]["name"] == "ASSET.INVALID"
    assert words in body["error"]["message"]


def test_nobody_answers(service) -> None:
    body = service.ended(service.submit(video_url="http://127.0.0.1:1/a.mp4"))[-1].json()

    assert body["error"]["name"] == "ASSET.INVALID"


def test_data_that_is_no_clip(service) -> None:
    uri = "data:video/mp4;base64,bm8gY2xpcA=="
    generation_id = service.submit(OLDER, video_url=uri)

    body = service.ended(generation_id, OLDER)[-1].json()

    assert body["status"] == "failed"
    assert body["error"].startswith("ASSET.INVALID: ")


@pytest.mark.parametrize(
    ("words", "name"),
    [("[demo: fail]", "INTERNAL.BAD_OUTPUT"), ("[demo: moderation]", "SAFETY.INPUT.TEXT")],
)
def test_failures_to_order(service, small_uri: str, words: str, name: str) -> None:
    answer = service.ended(service.submit(prompt=f"night {words}", video_url=small_uri))[-1]

    assert answer.json()["error"]["name"] == name
    assert answer.headers["x-aimlapi-credits-used"] == "0"


def test_the_log_and_the_balance_know_a_generation(service, small_uri: str) -> None:
    before = service.http.get("/v2/billing").json()["current_balance"]
    body = {"model": "runway/gen4_aleph", "prompt": "fog", "video_url": small_uri}
    headers = {"X-Client-Request-Id": "take-1:a"}
    accepted = service.http.post("/v2/video/generations", json=body, headers=headers)
    generation_id = accepted.json()["id"]
    assert accepted.headers["x-client-request-id"] == "take-1:a"
    assert accepted.headers["x-inference-id"] == generation_id
    last = service.ended(generation_id)[-1]
    rows = service.http.get("/v2/logs", params={"period": "24h", "limit": 100}).json()["data"]
    after = service.http.get("/v2/billing").json()["current_balance"]

    [row] = [row for row in rows if row["client_request_id"] == "take-1:a"]
    assert row["inference_id"] == generation_id
    assert row["cost"] == {"usd": 0.98, "credits": 1_960_000}
    assert last.headers["x-aimlapi-usd-spent"] == "0.980000000"
    assert before - after == pytest.approx(0.98)


def test_a_bad_client_request_id_is_dropped_in_silence(service, small_uri: str) -> None:
    body = {"model": "runway/gen4_aleph", "prompt": "fog", "video_url": small_uri}
    answer = service.http.post(
        "/v2/video/generations", json=body, headers={"X-Client-Request-Id": "a b"}
    )

    assert answer.status_code == 200
    assert "x-client-request-id" not in answer.headers


def test_refusals_have_the_providers_body(service) -> None:
    cases = [
        (service.http.post("/v2/video/generations", json={}), 400),
        (service.http.post("/v2/video/generations", content=b"{}"), 400),
        (
            service.http.post(
                OLDER, content=b"\xff{", headers={"Content-Type": "application/json"}
            ),
            400,
        ),
        (service.http.get(OLDER), 400),
        (service.http.get(OLDER, params={"generation_id": ""}), 400),
        (service.http.get(OLDER, params={"generation_id": "none:such/one"}), 404),
        (service.http.get("/v2/billing", headers={"Authorization": "Bearer"}), 401),
        (service.http.get("/v2/billing", headers={"Authorization": "Basic x"}), 401),
        (service.http.delete(OLDER), 405),
        (service.http.get("/nowhere"), 404),
        (service.http.get("/results/none.mp4"), 404),
    ]

    for answer, status in cases:
        body = answer.json()
        assert (answer.status_code, body["statusCode"]) == (status, status)
        assert body.keys() == {"message", "path", "requestId", "statusCode", "timestamp"}
        assert body["path"] == answer.request.url.path


def test_a_body_has_a_limit(service) -> None:
    body = b'{"prompt": "' + b"a" * 24_000_000 + b'"}'
    answer = service.http.post(OLDER, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 413


def test_the_catalogue_needs_no_key_and_is_kept_by_its_tag(service) -> None:
    url = f"{service.url}/v1/models"
    asked = {"id": "gen4_aleph", "include": "pricing,nonsense"}
    first = httpx.get(url, params=asked, trust_env=False)
    tag = {"If-None-Match": f'"x", W/{first.headers["etag"]}'}

    [model] = first.json()["data"]
    assert model["id"] == "runway/gen4_aleph"
    assert model["pricing"]["kind"] == "fixed"
    assert model["pricing"]["units"][0] | {"price": 0.98, "per": 1} == model["pricing"]["units"][0]
    assert httpx.get(url, params=asked, headers=tag, trust_env=False).status_code == 304
    other = httpx.get(url, params={"id": "other"}, trust_env=False)
    assert other.json() == {"object": "list", "data": []}
