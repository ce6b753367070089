"""Pictures for the window: the rows' thumbnails, and review's frames."""

import asyncio
from typing import Any

from PySide6.QtCore import QObject

from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.ports import ClipReader
from aleph_desktop.ui.review.pair_view import Side
from aleph_desktop.ui.review.reel_ask import ReelAsk

_THUMBNAIL = (144, 80)  # pixels: 72×40 at scale 2


class MediaFeed(QObject):
    """Reads clips as the window asks for them; what is not wanted any more is cancelled."""

    def __init__(self, window: MainWindow, clips: ClipReader, scope: TaskScope) -> None:
        super().__init__(window)
        self._window = window
        self._clips = clips
        self._scope = scope
        self._token = 0
        self._reels: list[asyncio.Task[Any]] = []
        window.pictures.wanted.connect(self._on_picture_wanted)
        window.review.reels_wanted.connect(self._on_reels_wanted)

    # The rows' pictures

    def _on_picture_wanted(self, path: str) -> None:
        self._scope.spawn(self._picture(path), name="thumbnail")

    async def _picture(self, path: str) -> None:
        try:
            stills = await self._clips.stills(path, 1, *_THUMBNAIL)
        except KnownError:
            stills = []
        self._window.pictures.deliver(path, stills[0] if stills else None)

    # Review's frames

    def _on_reels_wanted(
        self, token: int, reference: ReelAsk | None, edited: ReelAsk | None
    ) -> None:
        """What is still loading for the same token goes on."""
        if token != self._token:
            for old in self._reels:
                old.cancel()
            self._token, self._reels = token, []
        wanted: tuple[tuple[Side, ReelAsk | None], ...] = (
            ("reference", reference),
            ("edited", edited),
        )
        for side, ask in wanted:
            if ask is not None:
                task = self._scope.spawn(self._reel(token, side, ask), name=f"reel {side}")
                if task is not None:
                    self._reels.append(task)

    async def _reel(self, token: int, side: Side, ask: ReelAsk) -> None:
        try:
            reel = await self._clips.reel(ask.path, ask.span)
        except KnownError as error:
            words = f"{error.failure.title}. {error.failure.message}"
            self._window.review.set_reel_problem(token, side, words)
            return
        self._window.review.set_reel(token, side, reel)
