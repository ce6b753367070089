"""Up to four takes at once: which, their frames, and the frame of each that is on screen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from aleph_desktop.domain.job import Job
from aleph_desktop.ui.ports import Reel
from aleph_desktop.ui.review import job_words
from aleph_desktop.ui.review.pair_view import PairView
from aleph_desktop.ui.review.reel_ask import ReelAsk

MOST = 4


class TakeGrid(QObject):
    """Asks for reels by token, as the stage does; what comes for an older one is dropped."""

    reels_wanted = Signal(int, object)  # token, list[ReelAsk]

    def __init__(self, view: PairView) -> None:
        super().__init__(view)
        self._view = view
        self._token = 0
        self._takes: tuple[Job, ...] = ()
        self._asks: list[ReelAsk] = []
        self._reels: list[Reel | None] = []
        self._problems: dict[int, str] = {}

    @property
    def is_open(self) -> bool:
        return bool(self._asks)

    def show(self, takes: Sequence[Job], shown_id: str) -> None:
        """Of these takes four, the one that is shown among them; the same ones again: nothing."""
        ready = [take for take in takes if job_words.edited_ask(take) is not None]
        first = [take for take in ready if take.id == shown_id]
        some = first + [take for take in ready if take.id != shown_id]
        self._takes = tuple(sorted(some[:MOST], key=lambda take: (take.take, take.created_at)))
        asks = [ask for take in self._takes if (ask := job_words.edited_ask(take)) is not None]
        if asks == self._asks:
            return
        self._token += 1
        self._asks, self._reels, self._problems = asks, [None] * len(asks), {}
        self._put()
        self.reels_wanted.emit(self._token, asks)

    def close(self) -> None:
        """Let go of the frames."""
        if not self.is_open:
            return
        self._token += 1
        self._takes, self._asks, self._reels, self._problems = (), [], [], {}
        self._view.set_takes([])
        self.reels_wanted.emit(self._token, [])

    def set_reel(self, token: int, number: int, reel: Reel) -> None:
        """A reel that was wanted."""
        if token == self._token:
            self._reels[number] = reel
            self._put()

    def set_problem(self, token: int, number: int, words: str) -> None:
        """A reel that was wanted can't be had."""
        if token == self._token:
            self._problems[number] = words
            self._put()

    def show_time(self, seconds: float) -> None:
        """The time that is on screen, from the clips' start."""
        self._view.show_takes([reel.index_at(seconds) if reel else 0 for reel in self._reels])

    def _put(self) -> None:
        labels = [
            self._problems.get(number, job_words.take_label(take))
            for number, take in enumerate(self._takes)
        ]
        self._view.set_takes(list(zip(self._reels, labels, strict=True)))
