"""The demo service as users have it: a process of its own, and clips to give it."""

import base64
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import httpx
import pytest

from aleph_desktop.resources import resource

UNIVERSAL = "/v2/video/generations"
OLDER = "/v2/generate/video/runway/generation"
ENDED = {"completed", "error", "complete", "failed"}


@dataclass
class Service:
    """A running demo service."""

    process: subprocess.Popen[str]
    url: str
    http: httpx.Client

    def submit(self, path: str = UNIVERSAL, **fields: object) -> str:
        """Returns the generation's id."""
        body = {"model": "runway/gen4_aleph", "prompt": "night", **fields}
        answer = self.http.post(path, json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()["id"]

    def poll(self, generation_id: str, path: str = UNIVERSAL) -> httpx.Response:
        answer = self.http.get(path, params={"generation_id": generation_id})
        assert answer.status_code == 200, answer.text
        return answer

    def ended(self, generation_id: str, path: str = UNIVERSAL) -> list[httpx.Response]:
        """Poll to the end; the first answer with each status."""
        answers: list[httpx.Response] = []
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            answer = self.poll(generation_id, path)
            status = answer.json()["status"]
            if not answers or answers[-1].json()["status"] != status:
                answers.append(answer)
            if status in ENDED:
                return answers
            time.sleep(0.01)
        raise AssertionError(f"still {answers[-1].text}")

    def end(self) -> int:
        """Close its stdin; returns the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(timeout=10)


StartService = Callable[..., Service]


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "aleph_desktop", "demo-service", *options]


@pytest.fixture(scope="session")
def start_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartService]:
    """Start a service; whatever still runs at the end is ended."""
    running: list[Service] = []

    def start(work_dir: Path | None = None, speed: float = 20.0) -> Service:
        folder = work_dir or tmp_path_factory.mktemp("service")
        process = subprocess.Popen(
            command("--speed", str(speed), "--work-dir", str(folder), "--end-with-stdin"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        http = httpx.Client(
            base_url=url, headers={"Authorization": "Bearer any"}, timeout=30, trust_env=False
        )
        service = Service(process, url, http)
        running.append(service)
        return service

    yield start
    for service in running:
        service.http.close()
        service.end()
        assert service.process.stdout is not None
        service.process.stdout.close()


@pytest.fixture(scope="session")
def service(start_service: StartService) -> Service:
    """One service for all tests that leave it running."""
    return start_service()


@pytest.fixture(scope="session")
def sample() -> Path:
    return resource("sample", "bigbuckbunny.mp4")


@pytest.fixture(scope="session")
def small_clip(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    """The sample's first three frames, 320 × 240."""
    path = tmp_path_factory.mktemp("clips") / "small.mp4"
    with av.open(str(sample)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=25, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number, frame in zip(range(3), source.decode(video=0), strict=False):
            small = frame.reformat(320, 240, "yuv420p")
            small.pts, small.time_base = number, Fraction(1, 25)
            target.mux(stream.encode(small))
        target.mux(stream.encode(None))
    return path


def data_uri(path: Path) -> str:
    return f"data:video/mp4;base64,{base64.b64encode(path.read_bytes()).decode()}"


@pytest.fixture(scope="session")
def small_uri(small_clip: Path) -> str:
    return data_uri(small_clip)


@pytest.fixture(scope="session")
def sample_uri(sample: Path) -> str:
    return data_uri(sample)
