"""What is on the screen in Review: when it was painted, and which frames it shows."""

import asyncio
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from review_clips import EDITED, SIZE, first_number

from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.review.look import Look, Mode

from coded_clip import ROWS, MisreadError, read_code  # isort: skip  # review_clips has set the path
from painted_pair import places, readable, seen  # isort: skip  # as above

LOOKS = {
    "side by side": Look(),
    "wipe": Look(Mode.WIPE),
    "flip": Look(Mode.FLIP),
    "overlay": Look(Mode.OVERLAY),
    "difference": Look(Mode.DIFFERENCE),
    "difference, 4 ×": Look(Mode.DIFFERENCE, gain=4),
    "heat map": Look(Mode.DIFFERENCE, heat=True),
    "side by side, 1:1": Look(zoom=1.0, centre=(0.375, 0.5)),
}
_PATIENCE = 20.0  # seconds


class Painted(QObject):
    """Tells when Review's pictures have been painted and sent to the screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.at = 0.0  # by time.perf_counter
        self._playback = window.review.playback
        self._index = 0  # the frame that was claimed at the paint
        self._waiting: asyncio.Future[None] | None = None
        self._listener: Callable[[int], None] | None = None
        self._sent = QTimer(self, interval=0, singleShot=True)
        self._sent.timeout.connect(self._on_sent)
        window.review.view.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self._index = self._playback.index
            self._sent.start()
        return False

    def listen(self, listener: Callable[[int], None] | None) -> None:
        """To be called each time with the frame that was claimed; None: no more."""
        self._listener = listener

    async def after(self, act: Callable[[], object]) -> float:
        """Milliseconds from the beginning of `act` until it is on the screen."""
        begin = time.perf_counter()
        waiting = self._wait()
        act()
        await asyncio.wait_for(waiting, _PATIENCE)
        return 1000 * (self.at - begin)

    async def next(self) -> None:
        """Wait for a paint."""
        await asyncio.wait_for(self._wait(), _PATIENCE)

    def _wait(self) -> "asyncio.Future[None]":
        self._sent.stop()  # a picture that was grabbed is no paint
        self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    def _on_sent(self) -> None:
        self.at = time.perf_counter()
        if self._listener is not None:
            self._listener(self._index)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


class Screen:
    """Reads the frames' numbers in the pictures."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._review = window.review
        self._first = 0  # the number of the clip's first frame
        self.look = Look()
        self.indices: list[int] = []  # as claimed, of what was watched
        self.read = 0
        self.mismatched = 0

    def put(self, look: Look) -> None:
        """Compare like this, as a click on the bar over the pictures."""
        self.look = look
        self._review._looks.choose(look)  # noqa: SLF001 - the bar's way

    def expect(self, pair: int) -> None:
        """Which of the pairs of files it is that is shown."""
        self._first = first_number(pair)

    def has_pair(self) -> bool:
        """Whether there is a picture on both sides."""
        return self._review.view.scene.is_pair

    def is_complete(self) -> bool:
        """Whether all frames of both sides are there."""
        order = self._review._stage.order  # noqa: SLF001 - only it knows
        return None not in (order.reel("reference"), order.reel("edited"))

    def shows(self, index: int) -> bool:
        """Whether this frame is claimed, and painted with its partner."""
        try:
            found = seen(self._review.view, self.look, SIZE)
        except MisreadError:
            return False
        return self._review.playback.index == index and found == self._right(index)

    def begin(self) -> None:
        """Forget what was watched."""
        self.indices, self.read, self.mismatched = [], 0, 0

    def watch(self, index: int) -> None:
        """What is on the screen itself: a row of its pixels for each side."""
        self.indices.append(index)
        try:
            found = {side: self._row(side, copy) for side, copy in readable(self.look).items()}
        except MisreadError:
            found = {}
        self.read += 1
        self.mismatched += found != self._right(index)

    def _right(self, index: int) -> dict[str, int]:
        pair = zip((0, EDITED), self._review.playback.pairing.pair(index), strict=True)
        numbers = [base + self._first + number for base, number in pair]
        both = dict(zip(("reference", "edited"), numbers, strict=True))
        return {side: both[side] for side in readable(self.look)}

    def _row(self, side: str, copy: int) -> int | None:
        view, window = self._review.view, self._window
        place = places(view, self.look, SIZE)[side]
        y = round(place.y() + ROWS[side] * place.height())
        corner = view.mapTo(window, QPointF(0, y)).toPoint()
        pixels = window.screen().grabWindow(window.winId(), corner.x(), corner.y(), view.width(), 1)
        left, width = place.x(), place.width()
        return read_code(pixels.toImage(), side, partial(_in_row, left, width), copy)


def _in_row(left: float, width: float, x: float, _y: float) -> QPointF:
    return QPointF(left + x * width, 0)
