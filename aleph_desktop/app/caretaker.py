"""Over running jobs: keeps the computer awake, and the user informed."""

import sys
from functools import partial

from PySide6.QtCore import QObject

from aleph_desktop.app.awake import KeepAwake
from aleph_desktop.app.front import bring_to_front, is_in_front, point_at
from aleph_desktop.app.job_watch import JobWatch
from aleph_desktop.app.notifier import Notifier, farewell_words
from aleph_desktop.jobs.book import JobBook
from aleph_desktop.jobs.supervisor import Supervisor
from aleph_desktop.ui.main_window import MainWindow

if sys.platform == "linux":
    from aleph_desktop.app.bus_notices import BusNotices as Notices
else:
    from aleph_desktop.app.tray_notices import TrayNotices as Notices

_FAREWELL_PATIENCE = 0.3  # seconds for a notification on closing


class Caretaker(QObject):
    """For one session after the other."""

    def __init__(self, window: MainWindow, *, keep_awake: bool) -> None:
        super().__init__(window)
        self._window = window
        self._board = Notices(window)
        self._board.clicked.connect(partial(bring_to_front, window))
        self._awake = KeepAwake()
        self._notifier = Notifier(self._board, is_in_front, partial(point_at, window), self)
        self._keep_awake = keep_awake
        self._watch: JobWatch | None = None

    def attend(self, book: JobBook) -> None:
        """Follow the jobs of a session. Before it is opened: jobs are taken up in that."""
        self._watch = JobWatch(self._awake, self._notifier, keep_awake=self._keep_awake)
        book.subscribe(self._watch)

    def heed(self, supervisor: Supervisor) -> None:
        """Know when its queue is held."""
        if self._watch is not None:
            supervisor.on_hold(self._watch.hold_changed)
            self._watch.hold_changed(supervisor.hold)

    def allow(self, *, keep_awake: bool) -> None:
        """The user's setting."""
        self._keep_awake = keep_awake
        if self._watch is not None:
            self._watch.allow(keep_awake=keep_awake)

    def dismiss(self) -> None:
        """The session is about to be closed."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()

    def say_farewell(self) -> None:
        """The app is about to be closed: what becomes of the jobs. Returns at once."""
        self._notifier.stop()
        words = "" if self._watch is None else farewell_words(*self._watch.at_service_and_here())
        if words:
            self._board.show(words)

    def close(self) -> None:
        """Blocks, for less than a second."""
        self._board.close(_FAREWELL_PATIENCE)
        self._awake.close()
