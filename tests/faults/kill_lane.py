"""Runs cases one after another: a service of its own, and processes that are killed and followed.

A case is one scenario and one point of it. Two lanes use two processors.
"""

import json
import subprocess
import sys
import time
from base64 import b64encode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
from fault_plan import SUBMIT
from kill_points import Kill
from kill_run import CONNECTED, MODEL
from kill_scenarios import Scenario
from service_process import FaultyService
from tiny_clip import make_clip

LANES = 2  # at once
UNIVERSAL = "/v2/video/generations"
ACT_SPEED, MEND_SPEED = 800.0, 2000.0  # of the clock: while a part is played, and in what follows


@dataclass
class Outcome:
    """What is to be judged of one case."""

    scenario: Scenario
    kill: Kill
    folder: Path  # its data
    killed: bool  # the point was reached
    points: dict[str, int]  # of a run that was not killed
    seconds: float  # that this run took, or lived
    shown: list[tuple[str, str, str | None]]  # job, state, generation id, in the order of showing
    found: dict[str, str]  # files in the results folder after the kill, by hash
    jobs: list[dict[str, Any]]  # at the end
    results: dict[str, str]  # files at the end, by hash
    sidecars: dict[str, Any]
    accepted: Counter[str | None]  # by client request id
    ids: dict[str | None, str | None]  # the generation ids that the service gave for these
    reference: str  # the hash of a whole result
    trouble: list[str] = field(default_factory=list)  # runs that broke down by themselves


class Lane:
    """One service, one fork server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self._number = 0
        self._service = FaultyService()
        self._server = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("kill_server.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._copied = make_clip(folder / "clip.mp4", seed=3)
        self._converted = make_clip(folder / "wide.mov", frames=4, seed=4)
        self._url, self.reference = self._result()

    def close(self) -> None:
        for stream in (self._server.stdin, self._server.stdout):
            assert stream is not None
            stream.close()
        self._server.wait(timeout=10)
        self._service.close()

    def run(self, scenario: Scenario, kill: Kill) -> Outcome:
        """Play it until the point, start again, and see how things end."""
        self._number += 1
        folder = self._folder / str(self._number)
        self._service.reset()
        self._service.plan(*scenario.rules)
        trouble: list[str] = []
        epoch = time.time()
        for number, earlier in enumerate(scenario.before):
            part = "looks_on" if number else "waits"
            answer = self._order(scenario, folder, part, epoch, ACT_SPEED, earlier)
            if answer["signal"] != 9:
                trouble.append(f"start {number + 1} was not killed at {earlier}: {answer['words']}")
        if scenario.deaf:
            self._service.deafen()
        began = time.monotonic()
        answer = self._order(scenario, folder, scenario.part, epoch, ACT_SPEED, kill)
        seconds = time.monotonic() - began
        killed = answer["signal"] == 9
        if not killed and answer["report"] is None:
            trouble.append(f"the run broke down ({answer['signal']}): {answer['words']}")
        points = dict(answer["report"]["points"]) if answer["report"] else {}
        if scenario.deaf and not (folder / CONNECTED).exists():
            self._service.listen()
        answer = self._order(scenario, folder, "mends", epoch, MEND_SPEED, Kill())
        report = answer["report"]
        if report is None:
            trouble.append(f"the last start broke down ({answer['signal']}): {answer['words']}")
            report = {"found": {}, "jobs": [], "results": {}, "sidecars": {}, "bugs": []}
        seen = self._service.seen(SUBMIT)
        return Outcome(
            scenario=scenario,
            kill=kill,
            folder=folder,
            killed=killed,
            points=points,
            seconds=seconds,
            shown=_shown(folder / "shown"),
            found=report["found"],
            jobs=report["jobs"],
            results=report["results"],
            sidecars=report["sidecars"],
            accepted=Counter(post.client_request_id for post in seen if post.accepted),
            ids={post.client_request_id: post.generation_id for post in seen if post.accepted},
            reference=self.reference,
            trouble=trouble + report["bugs"],
        )

    def _order(
        self,
        scenario: Scenario,
        folder: Path,
        part: str,
        epoch: float,
        speed: float,
        kill: Kill,
    ) -> dict[str, Any]:
        sources = {"copy": self._copied, "convert": self._converted, "url": self._url}
        order = {
            "folder": str(folder),
            "base": self._service.url,
            "admin": self._service._admin,
            "source": str(sources[scenario.source]),
            "part": part,
            "epoch": epoch,
            "speed": speed,
            "kill": asdict(kill),
        }
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._server.stdout.readline())
        return answer

    def _result(self) -> tuple[str, str]:
        """A result's URL, which is a clip on the web to the app, and the hash of what is there."""
        data = b64encode(self._copied.read_bytes()).decode()
        order = {"model": MODEL, "prompt": "rain", "video_url": f"data:video/mp4;base64,{data}"}
        with httpx.Client(
            base_url=self._service.url, headers={"Authorization": "Bearer any"}, trust_env=False
        ) as http:
            made = http.post(UNIVERSAL, json=order).json()["id"]
            while True:
                answer = http.get(UNIVERSAL, params={"generation_id": made}).json()
                if answer["status"] == "completed":
                    break
                time.sleep(0.01)
            url = answer["video"]["url"]
            return url, sha256(http.get(url).content).hexdigest()


def _shown(path: Path) -> list[tuple[str, str, str | None]]:
    if not path.exists():
        return []
    return [tuple(json.loads(line)) for line in path.read_text().splitlines()]


class Lanes:
    """Plays cases on two lanes at once."""

    def __init__(self, folder: Path) -> None:
        self._pool = ThreadPoolExecutor(LANES)
        self._free: Queue[Lane] = Queue()
        for lane in self._pool.map(Lane, (folder / str(n) for n in range(LANES))):
            self._free.put(lane)

    def play(self, scenario: Scenario, kills: list[Kill]) -> list[Outcome]:
        def run(kill: Kill) -> Outcome:
            lane = self._free.get()
            try:
                return lane.run(scenario, kill)
            finally:
                self._free.put(lane)

        return list(self._pool.map(run, kills))

    def close(self) -> None:
        for _ in range(LANES):
            self._free.get().close()
        self._pool.shutdown()
