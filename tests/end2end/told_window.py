"""The program itself, which tells on stdout what becomes of its window, and is told what to do.

Not a test: `python told_window.py ARGUMENTS` is a start of the app by a user. One JSON object a
line: {"is": "ready"}, {"is": "clip", "path": …}, {"is": "front"}, {"is": "job", "state": …}.
A line on stdin: `prompt`, `generate`, `close`, or `key …`.
"""

import json
import sys
import threading
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from aleph_desktop.app.desktop import Desktop
from aleph_desktop.app.main import main
from aleph_desktop.ui.main_window import MainWindow


def tell(what: str, **more: object) -> None:
    sys.stdout.write(json.dumps({"is": what, **more}) + "\n")
    sys.stdout.flush()


class Ear(QObject):
    """Lines of stdin, on Qt's thread."""

    said = Signal(str)

    def listen(self) -> None:
        for line in sys.stdin:
            self.said.emit(line.strip())


class Teller:
    """A JobListener."""

    def job_changed(self, job: Any) -> None:
        tell("job", id=job.id, state=str(job.state), failure=str(job.failure or ""))

    def job_removed(self, job_id: str) -> None:
        tell("removed", id=job_id)

    def job_progressed(self, *_: object) -> None:
        pass


fill, begin, show_session = MainWindow.fill, Desktop._begin, Desktop._show_session
change_event = MainWindow.changeEvent


def generate(composer: Any) -> None:
    """As soon as the button can be pressed."""
    if composer._generate.isEnabled():
        composer.generate()
    else:
        QTimer.singleShot(10, partial(generate, composer))


def filled(window: MainWindow, theme: Any) -> None:
    fill(window, theme)
    composer = window.composer
    window.notice.show_words = partial(told_words, window.notice.show_words)
    composer.clip.source_changed.connect(
        lambda source: source and tell("clip", path=source.location)
    )
    window.ear = ear = Ear()
    do = {
        "key": composer.key_entered.emit,
        "prompt": partial(composer.prompt.set_text, "rain"),
        "generate": partial(generate, composer),
        "close": window.close,
    }
    ear.said.connect(
        lambda line: do[line.split()[0]](*line.split()[1:]), Qt.ConnectionType.QueuedConnection
    )
    threading.Thread(target=ear.listen, daemon=True).start()


def told_words(show: Any, words: str) -> None:
    show(words)
    tell("notice", words=words)


def shown(desktop: Desktop, session: Any) -> None:
    show_session(desktop, session)
    session.book.subscribe(teller := Teller())
    for job in session.book.jobs.values():
        teller.job_changed(job)
    if session.supervisor is not None:
        tell("connected")


async def begun(desktop: Desktop) -> None:
    await begin(desktop)
    tell("ready")


def changed(window: MainWindow, event: Any) -> None:
    change_event(window, event)
    if event.type() == event.Type.ActivationChange and window.isActiveWindow():
        tell("front")


MainWindow.fill, MainWindow.changeEvent = filled, changed
Desktop._show_session, Desktop._begin = shown, begun
sys.exit(main())
