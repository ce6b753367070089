"""The composer's clip, read for it: facts, pictures, cuts, the frame at the playhead."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from aleph_desktop.domain.clip import ClipSource, SourceKind
from aleph_desktop.domain.time_range import TimeRange
from aleph_desktop.errors import KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.composer.clip_section import STILL_BOX, STILL_COUNT
from aleph_desktop.ui.main_window import MainWindow
from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import ClipReader, Still

_FRAME_BOX = (1280, 720)  # pixels: what review shows while the playhead is dragged


class DraftFeed(QObject):
    """What is not wanted any more is cancelled."""

    def __init__(self, window: MainWindow, clips: ClipReader, scope: TaskScope) -> None:
        super().__init__(window)
        self._window = window
        self._section = window.composer.clip
        self._clips = clips
        self._scope = scope
        self._tasks: list[asyncio.Task[Any]] = []  # about the clip that is there
        self._frame: asyncio.Task[Any] | None = None
        self._wanted: float | None = None  # where the playhead was put last
        self._digest: asyncio.Task[str | KnownError] | None = None
        self._section.source_changed.connect(self._on_source_changed)
        self._section.cuts_wanted.connect(self._on_cuts_wanted)
        self._section.scrubbed.connect(self._on_scrubbed)

    def marked(self, source: ClipSource) -> Coroutine[Any, Any, ClipSource]:
        """The composer's source of this moment, with its digest from when the composer took it.

        So a file that changes between there and the submit is noticed. Raises KnownError.
        """
        return _with_digest(source, self._digest)

    def _on_source_changed(self, source: ClipSource | None) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._digest = self._wanted = None
        if source is not None and source.kind is SourceKind.FILE:
            self._begin(self._read(source), "read clip")
            # goes on when another clip comes: a job may be waiting for it
            self._digest = self._scope.spawn(self._mark(source.location), name="digest")

    def _begin(self, work: Coroutine[Any, Any, Any], name: str) -> None:
        self._tasks = [task for task in self._tasks if not task.done()]
        task = self._scope.spawn(work, name=name)
        if task is not None:
            self._tasks.append(task)

    async def _mark(self, path: str) -> str | KnownError:
        try:
            return await self._clips.digest(path)
        except KnownError as error:  # told when the clip is to be sent
            return error

    async def _read(self, source: ClipSource) -> None:
        try:
            info = await self._clips.probe(source.location)
        except KnownError as error:
            self._section.set_clip_problem(error.failure)
            return
        self._section.set_clip(info)
        self._window.show_draft(info)
        try:
            await self._clips.strip(source.location, STILL_COUNT, *STILL_BOX, self._on_still)
        except KnownError:
            return  # the card stays without pictures; the probe's words stand

    def _on_still(self, number: int, still: Still) -> None:
        self._section.set_still(number, STILL_COUNT, to_image(still))

    def _on_cuts_wanted(self, span: TimeRange) -> None:
        source = self._section.source
        if source is not None and source.kind is SourceKind.FILE:
            self._begin(self._cuts(source.location, span), "cuts")

    async def _cuts(self, path: str, span: TimeRange) -> None:
        try:
            await self._clips.cuts(path, span, self._section.add_cut)
        except KnownError:
            return  # without cuts there is nothing to snap to

    def _on_scrubbed(self, seconds: float) -> None:
        """One frame at a time is read; of those wanted meanwhile the last one counts."""
        self._wanted = seconds
        source = self._section.source
        idle = self._frame is None or self._frame.done()
        if idle and source is not None and source.kind is SourceKind.FILE:
            self._frame = self._scope.spawn(self._frames(source), name="frame")

    async def _frames(self, source: ClipSource) -> None:
        while self._wanted is not None and self._section.source == source:
            seconds, self._wanted = self._wanted, None
            try:
                still = await self._clips.still(source.location, seconds, *_FRAME_BOX)
            except KnownError:
                return  # review stays as it is
            review = self._window.review
            # who pressed Play meanwhile looks at something else
            if self._section.source == source and not review.playback.is_playing:
                review.show_still(to_image(still), seconds)


async def _with_digest(
    source: ClipSource, taking: asyncio.Task[str | KnownError] | None
) -> ClipSource:
    if source.kind is not SourceKind.FILE or taking is None:
        return source
    digest = await asyncio.shield(taking)
    if isinstance(digest, KnownError):
        raise digest
    return replace(source, digest=digest)
