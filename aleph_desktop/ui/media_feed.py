"""Pictures for the window: the rows' thumbnails, and review's frames."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.ports import ClipReader, Reel
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
        self._takes: list[asyncio.Task[Any]] = []
        self._info: asyncio.Task[Any] | None = None
        self._comparison: asyncio.Task[Any] | None = None
        window.pictures.wanted.connect(self._on_picture_wanted)
        window.review.reels_wanted.connect(self._on_reels_wanted)
        window.review.info_wanted.connect(self._on_info_wanted)
        window.review.take_reels_wanted.connect(self._on_take_reels_wanted)
        window.review.comparison_wanted.connect(self._on_comparison_wanted)

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
        first = partial(self._window.review.set_first, token, side)
        try:
            reel = await self._clips.reel(ask.path, ask.span, first)
        except KnownError as error:
            words = f"{error.failure.title}. {error.failure.message}"
            self._window.review.set_reel_problem(token, side, words)
            return
        self._window.review.set_reel(token, side, reel)

    def _on_take_reels_wanted(self, token: int, asks: Sequence[ReelAsk]) -> None:
        for old in self._takes:
            old.cancel()
        tasks = (
            self._scope.spawn(self._take_reel(token, number, ask), name=f"reel of take {number}")
            for number, ask in enumerate(asks)
        )
        self._takes = [task for task in tasks if task is not None]

    async def _take_reel(self, token: int, number: int, ask: ReelAsk) -> None:
        grid = self._window.review.grid
        try:
            reel = await self._clips.reel(ask.path, ask.span)
        except KnownError as error:
            grid.set_problem(token, number, error.failure.title)
            return
        grid.set_reel(token, number, reel)

    # What is known of a job's own file

    def _on_info_wanted(self, path: str) -> None:
        if self._info is not None:
            self._info.cancel()
        self._info = self._scope.spawn(self._tell_info(path), name="facts of a job's file")

    async def _tell_info(self, path: str) -> None:
        with suppress(KnownError):  # it may be gone: its timecodes then count from 0
            self._window.review.set_info(path, await self._clips.probe(path))

    # How they differ

    def _on_comparison_wanted(
        self, token: int, reference: Reel, edited: Reel, pairs: Sequence[tuple[int, int]]
    ) -> None:
        if self._comparison is not None:
            self._comparison.cancel()
        work = self._compare(token, reference, edited, pairs)
        self._comparison = self._scope.spawn(work, name="compare")

    async def _compare(
        self, token: int, reference: Reel, edited: Reel, pairs: Sequence[tuple[int, int]]
    ) -> None:
        try:
            comparison = await self._clips.compare(reference, edited, pairs)
        except KnownError:
            self._window.review.set_comparison(token, None)
            return
        self._window.review.set_comparison(token, comparison)
