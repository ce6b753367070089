"""`kill -9` at hundreds of points, each followed by a start: nothing paid twice, nothing lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import pytest
from kill_lane import Lane, Outcome
from kill_points import Kill
from kill_scenarios import SCENARIOS, Scenario
from kill_truth import duplicates, lies, lost

LANES = 2


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


@pytest.fixture(scope="module")
def lanes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lanes]:
    lanes = Lanes(tmp_path_factory.mktemp("kill"))
    yield lanes
    lanes.close()


@pytest.fixture(scope="module")
def first_story(lanes: Lanes) -> frozenset[str]:
    """The names of the points of a run that meets no trouble."""
    (whole,) = lanes.play(SCENARIOS[0], [Kill()])
    return frozenset(whole.points)


@pytest.mark.fault(1)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_nothing_is_paid_twice_or_lost(
    lanes: Lanes, first_story: frozenset[str], scenario: Scenario, record_property
) -> None:
    (whole,) = lanes.play(scenario, [Kill()])
    assert not lies(whole)
    there, chosen = moments(whole) if scenario.moments else points(whole, first_story)
    outcomes = lanes.play(scenario, chosen)
    killed = sum(outcome.killed for outcome in outcomes)
    record_property("points", killed)
    record_property("left out", there - len(chosen))
    record_property("accepted", sum(sum(o.accepted.values()) for o in outcomes))
    record_property("duplicates", sum(duplicates(o) for o in outcomes))
    record_property("lost", sum(len(lost(o)) for o in outcomes))
    assert not {f"{o.kill}": wrong for o in outcomes if (wrong := lies(o))}
    # how often it polls, and how long it takes, isn't the same each time
    assert killed >= (0.5 if scenario.moments else 0.8) * len(chosen)


def points(whole: Outcome, known: frozenset[str]) -> tuple[int, list[Kill]]:
    """How many points there are, and those to try: one of each name that isn't known from the
    first story, and of the others some, evenly.
    """
    if whole.scenario is SCENARIOS[0]:
        known = frozenset()
    wanted = whole.scenario.states
    there = [
        Kill(name, number)
        for name, count in whole.points.items()
        if not wanted or name.partition(":")[0] in wanted
        for number in range(1, count + 1)
    ]
    news = [kill for kill in there if kill.count == 1 and kill.point not in known]
    others = [kill for kill in there if kill not in news]
    room = max(0, whole.scenario.most - len(news))
    step = -(-len(others) // room) if room and others else len(others) + 1
    return len(there), news + others[::step] if room else news


def moments(whole: Outcome) -> tuple[int, list[Kill]]:
    """Evenly over the time that a run takes."""
    count = whole.scenario.moments
    return count, [Kill(moment=whole.seconds * (n + 0.5) / count) for n in range(count)]
