"""A flood of changed jobs reaches the rows in slices, each job as it is last."""

from time import perf_counter

from PySide6.QtCore import QObject

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState, advance
from aleph_desktop.ui.row_feed import RowFeed

EDIT = Edit(ClipSource(SourceKind.FILE, "/a.mp4"), "rain", "m")


def slow(shown):
    """Showing a job takes a millisecond."""

    def show(job):
        until = perf_counter() + 0.001
        while perf_counter() < until:
            pass
        shown.append(job)

    return show


def test_one_job_is_shown_at_once(qapp) -> None:
    shown: list[Job] = []
    parent = QObject()
    feed = RowFeed(shown.append, parent)
    feed.put(Job("1", EDIT, 0.0))
    assert [job.id for job in shown] == ["1"]


def test_a_flood_leaves_turns_to_others(qapp, qtbot) -> None:
    shown: list[Job] = []
    parent = QObject()
    feed = RowFeed(slow(shown), parent)
    jobs = [Job(str(number), EDIT, float(number)) for number in range(100)]
    for job in jobs:
        feed.put(job)
    assert len(shown) < 10
    feed.put(advance(jobs[99], JobState.CANCELLED, 1.0))
    feed.drop("98")
    qtbot.waitUntil(lambda: len(shown) == 99)
    assert [job.id for job in shown] == [str(number) for number in range(98)] + ["99"]
    assert shown[-1].state is JobState.CANCELLED
    feed.put(jobs[98])
    assert shown[-1] is jobs[98]  # the flood is over


def test_what_waits_for_another_list_is_forgotten(qapp, qtbot) -> None:
    shown: list[Job] = []
    parent = QObject()
    feed = RowFeed(slow(shown), parent)
    for number in range(50):
        feed.put(Job(str(number), EDIT, float(number)))
    feed.clear()
    before = len(shown)
    qtbot.waitUntil(lambda: not feed._turn.isActive())
    assert len(shown) == before
