"""What clips are and look like, brought to the window: facts, stills, thumbnails, reels."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import ClipReader
from aleph_desktop.ui.review.pair_view import Side

_THUMBNAIL = (144, 80)  # pixels: 72×40 at scale 2
_STRIP = (5, 160, 124)  # pictures, and the box of each in pixels


class MediaFeed(QObject):
    """Reads clips as the window asks for them; what is not wanted any more is cancelled."""

    def __init__(self, window: MainWindow, clips: ClipReader, scope: TaskScope) -> None:
        super().__init__(window)
        self._window = window
        self._clips = clips
        self._scope = scope
        self._reading: asyncio.Task[Any] | None = None
        self._digest: asyncio.Task[str | KnownError] | None = None
        self._token = 0
        self._reels: list[asyncio.Task[Any]] = []
        window.composer.source_changed.connect(self._on_source_changed)
        window.pictures.wanted.connect(self._on_picture_wanted)
        window.review.reels_wanted.connect(self._on_reels_wanted)

    def marked(self, source: ClipSource) -> Coroutine[Any, Any, ClipSource]:
        """The composer's source of this moment, with its digest from when the composer took it.

        So a file that changes between there and the submit is noticed. Raises KnownError.
        """
        return _with_digest(source, self._digest)

    # The composer's clip

    def _on_source_changed(self, source: ClipSource | None) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._digest = None
        if source is not None and source.kind is SourceKind.FILE:
            self._reading = self._scope.spawn(self._read(source), name="read clip")
            # goes on when another clip comes: a job may be waiting for it
            self._digest = self._scope.spawn(self._mark(source.location), name="digest")

    async def _mark(self, path: str) -> str | KnownError:
        try:
            return await self._clips.digest(path)
        except KnownError as error:  # told when the clip is to be sent
            return error

    async def _read(self, source: ClipSource) -> None:
        try:
            info = await self._clips.probe(source.location)
        except KnownError as error:
            self._window.composer.set_clip_problem(error.failure)
            return
        self._window.composer.set_clip(info)
        try:
            stills = await self._clips.stills(source.location, *_STRIP)
        except KnownError:
            return  # the card stays without pictures; the probe's words stand
        self._window.composer.set_clip_images([to_image(still) for still in stills])

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

    def _on_reels_wanted(self, token: int, reference: str, edited: str) -> None:
        """What is still loading for the same token goes on."""
        if token != self._token:
            for old in self._reels:
                old.cancel()
            self._token, self._reels = token, []
        wanted: tuple[tuple[Side, str], ...] = (("reference", reference), ("edited", edited))
        for side, path in wanted:
            if path:
                task = self._scope.spawn(self._reel(token, side, path), name=f"reel {side}")
                if task is not None:
                    self._reels.append(task)

    async def _reel(self, token: int, side: Side, path: str) -> None:
        try:
            reel = await self._clips.reel(path)
        except KnownError as error:
            words = f"{error.failure.title}. {error.failure.message}"
            self._window.review.set_reel_problem(token, side, words)
            return
        self._window.review.set_reel(token, side, reel)


async def _with_digest(
    source: ClipSource, taking: asyncio.Task[str | KnownError] | None
) -> ClipSource:
    if source.kind is not SourceKind.FILE or taking is None:
        return source
    digest = await asyncio.shield(taking)
    if isinstance(digest, KnownError):
        raise digest
    return replace(source, digest=digest)
