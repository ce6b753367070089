"""`job_list_driver.py ours|plain`: load 10,000 rows, then filter them, each to painted."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from memory import resident
from PySide6.QtCore import QEvent, QEventLoop, QObject, QStringListModel, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.edit import Edit
from aleph_desktop.domain.job import Job, JobState
from aleph_desktop.ui.pictures import PictureCache
from aleph_desktop.ui.queue.job_list_model import JobListModel
from aleph_desktop.ui.queue.job_panel import JobPanel
from aleph_desktop.ui.theme import Theme

ROWS = 10_000
WORDS = ("night", "rain", "sepia", "cartoon", "mirror", "snow", "fog", "dawn", "neon", "clay")
STATES = (JobState.DONE, JobState.DONE, JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def prompt(number: int) -> str:
    word = WORDS[number % len(WORDS)]
    return f"Turn shot {number} into a {word} scene, and keep the camera's movement as it is."


def job(number: int) -> Job:
    at = 1_790_000_000.0 + 60 * number
    source = ClipSource(SourceKind.URL, f"https://clips.example/shot-{number}.mp4")
    return Job(
        id=f"{number:032x}",
        edit=Edit(source, prompt(number), "runway/gen4_aleph", seed=number),
        created_at=at,
        state=STATES[number % len(STATES)],
        state_since=at + 240,
        generation_id=f"generation-{number}",
        submitted_at=at + 3,
        finished_at=at + 240,
        generation_seconds=210.0,
    )


class Painted(QObject):
    """Tells when a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._loop = QEventLoop(self)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._loop.quit)
        return False

    def after(self, act: Callable[[], object]) -> float:
        """Milliseconds from the beginning of `act` until the widget is on the screen."""
        begin = time.perf_counter()
        act()
        self._loop.exec()
        return 1000 * (time.perf_counter() - begin)


def shown(window: QWidget, view: QListView) -> Painted:
    """The list in its window, on the screen and at rest."""
    window.resize(1092, 420)
    window.show()
    painted = Painted(view.viewport())
    rest = QEventLoop()
    QTimer.singleShot(300, rest.quit)
    rest.exec()
    return painted


@dataclass(frozen=True, slots=True)
class List:
    """What is measured: a list that is on the screen, and what fills and filters it."""

    window: QWidget
    painted: Painted
    make: Callable[[], object]
    load: Callable[[], object]
    type: Callable[[str], object]


def our_list(app: QApplication) -> List:
    model = JobListModel()
    model.set_jobs([job(ROWS)])  # else an empty page is shown, and no list to paint
    panel = JobPanel(model, Theme(app, "dark"), PictureCache())

    jobs: list[Job] = []

    def make() -> None:
        jobs.extend(job(number) for number in range(ROWS))

    painted = shown(panel, panel.findChild(QListView))
    type_ = panel.findChild(QLineEdit).setText
    return List(panel, painted, make, lambda: model.set_jobs(jobs), type_)


def plain_list(_app: QApplication) -> List:
    model = QStringListModel(["one"])
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(model)
    lines: list[str] = []

    def make() -> None:
        lines.extend(prompt(number) for number in range(ROWS))

    def type_(text: str) -> None:
        model.setStringList([line for line in lines if text in line])

    return List(view, shown(view, view), make, lambda: model.setStringList(lines), type_)


app = QApplication([])
subject = (our_list if sys.argv[1] == "ours" else plain_list)(app)
before = resident()
subject.make()
loaded = subject.painted.after(subject.load)
after = resident()
# a word letter by letter, then nothing: each is a keystroke
typed = [
    subject.painted.after(partial(subject.type, text)) for text in ("n", "ni", "nig", "nigh", "")
]
memory = None if before is None or after is None else after - before
print(json.dumps({"load": loaded, "key": max(typed), "memory": memory}))
