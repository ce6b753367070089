"""Heavy work takes turns: one at a time, the more urgent first."""

import asyncio
import threading

import pytest
import pytest_asyncio

from aleph_desktop.media.lane import Lane, Turn, Urgency
from aleph_desktop.media.stopped import Stopped, heed
from aleph_desktop.media.worker import Worker

LONG = 20  # seconds, for waits that end at once unless something is wrong


class Work:
    """Work that notes when it is at work, and goes on a frame at a time until it is let end."""

    def __init__(self, name: str, notes: list[str]) -> None:
        self.name = name
        self.notes = notes
        self.begun = threading.Event()
        self.may_end = threading.Event()

    def __call__(self, stop) -> str:
        self.notes.append(f"{self.name} begins")
        self.begun.set()
        while not self.may_end.is_set():
            heed(stop)
            if self.notes[-1] != f"{self.name} works":
                self.notes.append(f"{self.name} works")
        self.notes.append(f"{self.name} ends")
        return self.name


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def lane() -> Lane:
    return Lane(patience=LONG)


@pytest_asyncio.fixture
async def worker(lane):
    made: list[Worker] = []

    def make(urgency: Urgency) -> Worker:
        made.append(Worker(urgency.name, lane, urgency))
        return made[-1]

    yield make
    for one in made:
        one.close()


async def begun(work: Work) -> None:
    assert await asyncio.to_thread(work.begun.wait, LONG)


async def in_line(lane: Lane, count: int) -> None:
    while len(lane._waiting) < count:
        await asyncio.sleep(0.001)


@pytest.mark.asyncio
async def test_two_works_are_never_done_at_the_same_time(worker):
    inside = 0
    most = 0

    def work(stop):
        nonlocal inside, most
        for _ in range(200):
            heed(stop)
            inside += 1
            most = max(most, inside)
            for _ in range(200):  # long enough for another thread to come between
                pass
            inside -= 1

    workers = [worker(urgency) for urgency in Urgency for _ in range(2)]
    await asyncio.gather(*(one.run(work) for one in workers))
    assert most == 1


@pytest.mark.asyncio
async def test_the_more_urgent_goes_first_in_the_middle_of_other_work(worker, notes):
    patient, urgent = Work("cuts", notes), Work("still", notes)
    first = asyncio.create_task(worker(Urgency.LATER).run(patient))
    await begun(patient)
    second = asyncio.create_task(worker(Urgency.HAND).run(urgent))
    await begun(urgent)
    patient.may_end.set()  # it can't see that before it has its turn again
    urgent.may_end.set()
    assert await asyncio.gather(first, second) == ["cuts", "still"]
    assert notes.index("still ends") < notes.index("cuts ends")
    assert "cuts works" not in notes[notes.index("still begins") : notes.index("still ends")]


@pytest.mark.asyncio
async def test_the_most_urgent_is_next_and_of_equals_the_first(lane, worker, notes):
    held = Work("held", notes)
    tasks = [asyncio.create_task(worker(Urgency.HAND).run(held))]
    await begun(held)
    for waiting, (name, urgency) in enumerate(
        (
            ("cuts", Urgency.LATER),
            ("one job", Urgency.JOB),
            ("other job", Urgency.JOB),
            ("strip", Urgency.EYE),
        ),
        1,
    ):
        work = Work(name, notes)
        work.may_end.set()
        tasks.append(asyncio.create_task(worker(urgency).run(work)))
        await in_line(lane, waiting)
    held.may_end.set()
    await asyncio.gather(*tasks)
    begins = [note.removesuffix(" begins") for note in notes if note.endswith("begins")]
    assert begins == ["held", "strip", "one job", "other job", "cuts"]


@pytest.mark.asyncio
async def test_what_waits_its_turn_is_cancelled_at_once(lane, worker, notes):
    held, waiting = Work("held", notes), Work("waiting", notes)
    first = asyncio.create_task(worker(Urgency.JOB).run(held))
    await begun(held)
    second = asyncio.create_task(worker(Urgency.JOB).run(waiting))
    await in_line(lane, 1)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    assert not first.done()
    assert not waiting.begun.is_set()
    held.may_end.set()
    assert await first == "held"


@pytest.mark.asyncio
async def test_what_stepped_aside_is_cancelled_at_once(lane, worker, notes):
    aside, urgent = Work("aside", notes), Work("urgent", notes)
    first = asyncio.create_task(worker(Urgency.JOB).run(aside))
    await begun(aside)
    second = asyncio.create_task(worker(Urgency.HAND).run(urgent))
    await begun(urgent)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert not second.done()
    urgent.may_end.set()
    assert await second == "urgent"


@pytest.mark.asyncio
async def test_work_that_fails_makes_room(worker, notes):
    def fail(_stop):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await worker(Urgency.JOB).run(fail)
    work = Work("next", notes)
    work.may_end.set()
    assert await worker(Urgency.LATER).run(work) == "next"


@pytest.mark.asyncio
async def test_work_that_hangs_holds_nobody_up_and_then_waits_its_turn(notes):
    lane = Lane(patience=0.05)
    drive_answers = threading.Event()
    hanging = Turn(lane, Urgency.JOB)
    hangs, other = threading.Event(), Work("other", notes)

    def read(stop):
        hangs.set()
        assert drive_answers.wait(LONG)
        heed(stop)
        notes.append("goes on")

    reading = asyncio.create_task(asyncio.to_thread(hanging.do, read))
    assert await asyncio.to_thread(hangs.wait, LONG)
    working = asyncio.create_task(asyncio.to_thread(Turn(lane, Urgency.LATER).do, other))
    await begun(other)
    drive_answers.set()
    await reading  # it is the more urgent one
    assert "goes on" in notes
    assert not working.done()
    other.may_end.set()
    await working


def test_a_turn_that_is_over_before_it_began_does_nothing():
    turn = Turn(Lane(), Urgency.JOB)
    turn.cancel()
    with pytest.raises(Stopped):
        turn.do(lambda _stop: pytest.fail("it was cancelled"))
