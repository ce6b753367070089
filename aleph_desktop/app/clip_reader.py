"""Media work for the window, off the event loop."""

import math
from collections.abc import Callable
from pathlib import Path

from aleph_desktop.domain.clip import ClipInfo
from aleph_desktop.media.digest import digest
from aleph_desktop.media.probe import probe
from aleph_desktop.media.reel import Reel, load_reel
from aleph_desktop.media.stills import Still, thumbnails
from aleph_desktop.media.worker import Worker

REEL_SECONDS = 5.0
REEL_PIXELS = 1280 * 720  # larger clips are held smaller: the panes aren't larger than that
REEL_BYTES = 260_000_000  # a side; 5 s of 60 fps are held at about 1000×560 for it


class ThreadedClipReader:
    """Fulfils `ui.ports.ClipReader`. Threads of their own, so that a reel doesn't hold up
    thumbnails, nor a thousand thumbnails the digest that a job waits for.
    """

    def __init__(self) -> None:
        self._reels = Worker("reels")
        self._stills = Worker("stills")
        self._digests = Worker("digests")

    async def probe(self, path: str) -> ClipInfo:
        return await self._stills.run(lambda _stop: probe(Path(path)))

    async def digest(self, path: str) -> str:
        return await self._digests.run(lambda _stop: digest(Path(path)))

    async def stills(self, path: str, count: int, width: int, height: int) -> list[Still]:
        return await self._stills.run(
            lambda _stop: list(thumbnails(Path(path), count, width, height))
        )

    async def reel(self, path: str) -> Reel:
        return await self._reels.run(lambda stop: _reel(Path(path), stop))

    def close(self) -> None:
        """End the threads. What they were asked for must have been cancelled before."""
        self._reels.close()
        self._stills.close()
        self._digests.close()


def _reel(path: Path, stop: Callable[[], bool]) -> Reel:
    info = probe(path)
    frames = max(1, math.ceil(min(info.duration, REEL_SECONDS) * info.frame_rate) + 1)
    affordable = int(REEL_BYTES / (1.5 * frames))  # 4:2:0, 8 bits: 1.5 bytes a pixel
    pixels = min(REEL_PIXELS, affordable)
    return load_reel(path, REEL_SECONDS, pixels, round(REEL_BYTES * 1.1), stop)
