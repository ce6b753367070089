"""What goes out of review: read, painted and written off the window's thread."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, ParamSpec

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from aleph_desktop.errors import BugError, KnownError
from aleph_desktop.tasks import TaskScope
from aleph_desktop.ui.pictures import to_image
from aleph_desktop.ui.ports import ClipReader
from aleph_desktop.ui.review.contact_sheet import ContactSheet
from aleph_desktop.ui.review.exhibit import Exhibit, FrameAsk, MovieAsk
from aleph_desktop.ui.review.export_desk import ExportDesk
from aleph_desktop.ui.review.frame_export import copy_image, write_image
from aleph_desktop.ui.review.lettering import lettering
from aleph_desktop.ui.review.movie_picture import MoviePicture

_P = ParamSpec("_P")


class ExportFeed(QObject):
    """Does what the desk asks for, and tells it what has become of it."""

    def __init__(self, desk: ExportDesk, clips: ClipReader, scope: TaskScope) -> None:
        super().__init__(desk)
        self._desk = desk
        self._clips = clips
        self._scope = scope
        self._movie: asyncio.Task[Any] | None = None
        desk.frame_wanted.connect(self._on_frame_wanted)
        desk.picture_wanted.connect(self._on_picture_wanted)
        desk.sheet_wanted.connect(self._on_sheet_wanted)
        desk.movie_wanted.connect(self._on_movie_wanted)
        desk.movie_cancelled.connect(self._on_movie_cancelled)

    def _on_frame_wanted(self, ask: FrameAsk, file: str) -> None:
        self._spawn("frame out", self._frame, ask, file)

    def _on_picture_wanted(self, image: QImage, file: str) -> None:
        self._spawn("picture", self._save, "The comparison", image, file)

    def _on_sheet_wanted(self, exhibit: Exhibit, file: str) -> None:
        self._spawn("contact sheet", self._sheet, exhibit, file)

    def _on_movie_wanted(self, ask: MovieAsk, file: str) -> None:
        work = self._movie_told(ask, file)
        self._movie = self._scope.spawn(work, name="review movie")

    def _on_movie_cancelled(self) -> None:
        if self._movie is not None:
            self._movie.cancel()

    async def _frame(self, ask: FrameAsk, file: str) -> None:
        still = await self._clips.frame(ask.path, ask.seconds)
        image = await asyncio.to_thread(to_image, still)
        if file:
            await self._save(ask.words, image, file)
        else:
            copy_image(image)
            self._desk.tell_done(f"{ask.words} was copied, {image.width()}×{image.height()}.")

    async def _save(self, words: str, image: QImage, file: str) -> None:
        await asyncio.to_thread(write_image, image, file)
        self._desk.tell_done(f"{words} was saved as “{Path(file).name}”.", file)

    async def _sheet(self, exhibit: Exhibit, file: str) -> None:
        """In steps on the window's thread: its reels are for one thread."""
        sheet = ContactSheet(exhibit, lettering())
        for step in range(sheet.steps):
            sheet.paint(step)
            await asyncio.sleep(0)
        await self._save("The contact sheet", sheet.image, file)

    async def _write_movie(self, ask: MovieAsk, file: str) -> None:
        """With reels of its own: the pictures are painted in another thread than the window's."""
        shown = (ask.exhibit.reference, ask.exhibit.edited)
        reels = [
            await self._clips.reel(side.ask.path, side.ask.span)
            for side in shown
            if side is not None
        ]
        if len(reels) != 2:
            raise BugError("a review movie of one side")
        picture = MoviePicture(ask, reels[0], reels[1], lettering())
        await self._clips.movie(
            file, ask.exhibit.rate, ask.count, picture, self._desk.set_movie_progress
        )
        self._desk.tell_movie_done(file)

    async def _movie_told(self, ask: MovieAsk, file: str) -> None:
        try:
            await self._write_movie(ask, file)
        except KnownError as error:
            self._desk.tell_movie_problem(error.failure)

    def _spawn(
        self,
        name: str,
        work: Callable[_P, Coroutine[Any, Any, None]],
        *args: _P.args,
        **no: _P.kwargs,
    ) -> None:
        self._scope.spawn(self._told(work, *args, **no), name=name)

    async def _told(
        self, work: Callable[_P, Coroutine[Any, Any, None]], *args: _P.args, **no: _P.kwargs
    ) -> None:
        try:
            await work(*args, **no)
        except KnownError as error:
            self._desk.tell_problem(error.failure)
