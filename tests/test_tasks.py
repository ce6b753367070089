"""A scope owns, names, reports and ends its tasks."""

import asyncio

import pytest

from aleph_desktop.tasks import TaskScope


class Reports(list[tuple[BaseException, str]]):
    def __call__(self, error: BaseException, name: str) -> None:
        self.append((error, name))


@pytest.mark.asyncio
async def test_tasks_are_named_kept_and_let_go():
    reports = Reports()
    scope = TaskScope("jobs", reports)
    gate = asyncio.Event()
    task = scope.spawn(gate.wait(), name="poll 7")
    assert task is not None
    assert task.get_name() == "jobs: poll 7"
    assert len(scope) == 1
    gate.set()
    await task
    await asyncio.sleep(0)
    assert len(scope) == 0
    assert reports == []


@pytest.mark.asyncio
async def test_a_failure_is_reported_and_its_siblings_go_on():
    reports = Reports()
    scope = TaskScope("jobs", reports)
    gate = asyncio.Event()
    sibling = scope.spawn(gate.wait(), name="sibling")
    error = RuntimeError("a bug")

    async def fail() -> None:
        raise error

    failing = scope.spawn(fail(), name="failing")
    assert failing is not None
    await asyncio.wait([failing])
    await asyncio.sleep(0)
    assert reports == [(error, "jobs: failing")]
    assert sibling is not None
    assert not sibling.done()
    gate.set()
    assert await sibling
    await scope.close()


@pytest.mark.asyncio
async def test_closing_cancels_waits_and_reports_no_cancellation():
    reports = Reports()
    scope = TaskScope("jobs", reports)
    ended = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(True)

    scope.spawn(work(), name="a")
    scope.spawn(work(), name="b")
    await asyncio.sleep(0)
    await scope.close()
    await scope.close()
    assert ended == [True, True]
    assert reports == []
    assert len(scope) == 0


@pytest.mark.asyncio
async def test_what_a_task_raises_while_it_is_closed_is_reported():
    reports = Reports()
    scope = TaskScope("jobs", reports)

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise RuntimeError("on the way out") from None

    scope.spawn(work(), name="a")
    await asyncio.sleep(0)
    await scope.close()
    assert [name for _, name in reports] == ["jobs: a"]


@pytest.mark.asyncio
async def test_a_closed_scope_starts_nothing_and_complains_of_nothing():
    scope = TaskScope("jobs", Reports())
    await scope.close()
    started = []

    async def work() -> None:
        started.append(True)

    assert scope.spawn(work(), name="late") is None  # an un-awaited coroutine would warn: an error
    await asyncio.sleep(0)
    assert started == []
