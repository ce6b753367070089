"""An errand that never gets to its first step is let go without a word."""

import asyncio
import gc

import pytest

from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.errands import Errands
from aleph_desktop.ui.notice_bar import NoticeBar


@pytest.fixture
def bugs():
    return []


@pytest.fixture
def errands(qtbot, bugs):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    scope = TaskScope("test", lambda error, name: bugs.append((error, name)))
    return Errands(scope, bar), scope


async def work():
    await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_closed_before_its_first_step(errands, bugs):
    runs, scope = errands
    task = runs.run(work(), "early")
    await scope.close()
    gc.collect()  # "never awaited" would be a warning, and warnings fail a test
    assert task.cancelled()
    assert bugs == []


@pytest.mark.asyncio
async def test_asked_after_the_end(errands, bugs):
    runs, scope = errands
    await scope.close()
    assert runs.run(work(), "late") is None
    gc.collect()
    assert bugs == []
