"""`review_driver.py hand|select|play FOLDER [RATE SECONDS]`: the app's window over finished jobs.

hand: a step, a seek and a scrub at a time, to both pictures on the screen. select: one job after
the other, to its pair and to all its frames. play: looped, in each mode. All say JSON in the last
line, and read the frames' numbers back from the pictures.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Coroutine
from itertools import pairwise
from pathlib import Path
from typing import Any

from memory import resident
from review_clips import JOBS, PAIRS, RATES
from review_screen import LOOKS, Painted, Screen

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.ui.main_window import MainWindow

from live_window import jobs, live, until  # isort: skip  # review_clips has set the path

WINDOW = (1440, 900)
ACTS = 60  # of a kind, in a mode
_SETTLED = 0.5  # seconds after which a look is on the screen, and playback in its stride
_IDLE = 0.04  # cores; a window that does nothing takes less
_PATIENCE = 30.0  # seconds


async def ready(window: MainWindow, rate: int) -> Screen:
    """The window at its size, with a job of this rate in Review, all its frames there."""
    window.resize(*WINDOW)
    await until(lambda: len(jobs(window)) > JOBS)
    row = RATES[::-1].index(rate)
    screen = Screen(window)
    screen.expect(PAIRS if row == 0 else 0)
    window.jobs.select(jobs(window)[row].id)
    await until(screen.is_complete)
    await at_rest()
    return screen


async def at_rest() -> None:
    """Nothing is computed any more: how the clips differ, the rows' pictures."""
    async with asyncio.timeout(_PATIENCE):
        used = 1.0
        while used > _IDLE * _SETTLED:
            before = time.process_time()
            await asyncio.sleep(_SETTLED)
            used = time.process_time() - before


async def hand(window: MainWindow) -> dict[str, Any]:
    screen = await ready(window, RATES[0])
    review, painted = window.review, Painted(window)
    dice = random.Random(5)
    times: dict[str, dict[str, list[float]]] = {}
    wrong = 0
    for name, look in LOOKS.items():
        screen.put(look)
        await asyncio.sleep(_SETTLED)
        times[name] = {"step": [], "seek": [], "scrub": []}
        for _ in range(ACTS):
            for act, of_act in times[name].items():
                at = review.playback.index
                to = at + 1 if act == "step" else dice.randrange(review.playback.pairing.count)
                if to == at or to >= review.playback.pairing.count:
                    to = 0 if at else 1
                of_act.append(await painted.after(_act(window, act, at, to)))
                wrong += not screen.shows(to)
    read = sum(len(of_act) for acts in times.values() for of_act in acts.values())
    return {"times": times, "read": read, "wrong": wrong}


def _act(window: MainWindow, act: str, at: int, to: int) -> Callable[[], None]:
    """As a key, a click on the scrub bar or a drag of it asks for it."""
    review, bar = window.review, window.review.transport
    if act == "step" and to == at + 1:
        return window.actions_["forward"].trigger
    if act == "scrub":
        return lambda: bar.frame_wanted.emit(to)
    return lambda: review.go_to(to)


async def select(window: MainWindow) -> dict[str, Any]:
    """Each job once, from the newest at 24 frames a second to the oldest."""
    screen = await ready(window, RATES[1])
    painted = Painted(window)
    first: list[float] = []
    whole: list[float] = []
    memory: list[float | None] = []
    wrong = 0
    for number, job in enumerate(jobs(window)[1:]):
        begin = time.perf_counter()
        window.jobs.select(job.id)
        while not screen.has_pair():
            await painted.next()
        first.append(1000 * (painted.at - begin))
        screen.expect(number % PAIRS)
        wrong += not screen.shows(0)
        while not screen.is_complete():
            await painted.next()
        whole.append(1000 * (painted.at - begin))
        memory.append(resident())
    return {"first": first, "whole": whole, "wrong": wrong, "memory": memory}


async def play(window: MainWindow, rate: int, seconds: float) -> dict[str, Any]:
    screen = await ready(window, rate)
    said = {}
    for name, look in LOOKS.items():
        screen.put(look)
        await asyncio.sleep(_SETTLED)
        said[name] = await _played(window, screen, seconds)
    return said


async def _played(window: MainWindow, screen: Screen, seconds: float) -> dict[str, float]:
    """What was shown while it played, after it has come into its stride."""
    playback = window.review.playback
    painted = Painted(window)
    window.actions_["play"].trigger()
    await asyncio.sleep(_SETTLED)
    screen.begin()
    painted.listen(screen.watch)
    begin, cpu = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    took, cpu = time.perf_counter() - begin, time.process_time() - cpu
    painted.listen(None)
    window.actions_["play"].trigger()
    count = playback.pairing.count
    gaps = [(after - before) % count for before, after in pairwise(screen.indices)]
    changes = [gap for gap in gaps if gap]
    return {
        "pairs": len(changes) / took,
        "dropped": sum(gap - 1 for gap in changes) / max(1, sum(changes)),
        "mismatched": screen.mismatched,
        "read": screen.read,
        "cpu": cpu / took,
    }


def main(what: str, folder: str, *arguments: str) -> None:
    said: dict[str, Any] = {}

    async def scenario(window: MainWindow) -> None:
        work: dict[str, Callable[[], Coroutine[Any, Any, dict[str, Any]]]] = {
            "hand": lambda: hand(window),
            "select": lambda: select(window),
            "play": lambda: play(window, int(arguments[0]), float(arguments[1])),
        }
        said.update(await work[what]())

    live(Arguments("window", data_dir=Path(folder)), scenario)
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
