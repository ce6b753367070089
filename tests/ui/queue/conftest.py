"""Jobs in every state, a window to show them in, and small pictures."""

import itertools
from dataclasses import replace
from types import SimpleNamespace

import pytest

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.errors import Failure, FailureKind
from aleph_desktop.ui.pictures import PictureCache
from aleph_desktop.ui.queue.job_list_model import JobListModel
from aleph_desktop.ui.queue.job_panel import JobPanel
from aleph_desktop.ui.theme import Theme

NOW = 1_800_000_000.0


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def make_job():
    """`make_job(state, prompt=…, seed=…, **fields)`: each a second older than the one before."""
    numbers = itertools.count()

    def make(state=JobState.QUEUED, *, prompt="Make it night", seed=7, clip="bunny.mp4", **fields):
        number = next(numbers)
        source = ClipSource(SourceKind.FILE, f"/clips/{clip}")
        defaults = {"id": f"job{number}", "created_at": NOW - 300 - number, "state": state}
        edit = Edit(source, prompt, "runway/gen4_aleph", None, seed)
        return Job(edit=edit, **(defaults | fields))

    return make


@pytest.fixture
def failure():
    return Failure(
        FailureKind.CREDITS, "Out of credits", "The account is empty.", "Top up.", "req-1"
    )


@pytest.fixture
def every_state(make_job, failure):
    """One job in each state, newest first, with what a job in that state has."""
    extras = {
        JobState.WAITING: {"generation_id": "gen-w", "submitted_at": NOW - 20},
        JobState.GENERATING: {"generation_id": "gen-g", "submitted_at": NOW - 100},
        JobState.DOWNLOADING: {"generation_id": "gen-d"},
        JobState.DONE: {"generation_id": "gen-1", "result_path": "/results/night.mp4"},
        JobState.FAILED: {"failure": failure},
        JobState.UNCONFIRMED: {"failure": replace(failure, kind=FailureKind.NETWORK)},
        JobState.CANCELLED: {"generation_id": "gen-c"},
    }
    return [make_job(state, **extras.get(state, {})) for state in JobState]


@pytest.fixture(scope="session")
def theme(qapp):
    return Theme(qapp, "dark")


@pytest.fixture
def pictures():
    """Delivers a plain green picture for each path that is wanted."""
    cache = PictureCache()
    still = SimpleNamespace(width=144, height=80, stride=576, data=b"\x20\x80\x20\xff" * (144 * 80))
    cache.wanted.connect(lambda path: cache.deliver(path, still))
    return cache


@pytest.fixture
def outlook():
    """The guess for every job; tests change its fields."""
    return SimpleNamespace(fraction=0.5, seconds_left=100.0, elapsed=100.0)


@pytest.fixture
def model(outlook):
    return JobListModel(lambda _job: outlook, lambda: NOW)


@pytest.fixture
def panel(qtbot, model, theme, pictures):
    """The panel, shown, 1090 × 700."""
    made = JobPanel(model, theme, pictures)
    qtbot.addWidget(made)
    made.resize(1090, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made
