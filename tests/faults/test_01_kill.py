"""`kill -9` at hundreds of points, each followed by a start: nothing paid twice, nothing lost."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest
from shutil import rmtree

import pytest
from fault_plan import POLL, RESULT, SUBMIT, Fault, Rule
from kill_lane import Lanes, Outcome
from kill_points import Kill
from kill_program import Program
from kill_scenarios import SCENARIOS, Scenario
from kill_truth import duplicates, lies, lost
from service_process import FaultyService


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


@pytest.mark.skipif(sys.platform != "linux", reason="forks, and follows processes by /proc")
@pytest.mark.fault(1)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_nothing_is_paid_twice_or_lost(
    lanes: Lanes, first_story: frozenset[str], scenario: Scenario, record_property
) -> None:
    (whole,) = lanes.play(scenario, [Kill()])
    assert not lies(whole)
    there, chosen = moments(whole) if scenario.moments else points(whole, first_story)
    chosen += [kill for kill in scenario.also if kill not in chosen]
    outcomes = lanes.play(scenario, chosen)
    killed = sum(outcome.killed for outcome in outcomes)
    record_property("points", killed)
    record_property("left out", max(0, there - len(chosen)))
    record_property("accepted", sum(sum(o.accepted.values()) for o in outcomes))
    record_property("duplicates", sum(duplicates(o) for o in outcomes))
    record_property("lost", sum(len(lost(o)) for o in outcomes))
    wrong = {f"{o.kill}": words for o in outcomes if (words := lies(o))}
    for outcome in outcomes:
        if f"{outcome.kill}" not in wrong:
            rmtree(outcome.folder)
    assert not wrong
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
        if not wanted or name.partition(":")[0] in wanted or name not in known
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


RESUME = ("resume",)

# where `edit` is killed, and `resume` after it: while the service works, and when it is done
PROGRAMS = (
    (("queued",), ()),
    (("preparing",), ()),
    (("submitting",), ()),
    (("waiting",), ()),
    (("generating",), ("downloading",)),
    (("generating", "generating"), ("downloading", "downloading")),
)


@pytest.mark.fault(1)
def test_the_program_itself_is_killed(faulty, tiny, bunny, tmp_path, record_property) -> None:
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    programs = [Program(tmp_path / f"{n}", faulty.url, environment) for n in range(len(PROGRAMS))]

    def begin(program: Program, kills: tuple[str, ...]) -> None:
        # a clip that takes some time to convert, where nothing must have been sent yet
        clip = bunny if kills[0] in ("queued", "preparing") else tiny
        for state, command in zip_longest(kills, [("edit", f"{clip}", "rain")], fillvalue=RESUME):
            program.start(*command)
            key = program.wait_for(state)["client_request_id"]
            if state == "submitting":  # it is accepted then, a moment later
                until(partial(was_sent, faulty, key))
            program.kill()

    def finish(program: Program, kills: tuple[str, ...]) -> tuple[int, list[dict[str, object]]]:
        for state in kills:
            program.start("resume")
            program.wait_for(state)
            program.kill()
        program.start("resume")
        return program.end()

    working = Rule(call=POLL, fault=Fault(fields={"status": "generating", "video": None}))
    faulty.plan(working, Rule(call=SUBMIT, fault=Fault(delay=0.3)))
    at_work, at_the_end = zip(*PROGRAMS, strict=True)
    with ThreadPoolExecutor(len(PROGRAMS)) as pool:
        list(pool.map(begin, programs, at_work))
        faulty.plan(Rule(call=RESULT, fault=Fault(delay=0.3)))
        ends = list(pool.map(finish, programs, at_the_end))
    assert [code for code, _ in ends] == [0] * len(PROGRAMS)
    accepted = faulty.accepted()
    assert sorted(accepted.values()) == [1] * len(PROGRAMS)
    for program, (_, said) in zip(programs, ends, strict=True):
        (done,) = [line for line in said if line["event"] == "done"]
        assert done["client_request_id"] in accepted
        (result,) = (program.folder / "results").glob("*.mp4")
        assert str(result) == done["result"]
    record_property("points", sum(len(kills) for both in PROGRAMS for kills in both))
    record_property("accepted", sum(accepted.values()))


def was_sent(faulty: FaultyService, key: object) -> bool:
    return any(seen.client_request_id == key for seen in faulty.seen(SUBMIT))


def until(true: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
