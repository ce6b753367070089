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
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from queue import Queue
from signal import SIGKILL
from typing import Any

import httpx
from fault_plan import SUBMIT
from kill_parts import CONNECTED, MODEL
from kill_points import Kill
from kill_run import Order, Report
from kill_scenarios import Scenario
from service_process import FaultyService
from tiny_clip import make_clip

LANES = 2  # at once
UNIVERSAL = "/v2/video/generations"
ACT_SPEED, MEND_SPEED = 800.0, 2000.0  # of the clock: while a part is played, and in what follows


@dataclass(frozen=True)
class Answer:
    """What became of one process."""

    signal: int  # that ended it; 0: none did
    report: dict[str, Any] | None  # of one that came to its end
    words: str

    @property
    def was_killed(self) -> bool:
        return self.signal == SIGKILL

    def trouble(self, what: str) -> list[str]:
        """What is to be said of one that neither was killed nor came to its end."""
        fine = self.was_killed or self.report is not None
        return [] if fine else [f"{what} broke down ({self.signal}): {self.words}"]


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
    end: Report  # of the last start
    accepted: Counter[str | None]  # by client request id
    ids: dict[str | None, str | None]  # the generation ids that the service gave for these
    reference: str  # the hash of a whole result
    trouble: list[str]  # starts that broke down by themselves


class ForkServer:
    """The program that forks a process for each order."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("kill_server.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, order: Order) -> Answer:
        """Returns when the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        return Answer(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate()


class Lane:
    """Plays one case after another: one service, one fork server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self._number = 0
        self._service = FaultyService()
        self._forks = ForkServer()
        copied = make_clip(folder / "clip.mp4", seed=3)
        url, self._reference = self._result(copied)
        converted = make_clip(folder / "wide.mov", frames=4, seed=4)
        self._sources = {"copy": f"{copied}", "convert": f"{converted}", "url": url}

    def close(self) -> None:
        self._forks.close()
        self._service.close()

    def run(self, scenario: Scenario, kill: Kill) -> Outcome:
        """Play it until the point, start again, and see how things end."""
        self._number += 1
        folder = self._folder / str(self._number)
        self._service.reset()
        self._service.plan(*scenario.rules)
        order = Order(
            folder=str(folder),
            base=self._service.url,
            admin=self._service._admin,
            source=self._sources[scenario.source],
            part="waits",
            epoch=time.time(),
            speed=ACT_SPEED,
            kill=Kill(),
        )
        trouble = self._kill_before(order, scenario.before)
        if scenario.deaf:
            self._service.deafen()
        began = time.monotonic()
        played = self._forks.run(replace(order, part=scenario.part, kill=kill))
        seconds = time.monotonic() - began
        if scenario.deaf and not (folder / CONNECTED).exists():
            self._service.listen()
        last = self._forks.run(replace(order, part="mends", speed=MEND_SPEED))
        end = Report(**(last.report or {}))
        paid = [post for post in self._service.seen(SUBMIT) if post.accepted]
        return Outcome(
            scenario=scenario,
            kill=kill,
            folder=folder,
            killed=played.was_killed,
            points=dict((played.report or {}).get("points", ())),
            seconds=seconds,
            shown=_shown(folder / "shown"),
            end=end,
            accepted=Counter(post.client_request_id for post in paid),
            ids={post.client_request_id: post.generation_id for post in paid},
            reference=self._reference,
            trouble=trouble + played.trouble("it") + last.trouble("the last start") + end.bugs,
        )

    def _kill_before(self, order: Order, kills: tuple[Kill, ...]) -> list[str]:
        """Earlier starts of a recovery; those of them that went wrong."""
        wrong = []
        for kill in kills:
            answer = self._forks.run(replace(order, kill=kill))
            if not answer.was_killed:
                wrong.append(f"an earlier start did not come to {kill}: {answer.words}")
            order = replace(order, part="looks_on")
        return wrong

    def _result(self, clip: Path) -> tuple[str, str]:
        """A result's URL, which is a clip on the web to the app, and the hash of what is there."""
        data = b64encode(clip.read_bytes()).decode()
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
