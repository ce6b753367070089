"""Media work for the window, off the event loop."""

import asyncio
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import ParamSpec

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import BugError
from aleph_desktop.media.comparison import Comparison, compare
from aleph_desktop.media.cuts import find_cuts
from aleph_desktop.media.digest import digest
from aleph_desktop.media.frame_out import frame_out, full_frame
from aleph_desktop.media.lane import Lane, Urgency
from aleph_desktop.media.movie import write_movie
from aleph_desktop.media.probe import probe
from aleph_desktop.media.reel import Reel, load_reel
from aleph_desktop.media.reel_budget import ReelBudget
from aleph_desktop.media.scrub import Scrub
from aleph_desktop.media.stills import Still
from aleph_desktop.media.stopped import Stop
from aleph_desktop.media.strip import film_strip
from aleph_desktop.media.worker import Worker
from aleph_desktop.ui import ports

REEL_SECONDS = 5.0
REEL_PIXELS = 1280 * 720  # larger clips are held smaller: the panes aren't larger than that
REEL_BYTES = 233_000_000  # a side; 5 s of 60 fps are held at about 960×540 for it
REELS_BYTES = 700_000_000  # all that are alive: a pair, and as much as one more for a grid's takes
_SLACK = 1.3  # rows are filled up to whole 64 bytes, and uneven clips have dense parts

_P = ParamSpec("_P")


class ThreadedClipReader:
    """Fulfils `ui.ports.ClipReader`. Threads of their own, so that a thousand thumbnails hold up
    neither what is dragged nor the digest that a job waits for.

    What decodes much shares one lane. Facts and digests decode next to nothing, and reels are the
    review itself: they wait for nobody.
    """

    def __init__(self, library: ports.Library | None = None, lane: Lane | None = None) -> None:
        """`lane` is shared with the rest of the program's heavy work."""
        lane = lane or Lane()
        self._library = library
        self._facts = Worker("facts")
        self._digests = Worker("digests")
        self._budget = ReelBudget(REELS_BYTES, REEL_BYTES)
        self._reels = Worker("reels", threads=2)  # both sides at once
        self._comparisons = Worker("comparisons", lane, Urgency.EYE)
        self._hand = Worker("hand", lane, Urgency.HAND)
        self._scrub = Scrub()
        self._strips = Worker("strips", lane, Urgency.EYE)
        self._stills = Worker("stills", lane, Urgency.EYE)
        self._cuts = Worker("cuts", lane, Urgency.LATER)
        self._movies = Worker("movies", lane, Urgency.JOB)

    async def probe(self, path: str) -> ClipInfo:
        return await self._facts.run(lambda _stop: probe(Path(path)))

    async def digest(self, path: str) -> str:
        return await self._digests.run(lambda _stop: digest(Path(path)))

    async def stills(self, path: str, count: int, width: int, height: int) -> list[Still]:
        made: dict[int, Still] = {}

        def look(stop: Stop) -> list[Still]:
            film_strip(Path(path), count, (width, height), made.__setitem__, stop)
            return [made[number] for number in range(count)]

        return await self._stills.run(look)

    async def strip(
        self, path: str, count: int, width: int, height: int, on_still: Callable[[int, Still], None]
    ) -> None:
        told = _on_loop(on_still)
        await self._strips.run(
            lambda stop: film_strip(Path(path), count, (width, height), told, stop)
        )

    async def still(self, path: str, seconds: float, width: int, height: int) -> Still:
        return await self._hand.run(
            lambda stop: self._scrub.still(Path(path), seconds, (width, height), stop)
        )

    async def cuts(self, path: str, span: TimeRange, on_cut: Callable[[float], None]) -> None:
        told = _on_loop(on_cut)
        await self._cuts.run(lambda stop: find_cuts(Path(path), span, told, stop))

    async def reel(
        self,
        path: str,
        span: TimeRange | None = None,
        on_first: Callable[[ports.Reel], None] | None = None,
    ) -> Reel:
        told = _on_loop(on_first) if on_first is not None else None

        def read(stop: Stop) -> Reel:
            seconds = min(REEL_SECONDS, span.length) if span else REEL_SECONDS
            start = span.start if span else None
            with self._budget.share() as share:
                made = load_reel(
                    *(Path(path), seconds, REEL_PIXELS, round(REEL_BYTES * _SLACK), stop),
                    start=start,
                    allow=share.allow,
                    on_first=told,
                )
                return share.keep(made)

        return await self._reels.run(read)

    @property
    def reels_bytes(self) -> int:
        """The memory that all reels take which somebody holds or waits for."""
        return self._budget.taken

    async def compare(
        self, reference: ports.Reel, edited: ports.Reel, pairs: Sequence[tuple[int, int]]
    ) -> Comparison:
        if not isinstance(reference, Reel) or not isinstance(edited, Reel):
            raise BugError("these reels are not of this reader")
        return await self._comparisons.run(lambda stop: compare(reference, edited, pairs, stop))

    async def frame(self, path: str, seconds: float) -> Still:
        return await self._hand.run(lambda stop: full_frame(Path(path), seconds, stop))

    async def movie(
        self,
        path: str,
        rate: Fraction,
        count: int,
        picture: Callable[[int], ports.Still],
        progress: Callable[[int, int], None],
    ) -> None:
        told = _on_loop(progress)
        await self._movies.run(
            lambda stop: write_movie(Path(path), rate, count, picture, on_frame=told, stop=stop)
        )

    async def keep_frame(self, path: str, seconds: float) -> str:
        if self._library is None:
            raise BugError("there is no library to keep a frame in")
        data = await self._hand.run(lambda stop: frame_out(Path(path), seconds, stop))
        return await self._library.add_data(data)

    def close(self) -> None:
        """End the threads. What they were asked for must have been cancelled before."""
        for worker in (
            *(self._facts, self._digests, self._reels, self._hand),
            *(self._strips, self._stills, self._cuts, self._comparisons, self._movies),
        ):
            worker.close()
        self._scrub.close()


def _on_loop(tell: Callable[_P, None]) -> Callable[_P, None]:
    """`tell` for use in a thread: it comes on the loop, until this task is cancelled."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def come(*args: _P.args, **named: _P.kwargs) -> None:
        if task is None or not task.cancelling():
            tell(*args, **named)

    def told(*args: _P.args, **named: _P.kwargs) -> None:
        loop.call_soon_threadsafe(lambda: come(*args, **named))

    return told
